import {
  type Actor,
  aggregate,
  type DecisionContext,
  firstRejection,
  type Instant,
  ignored,
  instant,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { type CommitteeState, committee } from '../committee/committee.js';
import { type Draft, draftBefore } from '../standard/drafts.js';
import { ownStandard, type StandardState, standard } from '../standard/standard.js';
import { CastVote, CloseBallot, OpenBallot, VoidBallot, WithdrawVote } from './ballot.commands.js';
import { type BallotEvent, ballotEvents, type Elector, type VoidReason, type Vote } from './ballot.events.js';
import { ISO_RULE, tally } from './iso-rule.js';

export const BALLOT_STATUSES = ['OPEN', 'CLOSED', 'VOID'] as const;
export type BallotStatus = (typeof BALLOT_STATUSES)[number];

export interface BallotState {
  readonly status: BallotStatus | 'UNKNOWN';
  readonly standardId: string;
  /** The text that is voted on. */
  readonly contentHash: string;
  readonly closesAt: Instant;
  /** Who may vote, and what their votes count for. */
  readonly electorate: readonly Elector[];
  /** The last vote of each party, in the order of the first ones. */
  readonly votes: readonly Vote[];
}

const initialState: BallotState = {
  status: 'UNKNOWN',
  standardId: '',
  contentHash: '',
  closesAt: '' as Instant,
  electorate: [],
  votes: [],
};

/** What an officer has to know to open a ballot. */
export interface Ground {
  readonly standard: StandardState;
  readonly committee: CommitteeState;
}

async function groundOf({ standardId }: OpenBallot, load: Load): Promise<Ground> {
  const found = await load(standard, standardId);
  return { standard: found, committee: found.committeeId ? await load(committee, found.committeeId) : committee.initialState };
}

/** The drafts of the standard that is voted on. */
async function draftsOf(_: object, load: Load, __: Actor, { standardId }: BallotState): Promise<readonly Draft[]> {
  return standardId ? (await load(standard, standardId)).drafts : [];
}

/** A standard stands where it can be voted on: at stage DIS, with a draft, the one that is meant. */
function votable({ standardId, draftHash }: OpenBallot, { stage, drafts }: StandardState): Rejection | undefined {
  const place = { field: 'standardId', value: standardId, rule: ISO_RULE.source };
  const latest = drafts.at(-1);
  if (stage !== 'DIS') return reject('WRONG_STATUS', `The standard is at stage ${stage}; a ballot is opened on it at stage DIS`, place);
  if (!latest) return reject('NO_DRAFT', 'The standard has no draft to vote on: submit one first', place);
  if (draftHash === undefined || draftHash === null || draftHash === latest.contentHash) return undefined;
  return reject('DRAFT_NOT_CURRENT', `The latest draft has the hash ${latest.contentHash}: read it before you open a ballot on it`, {
    field: 'draftHash',
    value: draftHash,
  });
}

function open(command: OpenBallot, state: BallotState, context: DecisionContext<Ground>): Outcome<BallotEvent> {
  const { ballotId, standardId } = command;
  const { standard, committee } = context.facts;
  const openedAt = context.now;
  const closesAt = instant(command.closesAt);
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('BALLOT_EXISTS', 'There is a ballot with this id already', { field: 'ballotId', value: ballotId }),
    ownStandard(standard, standardId, context),
    votable(command, standard),
    committee.members.some(({ kind }) => kind === 'P_MEMBER')
      ? undefined
      : reject('NO_P_MEMBER', 'The committee has no P-member, and two thirds of their votes decide', {
          field: 'standardId',
          value: standardId,
          rule: ISO_RULE.source,
        }),
    closesAt > openedAt
      ? undefined
      : reject('CLOSES_IN_THE_PAST', `The ballot would close at ${closesAt}, and it is ${openedAt}`, {
          field: 'closesAt',
          value: command.closesAt,
        }),
  );
  const draft = standard.drafts.at(-1);
  if (refusal || !draft) return refusal ?? [];
  const { association, committeeId } = standard;
  const text = { standardId, draftVersion: draft.version, contentHash: draft.contentHash };
  const electorate = committee.members.map(({ party, kind }): Elector => ({ party, kind })).sort((a, b) => (a.party < b.party ? -1 : 1));
  return [
    {
      type: 'association.ballot.BallotOpened',
      data: { association, committeeId, ...text, rule: ISO_RULE.name, electorate, openedAt, closesAt },
    },
  ];
}

const known = ({ status }: BallotState, ballotId: string): Rejection | undefined =>
  status === 'UNKNOWN' ? reject('BALLOT_NOT_FOUND', 'There is no ballot with this id', { field: 'ballotId', value: ballotId }) : undefined;

const isVoid = (ballotId: string): Rejection =>
  reject('BALLOT_VOID', 'The ballot is void: the text that was voted on is no longer the text, or another ballot was open', {
    field: 'ballotId',
    value: ballotId,
  });

/** The party may vote now, on the text that the ballot is about. */
function mayVote(state: BallotState, ballotId: string, { actor, now, facts }: DecisionContext<readonly Draft[]>): Rejection | undefined {
  const { status, closesAt, electorate, contentHash } = state;
  const place = { field: 'ballotId', value: ballotId };
  if (status === 'VOID') return isVoid(ballotId);
  if (status === 'CLOSED' || now >= closesAt) return reject('BALLOT_CLOSED', `The ballot closed at ${closesAt}`, place);
  if (!electorate.some(({ party }) => party === actor.party)) {
    return reject('NOT_ON_ROLL', `${actor.party} is not on the roll that was fixed when the ballot was opened`, place);
  }
  return facts.at(-1)?.contentHash === contentHash ? undefined : isVoid(ballotId);
}

const voteOf = (state: BallotState, party: string): Vote | undefined => state.votes.find((vote) => vote.party === party);

const isSame = (a: Vote, b: Vote): boolean => a.choice === b.choice && a.technicalReason === b.technicalReason && a.comment === b.comment;

function cast(command: CastVote, state: BallotState, context: DecisionContext<readonly Draft[]>): Outcome<BallotEvent> {
  const { ballotId, choice, technicalReason, comment } = command;
  const { party } = context.actor;
  const refusal = firstRejection(
    known(state, ballotId),
    mayVote(state, ballotId, context),
    technicalReason && choice !== 'DISAPPROVE'
      ? reject('REASON_WITHOUT_NEGATIVE', `A technical reason goes with DISAPPROVE, not with ${choice}; say it in the comment`, {
          field: 'technicalReason',
          value: technicalReason,
          rule: ISO_RULE.source,
        })
      : undefined,
  );
  if (refusal) return refusal;
  const vote: Vote = { party, choice, technicalReason: technicalReason ?? null, comment: comment ?? null };
  const before = voteOf(state, party);
  return before && isSame(before, vote) ? [] : [{ type: 'association.ballot.VoteCast', data: vote }];
}

function withdraw({ ballotId }: WithdrawVote, state: BallotState, context: DecisionContext<readonly Draft[]>): Outcome<BallotEvent> {
  const { party } = context.actor;
  const refusal = firstRejection(known(state, ballotId), mayVote(state, ballotId, context));
  if (refusal) return refusal;
  return voteOf(state, party) ? [{ type: 'association.ballot.VoteWithdrawn', data: { party } }] : [];
}

/** Whether another text came while votes were accepted; what comes at the deadline or later is too late to void anything. */
const textChanged = ({ contentHash, closesAt }: BallotState, drafts: readonly Draft[]): boolean =>
  draftBefore(drafts, closesAt)?.contentHash !== contentHash;

const voided = ({ standardId }: BallotState, reason: VoidReason): readonly BallotEvent[] => [
  { type: 'association.ballot.BallotVoided', data: { standardId, reason } },
];

function close({ ballotId }: CloseBallot, state: BallotState, { now, facts }: DecisionContext<readonly Draft[]>): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  const { status, standardId, electorate, votes, closesAt } = state;
  if (status !== 'OPEN') return [];
  if (now < closesAt) return reject('BALLOT_OPEN', `The ballot is open until ${closesAt}`, { field: 'ballotId', value: ballotId });
  if (textChanged(state, facts)) return voided(state, 'TEXT_CHANGED');
  const countable = electorate.flatMap(({ party, kind }) => {
    const vote = voteOf(state, party);
    return vote ? [{ party, kind, choice: vote.choice, technicalReason: vote.technicalReason }] : [];
  });
  const turnout = { votesCast: votes.length, rollSize: electorate.length };
  return [{ type: 'association.ballot.BallotClosed', data: { standardId, closedAt: closesAt, ...turnout, ...tally(countable) } }];
}

function makeVoid(
  { ballotId, reason }: VoidBallot,
  state: BallotState,
  { facts }: DecisionContext<readonly Draft[]>,
): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  if (state.status !== 'OPEN' || (reason === 'TEXT_CHANGED' && !textChanged(state, facts))) return [];
  return voided(state, reason);
}

function evolve(state: BallotState, event: BallotEvent): BallotState {
  switch (event.type) {
    case 'association.ballot.BallotOpened': {
      const { standardId, contentHash, closesAt, electorate } = event.data;
      return { ...initialState, status: 'OPEN', standardId, contentHash, closesAt, electorate };
    }
    case 'association.ballot.VoteCast': {
      const { party } = event.data;
      const votes = voteOf(state, party)
        ? state.votes.map((vote) => (vote.party === party ? event.data : vote))
        : [...state.votes, event.data];
      return { ...state, votes };
    }
    case 'association.ballot.VoteWithdrawn':
      return { ...state, votes: state.votes.filter(({ party }) => party !== event.data.party) };
    case 'association.ballot.BallotClosed':
      return { ...state, status: 'CLOSED' };
    case 'association.ballot.BallotVoided':
      return { ...state, status: 'VOID' };
    default:
      return ignored(state, event);
  }
}

/**
 * Nobody sees a vote while the ballot is open. When it is closed everybody can count again; when it came to nothing
 * only auditors see the votes, so that no draft is submitted just to find out how members would vote.
 */
function disclosedTo({ status }: BallotState, reader: Actor | null): boolean {
  if (status === 'VOID') return reader?.kind === 'AUDITOR';
  return status !== 'OPEN';
}

/** The vote of a committee on one draft: secret while it is open, for everyone to count again when it is closed. */
export const ballot = aggregate<BallotState, BallotEvent>({
  name: 'association.ballot',
  events: ballotEvents,
  initialState,
  evolve,
  disclosedTo,
  decisions: [
    on(OpenBallot, 'ballotId', open, groundOf),
    on(CastVote, 'ballotId', cast, draftsOf),
    on(WithdrawVote, 'ballotId', withdraw, draftsOf),
    on(CloseBallot, 'ballotId', close, draftsOf),
    on(VoidBallot, 'ballotId', makeVoid, draftsOf),
  ],
});
