import { type Duration, type Instant, ignored } from '@concord/kernel';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import type { BallotRule } from '../rule/rule.js';
import type { RollEntry } from '../rule/tally.js';
import type { Stage } from '../standard/standard.events.js';
import type { BallotEvent, BallotOpened, PublishedTally, Recirculation, Secrecy } from './ballot.events.js';
import type { PublishedVote, Vote } from './vote.js';

export const BALLOT_STATUSES = ['OPEN', 'CLOSED', 'VOID'] as const;
export type BallotStatus = (typeof BALLOT_STATUSES)[number];

export interface BallotState {
  readonly status: BallotStatus | 'UNKNOWN';
  readonly association: string;
  readonly committeeId: string;
  readonly standardId: string;
  readonly stage: Stage;
  readonly proposes: Stage;
  readonly draftVersion: number;
  /** The text that is voted on. */
  readonly contentHash: string;
  readonly rule: BallotRule;
  readonly secrecy: Secrecy;
  readonly closesAt: Instant;
  /** How long before the close voters are reminded. */
  readonly remindBefore: readonly Duration[];
  /** How often it was extended. */
  readonly extensions: number;
  /** The last instant at which voters were reminded. */
  readonly remindedAt: Instant | null;
  /** Who may vote, and what their votes count for. */
  readonly electorate: readonly RollEntry[];
  readonly recirculation: Recirculation | null;
  /** The last vote of each party, in the order of the first ones. */
  readonly votes: readonly Vote[];
  /** The votes as published at the close. */
  readonly published: readonly PublishedVote[];
  /** Whose negative votes have turned since. */
  readonly turned: readonly string[];
  readonly result: PublishedTally | null;
  readonly keyDestroyed: boolean;
}

export const initialState: BallotState = {
  status: 'UNKNOWN',
  association: '',
  committeeId: '',
  standardId: '',
  stage: 'DIS',
  proposes: 'PUBLISHED',
  draftVersion: 0,
  contentHash: '',
  rule: BUILT_IN_RULES.ISO_IEC_DIS,
  secrecy: 'SEALED',
  closesAt: '' as Instant,
  remindBefore: [],
  extensions: 0,
  remindedAt: null,
  electorate: [],
  recirculation: null,
  votes: [],
  published: [],
  turned: [],
  result: null,
  keyDestroyed: false,
};

export const voteOf = ({ votes }: Pick<BallotState, 'votes'>, party: string): Vote | undefined =>
  votes.find((vote) => vote.party === party);

function opened({ data }: BallotOpened): BallotState {
  const { association, committeeId, standardId, stage, proposes, draftVersion, contentHash, rule, secrecy, closesAt, remindBefore } = data;
  const { electorate, recirculation } = data;
  const votes = (recirculation?.carried ?? []).map((vote) => ({ ...vote, sealed: null }));
  return {
    ...initialState,
    status: 'OPEN',
    ...{ association, committeeId, standardId, stage, proposes, draftVersion, contentHash, rule, secrecy, closesAt, remindBefore },
    ...{ electorate, recirculation, votes },
  };
}

function withVote(state: BallotState, vote: Vote): BallotState {
  const votes = voteOf(state, vote.party)
    ? state.votes.map((before) => (before.party === vote.party ? vote : before))
    : [...state.votes, vote];
  return { ...state, votes };
}

/** The tally alone, of an event that holds more. */
export const tallyIn = ({ pMembers, all, stripped, criteria, quorum, balance, approved }: PublishedTally): PublishedTally => ({
  pMembers,
  all,
  stripped,
  criteria,
  quorum,
  balance,
  approved,
});

export function evolve(state: BallotState, event: BallotEvent): BallotState {
  switch (event.type) {
    case 'association.ballot.BallotOpened':
      return opened(event);
    case 'association.ballot.VoteCast':
      return withVote(state, event.data);
    case 'association.ballot.VoteWithdrawn':
      return { ...state, votes: state.votes.filter(({ party }) => party !== event.data.party) };
    case 'association.ballot.VotersReminded':
      return { ...state, remindedAt: event.data.remindedAt };
    case 'association.ballot.BallotExtended':
      return { ...state, closesAt: event.data.closesAt, extensions: event.data.extension };
    case 'association.ballot.VotePublished':
      return { ...state, published: [...state.published, event.data] };
    case 'association.ballot.BallotClosed':
      return { ...state, status: 'CLOSED', result: tallyIn(event.data) };
    case 'association.ballot.NegativeTurned':
      return { ...state, turned: [...state.turned, event.data.party] };
    case 'association.ballot.ResultRevised':
      return { ...state, result: tallyIn(event.data) };
    case 'association.ballot.BallotVoided':
      return { ...state, status: 'VOID' };
    case 'association.ballot.KeyDestroyed':
      return { ...state, keyDestroyed: true };
    default:
      return ignored(state, event);
  }
}
