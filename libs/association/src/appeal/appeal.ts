import {
  aggregate,
  type DecisionContext,
  firstRejection,
  ignored,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { appealsUntil, ballotOutcome } from '../ballot/ballot-outcome.js';
import type { BallotState } from '../ballot/ballot-state.js';
import { type CommitteeState, committee } from '../committee/committee.js';
import { AnswerAppeal, DecideAppeal, LodgeAppeal, WithdrawAppeal } from './appeal.commands.js';
import { type AppealEvent, appealEvents } from './appeal.events.js';

export const APPEAL_STATUSES = ['PENDING', 'UPHELD', 'DISMISSED', 'WITHDRAWN'] as const;
export type AppealStatus = (typeof APPEAL_STATUSES)[number];

export interface AppealState {
  readonly status: AppealStatus | 'UNKNOWN';
  readonly ballotId: string;
  readonly standardId: string;
  readonly committeeId: string;
  readonly association: string;
  readonly appellant: string;
  readonly statement: string | null;
}

const initialState: AppealState = {
  status: 'UNKNOWN',
  ballotId: '',
  standardId: '',
  committeeId: '',
  association: '',
  appellant: '',
  statement: null,
};

/** The ballot whose result is appealed, and the committee that held it. */
interface Grounds {
  readonly ballot: BallotState;
  readonly committee: CommitteeState;
}

async function groundsOf({ ballotId }: LodgeAppeal, load: Load): Promise<Grounds> {
  const ballot = await load(ballotOutcome, ballotId);
  return { ballot, committee: ballot.committeeId ? await load(committee, ballot.committeeId) : committee.initialState };
}

/** Those appeal whom the result concerns. */
const concerned = ({ ballot, committee }: Grounds, party: string): boolean =>
  ballot.electorate.some((entry) => entry.party === party) || committee.liaisons.includes(party);

function lodge(command: LodgeAppeal, state: AppealState, { actor, now, facts }: DecisionContext<Grounds>): Outcome<AppealEvent> {
  const { appealId, ballotId, grounds } = command;
  const { ballot } = facts;
  const place = { field: 'ballotId', value: ballotId, rule: ballot.rule.source };
  if (state.status !== 'UNKNOWN') {
    return reject('APPEAL_EXISTS', 'There is an appeal with this id already', { field: 'appealId', value: appealId });
  }
  if (ballot.status === 'UNKNOWN') return reject('BALLOT_NOT_FOUND', 'There is no ballot with this id', place);
  const until = appealsUntil(ballot);
  if (until === null) return reject('NO_RESULT', `The ballot is ${ballot.status}: it has no result to appeal`, place);
  if (!concerned(facts, actor.party)) {
    return reject('NOT_CONCERNED', `${actor.party} is neither on the roll of the ballot nor a liaison body of its committee`, place);
  }
  if (now >= until) return reject('TERM_OVER', `The result could be appealed until ${until}`, place);
  const { standardId, committeeId, association } = ballot;
  const { party: appellant } = actor;
  return [
    {
      type: 'association.appeal.AppealLodged',
      data: {
        ballotId,
        standardId,
        committeeId,
        association,
        appellant,
        grounds,
        lodgedAt: now,
        termEndsAt: until,
        rule: ballot.rule.source,
      },
    },
  ];
}

function pending({ status }: AppealState, appealId: string): Rejection | undefined {
  const place = { field: 'appealId', value: appealId };
  if (status === 'UNKNOWN') return reject('APPEAL_NOT_FOUND', 'There is no appeal with this id', place);
  return status === 'PENDING' ? undefined : reject('WRONG_STATUS', `The appeal is ${status}`, place);
}

function answer({ appealId, statement }: AnswerAppeal, state: AppealState, { actor }: DecisionContext): Outcome<AppealEvent> {
  const refusal = firstRejection(
    pending(state, appealId),
    actor.party === state.association
      ? undefined
      : reject('NOT_YOURS', `The ballot was held by ${state.association}, and ${actor.party} is acting`, {
          field: 'appealId',
          value: appealId,
        }),
  );
  if (refusal) return refusal;
  return state.statement === statement ? [] : [{ type: 'association.appeal.AppealAnswered', data: { statement } }];
}

const RULE = 'ISO/IEC Directives, Part 1, 5: an appeal is decided by another body than the one that it is against';

function decide(command: DecideAppeal, state: AppealState, { actor, facts }: DecisionContext<CommitteeState>): Outcome<AppealEvent> {
  const { appealId, ruling, reasons } = command;
  const place = { field: 'appealId', value: appealId, rule: RULE };
  const { appealsBody } = facts;
  const refusal = firstRejection(
    pending(state, appealId),
    appealsBody === null
      ? reject(
          'NO_APPEALS_BODY',
          `${state.association} has not designated an appeals body for the committee ${state.committeeId} yet`,
          place,
        )
      : undefined,
    appealsBody === actor.party
      ? undefined
      : reject('NOT_YOURS', `Appeals in this committee are decided by ${appealsBody}, and ${actor.party} is acting`, place),
    actor.party === state.appellant ? reject('OWN_CASE', 'Nobody decides an appeal of its own', place) : undefined,
  );
  if (refusal) return refusal;
  const { ballotId, standardId } = state;
  return [{ type: 'association.appeal.AppealDecided', data: { ballotId, standardId, body: actor.party, ruling, reasons } }];
}

function withdraw({ appealId, reason }: WithdrawAppeal, state: AppealState, { actor }: DecisionContext): Outcome<AppealEvent> {
  if (state.status === 'WITHDRAWN' && actor.party === state.appellant) return [];
  const { ballotId, standardId } = state;
  return (
    firstRejection(
      pending(state, appealId),
      actor.party === state.appellant
        ? undefined
        : reject('NOT_YOURS', `The appeal is of ${state.appellant}, and ${actor.party} is acting`, { field: 'appealId', value: appealId }),
    ) ?? [{ type: 'association.appeal.AppealWithdrawn', data: { ballotId, standardId, reason: reason ?? null } }]
  );
}

function evolve(state: AppealState, event: AppealEvent): AppealState {
  switch (event.type) {
    case 'association.appeal.AppealLodged': {
      const { ballotId, standardId, committeeId, association, appellant } = event.data;
      return { ...initialState, status: 'PENDING', ballotId, standardId, committeeId, association, appellant };
    }
    case 'association.appeal.AppealAnswered':
      return { ...state, statement: event.data.statement };
    case 'association.appeal.AppealDecided':
      return { ...state, status: event.data.ruling };
    case 'association.appeal.AppealWithdrawn':
      return { ...state, status: 'WITHDRAWN' };
    default:
      return ignored(state, event);
  }
}

/** A complaint against what a ballot decided: heard and decided by another body, and nothing moves before. All of it is public. */
export const appeal = aggregate<AppealState, AppealEvent>({
  name: 'association.appeal',
  events: appealEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(LodgeAppeal, 'appealId', lodge, groundsOf),
    on(AnswerAppeal, 'appealId', answer),
    on(DecideAppeal, 'appealId', decide, (_, load, __, { committeeId }) =>
      committeeId ? load(committee, committeeId) : Promise.resolve(committee.initialState),
    ),
    on(WithdrawAppeal, 'appealId', withdraw),
  ],
});
