import { type DecisionContext, firstRejection, type Outcome, type Rejection, reject } from '@concord/kernel';
import { type CommitteeState, memberOf, ownCommittee } from '../committee/committee.js';
import { plainTexts } from '../plain-texts.js';
import { contentHash } from './content-hash.js';
import { repeatedPlace, sectionOf } from './sections.js';
import type { AppointEditor, DismissEditor, ProposeStandard, SubmitDraft } from './standard.commands.js';
import type { Editor, Stage, StandardEvent } from './standard.events.js';
import { isEditor, knownStandard, notStayed, ownStandard, type StandardState } from './standard-state.js';

/** The most that draft one text beside the association. */
export const MOST_EDITORS = 50;

/** At which a text may change; in a revision from its beginning on. */
const DRAFTED: readonly StandardState['stage'][] = ['NP', 'WD', 'CD', 'DIS', 'REVISED'];

export function propose(
  { standardId, committeeId, titles, scope }: ProposeStandard,
  state: StandardState,
  context: DecisionContext<CommitteeState>,
): Outcome<StandardEvent> {
  const exists = { field: 'standardId', value: standardId };
  const association = context.actor.party;
  const procedure = context.facts.procedure.name;
  return (
    firstRejection(
      state.stage === 'UNKNOWN' ? undefined : reject('STANDARD_EXISTS', 'There is a standard with this id already', exists),
      ownCommittee(context.facts, committeeId, context),
    ) ?? [
      {
        type: 'association.standard.StandardProposed',
        data: { association, committeeId, titles: plainTexts(titles), scope: plainTexts(scope), stage: 'NP', procedure },
      },
    ]
  );
}

/** A text may be drafted up to its final draft, and again when it is to be revised. */
const stillDrafted = ({ stage }: StandardState): Rejection | undefined =>
  DRAFTED.includes(stage)
    ? undefined
    : reject('WRONG_STATUS', `The standard is at stage ${stage}; its text can change at the stages ${DRAFTED.join(', ')}`);

/** Whether the party that acts was appointed, for the person who acts or for all of its officers, and is still of the committee. */
export const mayEdit = (
  { editors }: Pick<StandardState, 'editors'>,
  { actor, facts }: Pick<DecisionContext<CommitteeState>, 'actor' | 'facts'>,
): boolean =>
  editors.some(({ party, person }) => party === actor.party && (person === null || person === actor.person)) &&
  memberOf(facts, actor.party) !== undefined;

export function submit(command: SubmitDraft, state: StandardState, context: DecisionContext<CommitteeState>): Outcome<StandardEvent> {
  const { standardId } = command;
  const sections = command.sections.map(sectionOf);
  const refusal = firstRejection(
    mayEdit(state, context) ? knownStandard(state, standardId) : ownStandard(state, standardId, context),
    notStayed(state, standardId),
    stillDrafted(state),
    repeatedPlace(sections),
  );
  if (refusal) return refusal;
  const hash = contentHash(sections);
  const latest = state.drafts.at(-1);
  if (latest?.contentHash === hash) return [];
  const draft = { version: (latest?.version ?? 0) + 1, contentHash: hash, submittedAt: context.now };
  return [{ type: 'association.standard.DraftSubmitted', data: { ...draft, sections, stage: state.stage as Stage } }];
}

const editorOf = ({ party, person }: AppointEditor | DismissEditor): Editor => ({ party, person: person ?? null });

export function appointEditor(
  command: AppointEditor,
  state: StandardState,
  context: DecisionContext<CommitteeState>,
): Outcome<StandardEvent> {
  const editor = editorOf(command);
  const { party } = editor;
  const isThere = state.editors.some((each) => isEditor(each, editor));
  const refusal = firstRejection(
    ownStandard(state, command.standardId, context),
    isThere || party === state.association || memberOf(context.facts, party)
      ? undefined
      : reject('MEMBER_NOT_FOUND', `${party} is neither a member of the committee nor its association`, { field: 'party', value: party }),
    isThere || state.editors.length < MOST_EDITORS
      ? undefined
      : reject('TOO_MANY_EDITORS', `A standard has at most ${MOST_EDITORS} editors`, { field: 'party', value: party }),
  );
  if (refusal) return refusal;
  return isThere ? [] : [{ type: 'association.standard.EditorAppointed', data: editor }];
}

export function dismissEditor(command: DismissEditor, state: StandardState, context: DecisionContext): Outcome<StandardEvent> {
  const editor = editorOf(command);
  return (
    firstRejection(
      ownStandard(state, command.standardId, context),
      state.editors.some((each) => isEditor(each, editor))
        ? undefined
        : reject('EDITOR_NOT_FOUND', 'The standard has no such editor', { field: 'party', value: editor.party }),
    ) ?? [{ type: 'association.standard.EditorDismissed', data: editor }]
  );
}
