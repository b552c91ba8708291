import { aggregate, type DecisionContext, firstRejection, ignored, type Outcome, on, type Rejection, reject } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { type BallotOutcome, ballotOutcome } from '../ballot/ballot-outcome.js';
import { ISO_RULE } from '../ballot/iso-rule.js';
import { type CommitteeState, committee, ownCommittee } from '../committee/committee.js';
import { plainTexts } from '../plain-texts.js';
import { contentHash } from './content-hash.js';
import { type Draft, draftBefore } from './drafts.js';
import { repeatedPlace, sectionOf } from './sections.js';
import { AdvanceStandard, ProposeStandard, RecordBallotResult, SubmitDraft } from './standard.commands.js';
import { type BallotVerdict, type Section, STAGES, type Stage, type StandardEvent, standardEvents } from './standard.events.js';

export interface StandardState {
  readonly stage: Stage | 'UNKNOWN';
  readonly association: string;
  readonly committeeId: string;
  readonly titles: readonly LocalizedText[];
  /** Every draft, oldest first. */
  readonly drafts: readonly Draft[];
  /** The text of the latest draft. */
  readonly sections: readonly Section[];
  /** The ballots whose results are recorded. */
  readonly ballots: readonly string[];
  /** The ballot that adopted it; null while none has. */
  readonly adoptedBy: string | null;
}

const initialState: StandardState = {
  stage: 'UNKNOWN',
  association: '',
  committeeId: '',
  titles: [],
  drafts: [],
  sections: [],
  ballots: [],
  adoptedBy: null,
};

/** The standard is there, and belongs to the association that acts. */
export const ownStandard = (state: StandardState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined => {
  const place = { field: 'standardId', value: id };
  if (state.stage === 'UNKNOWN') return reject('STANDARD_NOT_FOUND', 'There is no standard with this id', place);
  if (state.association === actor.party) return undefined;
  return reject('NOT_YOURS', `The standard belongs to ${state.association}, and ${actor.party} is acting`, place);
};

function propose(
  { standardId, committeeId, titles, scope }: ProposeStandard,
  state: StandardState,
  context: DecisionContext<CommitteeState>,
): Outcome<StandardEvent> {
  const exists = { field: 'standardId', value: standardId };
  const association = context.actor.party;
  return (
    firstRejection(
      state.stage === 'UNKNOWN' ? undefined : reject('STANDARD_EXISTS', 'There is a standard with this id already', exists),
      ownCommittee(context.facts, committeeId, context),
    ) ?? [
      {
        type: 'association.standard.StandardProposed',
        data: { association, committeeId, titles: plainTexts(titles), scope: plainTexts(scope), stage: 'NP' },
      },
    ]
  );
}

/** A text may be drafted up to its adoption. */
const stillDrafted = ({ stage }: StandardState): Rejection | undefined =>
  stage === 'FDIS' || stage === 'PUBLISHED'
    ? reject('WRONG_STATUS', `The standard is at stage ${stage}; its text can change only before`)
    : undefined;

function submit(command: SubmitDraft, state: StandardState, context: DecisionContext): Outcome<StandardEvent> {
  const sections = command.sections.map(sectionOf);
  const refusal = firstRejection(ownStandard(state, command.standardId, context), stillDrafted(state), repeatedPlace(sections));
  if (refusal) return refusal;
  const hash = contentHash(sections);
  const latest = state.drafts.at(-1);
  if (latest?.contentHash === hash) return [];
  const draft = { version: (latest?.version ?? 0) + 1, contentHash: hash, submittedAt: context.now };
  return [{ type: 'association.standard.DraftSubmitted', data: { ...draft, sections, stage: state.stage as Stage } }];
}

/** The stage that an association reaches by itself from this one; beyond a draft (DIS) only a ballot leads. */
const nextStage = (stage: Stage): Stage | undefined =>
  stage === 'NP' || stage === 'WD' || stage === 'CD' ? STAGES[STAGES.indexOf(stage) + 1] : undefined;

function advance({ standardId, stage: to }: AdvanceStandard, state: StandardState, context: DecisionContext): Outcome<StandardEvent> {
  const refusal = ownStandard(state, standardId, context);
  if (refusal) return refusal;
  const from = state.stage as Stage;
  if (to === from) return [];
  const next = nextStage(from);
  if (to === next) return [{ type: 'association.standard.StandardAdvanced', data: { from, to } }];
  if (STAGES.indexOf(to) > STAGES.indexOf('DIS') && STAGES.indexOf(to) > STAGES.indexOf(from)) {
    return reject('BALLOT_NEEDED', `Only an approved ballot on its draft (DIS) moves a standard to ${to}`, {
      field: 'stage',
      value: to,
      rule: ISO_RULE.source,
    });
  }
  const sentence = next ? `the next stage is ${next}` : 'no other stage follows by itself';
  return reject('WRONG_STATUS', `The standard is at stage ${from}; ${sentence}, not ${to}`, { field: 'stage', value: to });
}

/** The ballot is over, was about this standard, and its text was not changed while it was open. */
function stands(command: RecordBallotResult, state: StandardState, ballot: BallotOutcome): Rejection | undefined {
  const { ballotId, standardId } = command;
  const place = { field: 'ballotId', value: ballotId };
  if (ballot.standardId !== standardId || ballot.result === null) {
    return reject('NO_RESULT', `There is no closed ballot ${ballotId} on the standard ${standardId}`, place);
  }
  if (state.stage !== 'DIS') {
    return reject('WRONG_STATUS', `The standard is at stage ${state.stage}; a ballot decides on it at stage DIS`, {
      ...place,
      rule: ISO_RULE.source,
    });
  }
  if (draftBefore(state.drafts, ballot.closesAt)?.contentHash === ballot.contentHash) return undefined;
  return reject('BALLOT_VOID', 'The text was changed while the ballot was open', place);
}

function record(command: RecordBallotResult, state: StandardState, { facts }: DecisionContext<BallotOutcome>): Outcome<StandardEvent> {
  const { ballotId, standardId } = command;
  if (state.stage === 'UNKNOWN') {
    return reject('STANDARD_NOT_FOUND', 'There is no standard with this id', { field: 'standardId', value: standardId });
  }
  if (state.ballots.includes(ballotId)) return [];
  const refusal = stands(command, state, facts);
  if (refusal) return refusal;
  const { draftVersion, contentHash, result } = facts;
  const verdict: BallotVerdict = { ballotId, draftVersion, contentHash, criteria: result?.criteria ?? [] };
  return result?.approved
    ? [{ type: 'association.standard.StandardAdopted', data: { ...verdict, stage: 'PUBLISHED' } }]
    : [{ type: 'association.standard.StandardNotAdopted', data: verdict }];
}

function evolve(state: StandardState, event: StandardEvent): StandardState {
  switch (event.type) {
    case 'association.standard.StandardProposed': {
      const { association, committeeId, titles, stage } = event.data;
      return { ...initialState, association, committeeId, titles, stage };
    }
    case 'association.standard.DraftSubmitted': {
      const { version, contentHash, submittedAt, sections } = event.data;
      return { ...state, drafts: [...state.drafts, { version, contentHash, submittedAt }], sections };
    }
    case 'association.standard.StandardAdvanced':
      return { ...state, stage: event.data.to };
    case 'association.standard.StandardAdopted': {
      const { ballotId, stage } = event.data;
      return { ...state, stage, ballots: [...state.ballots, ballotId], adoptedBy: ballotId };
    }
    case 'association.standard.StandardNotAdopted':
      return { ...state, ballots: [...state.ballots, event.data.ballotId] };
    default:
      return ignored(state, event);
  }
}

/** A voluntary rule text: proposed, drafted in stages, adopted by ballot. All of it is public. */
export const standard = aggregate<StandardState, StandardEvent>({
  name: 'association.standard',
  events: standardEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(ProposeStandard, 'standardId', propose, ({ committeeId }, load) => load(committee, committeeId)),
    on(SubmitDraft, 'standardId', submit),
    on(AdvanceStandard, 'standardId', advance),
    on(RecordBallotResult, 'standardId', record, ({ ballotId }, load) => load(ballotOutcome, ballotId)),
  ],
});
