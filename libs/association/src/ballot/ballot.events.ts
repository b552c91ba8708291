import type { DomainEvent, Duration, EventCatalogue, Instant } from '@concord/kernel';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import type { BallotRule } from '../rule/rule.js';
import type { Count, RollEntry, Tally } from '../rule/tally.js';
import type { Stage } from '../standard/standard.events.js';
import type { CarriedVote, PublishedVote, Vote, VoteContent } from './vote.js';

/**
 * What others learn of a vote. `OPEN`: name and choice, as it is cast. `SEALED`: nothing until the close, then name and choice.
 * `SECRET`: nothing until the close, then the choices without the names.
 */
export const SECRECIES = ['OPEN', 'SEALED', 'SECRET'] as const;
export type Secrecy = (typeof SECRECIES)[number];

/** Why a ballot came to nothing. `KEY_LOST`: the key that its votes were sealed with is no more. */
export const VOID_REASONS = ['TEXT_CHANGED', 'ANOTHER_BALLOT_OPEN', 'KEY_LOST'] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

/** A ballot that is held again on a changed text (IEEE SA: recirculation). Votes carry over from the ballot before. */
export interface Recirculation {
  readonly of: string;
  /** The places, by eId, at which the text is another one. */
  readonly changed: readonly string[];
  /** The parties whose negative votes stand, and whose objections are thus not resolved. */
  readonly unresolved: readonly string[];
  /** The votes that stand unless they are cast anew. They were published when the ballot before closed. */
  readonly carried: readonly CarriedVote[];
}

/** A result as it is published: a secret ballot whose rule does not ask for kinds of members does not say what they voted. */
export type PublishedTally = Omit<Tally, 'pMembers'> & { readonly pMembers: Count | null };

/* The names of the types below are stored for ever. */
export type BallotOpened = DomainEvent<
  'association.ballot.BallotOpened',
  {
    readonly association: string;
    readonly committeeId: string;
    readonly standardId: string;
    /** Where the standard stood, and where an approval brings it. */
    readonly stage: Stage;
    readonly proposes: Stage;
    readonly draftVersion: number;
    /** The text that is voted on: another one voids the ballot. */
    readonly contentHash: string;
    readonly rule: BallotRule;
    readonly secrecy: Secrecy;
    /** Whether everybody sees how many have voted while it is open. */
    readonly showsTurnout: boolean;
    /** The members of the committee at this moment, in the order of their ids. */
    readonly electorate: readonly RollEntry[];
    readonly openedAt: Instant;
    /** From this instant on no vote is accepted. */
    readonly closesAt: Instant;
    /** How long before the close those who have not voted are reminded, and when that is. */
    readonly remindBefore: readonly Duration[];
    readonly remindAt: readonly Instant[];
    readonly recirculation: Recirculation | null;
  }
>;
/** Cast, or changed: the last one of a party counts. */
export type VoteCast = DomainEvent<'association.ballot.VoteCast', Vote>;
export type VoteWithdrawn = DomainEvent<'association.ballot.VoteWithdrawn', { readonly party: string; readonly withdrawnBy: string }>;
export type VotersReminded = DomainEvent<
  'association.ballot.VotersReminded',
  { readonly standardId: string; readonly closesAt: Instant; readonly remindedAt: Instant }
>;
/** It had no quorum when it would have closed, and its rule keeps it open. */
export type BallotExtended = DomainEvent<
  'association.ballot.BallotExtended',
  {
    readonly from: Instant;
    readonly closesAt: Instant;
    readonly extension: number;
    readonly rule: string;
    readonly remindAt: readonly Instant[];
  }
>;
export type VotePublished = DomainEvent<'association.ballot.VotePublished', PublishedVote>;
export type BallotClosed = DomainEvent<
  'association.ballot.BallotClosed',
  PublishedTally & {
    readonly standardId: string;
    readonly closedAt: Instant;
    readonly votesCast: number;
    readonly rollSize: number;
    /** What opens the sealed votes, in base64url; null where they were not sealed, and in a secret ballot. */
    readonly key: string | null;
  }
>;
/** An objection was resolved after the close (IEEE SA): the negative vote counts as one in favour from now on. */
export type NegativeTurned = DomainEvent<
  'association.ballot.NegativeTurned',
  { readonly party: string; readonly turnedAt: Instant; readonly reason: string | null }
>;
/** What the result is after negative votes have turned. */
export type ResultRevised = DomainEvent<'association.ballot.ResultRevised', PublishedTally & { readonly standardId: string }>;
export type BallotVoided = DomainEvent<'association.ballot.BallotVoided', { readonly standardId: string; readonly reason: VoidReason }>;
/** The key of the ballot is no more: nobody can ever open what was not published. */
export type KeyDestroyed = DomainEvent<'association.ballot.KeyDestroyed', { readonly destroyedAt: Instant }>;

export type BallotEvent =
  | BallotOpened
  | VoteCast
  | VoteWithdrawn
  | VotersReminded
  | BallotExtended
  | VotePublished
  | BallotClosed
  | NegativeTurned
  | ResultRevised
  | BallotVoided
  | KeyDestroyed;

interface OpenedV1 {
  readonly electorate: readonly Omit<RollEntry, 'interest'>[];
}
interface CastV1 extends Pick<VoteContent, 'choice' | 'technicalReason' | 'comment'> {
  readonly party: string;
}
interface CountV1 {
  readonly inFavour: number;
  readonly against: number;
}
interface ClosedV1 {
  readonly votesCast: number;
  readonly pMembers: CountV1;
  readonly all: CountV1;
  readonly stripped: readonly { readonly party: string; readonly choice: string; readonly reason: string }[];
  readonly criteria: readonly { readonly name: string }[];
}

/** Before rules were data there was one, and a ballot was on an enquiry draft, whose approval published it. */
const openedV2 = (data: OpenedV1): object => ({
  ...data,
  stage: 'DIS',
  proposes: 'PUBLISHED',
  rule: BUILT_IN_RULES.ISO_IEC_DIS,
  secrecy: 'SEALED',
  showsTurnout: true,
  electorate: data.electorate.map((entry) => ({ ...entry, interest: null })),
  remindBefore: [],
  remindAt: [],
  recirculation: null,
});

const castV2 = ({ party, choice, technicalReason, comment }: CastV1): Vote => ({
  party,
  castBy: party,
  content: { choice: choice, technicalReason, comment, experts: [], clauses: [], mark: null },
  sealed: null,
});

/** It did not say of whom an abstention was; of P-members, how many abstained cannot be known from the event. */
const closedV2 = ({ stripped, pMembers, all, criteria, ...data }: ClosedV1): object => ({
  ...data,
  pMembers: { ...pMembers, abstained: null },
  all: { ...all, abstained: stripped.filter(({ choice }) => choice === 'ABSTAIN').length },
  stripped: stripped.map(({ party, ...rest }) => ({ voter: party, ...rest })),
  criteria: criteria.map((criterion) => ({ ...criterion, of: criterion.name === 'P_MEMBERS_IN_FAVOUR' ? 'P_MEMBERS' : 'ALL' })),
  quorum: null,
  balance: null,
  key: null,
});

export const ballotEvents: EventCatalogue<BallotEvent> = {
  'association.ballot.BallotOpened': { phase: 'BEFORE', version: 2, upcasts: { 1: openedV2 } },
  'association.ballot.VoteCast': { phase: 'BEFORE', version: 2, upcasts: { 1: castV2 } },
  'association.ballot.VoteWithdrawn': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: ({ party }: { readonly party: string }) => ({ party, withdrawnBy: party }) },
  },
  'association.ballot.VotersReminded': { phase: 'BEFORE', version: 1 },
  'association.ballot.BallotExtended': { phase: 'BEFORE', version: 1 },
  'association.ballot.VotePublished': { phase: 'BEFORE', version: 1 },
  'association.ballot.BallotClosed': { phase: 'BEFORE', version: 2, upcasts: { 1: closedV2 } },
  'association.ballot.NegativeTurned': { phase: 'BEFORE', version: 1 },
  'association.ballot.ResultRevised': { phase: 'BEFORE', version: 1 },
  'association.ballot.BallotVoided': { phase: 'BEFORE', version: 1 },
  'association.ballot.KeyDestroyed': { phase: 'BEFORE', version: 1 },
};
