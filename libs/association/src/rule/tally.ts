import type { MemberKind } from '../committee/committee.events.js';
import type { Choice, StrippingReason, Voters } from './rule.js';

/** One of those who may vote, as the roll has it that was fixed when the ballot was opened. */
export interface RollEntry {
  readonly party: string;
  readonly kind: MemberKind;
  /** The interest category; null where the member has named none. */
  readonly interest: string | null;
}

/** What a rule asks of a vote. */
export interface CountedVote {
  /** The party; in a secret ballot, the receipt of its vote. */
  readonly voter: string;
  readonly kind: MemberKind;
  readonly interest: string | null;
  readonly choice: Choice;
  /** Why the text cannot stand. */
  readonly technicalReason: string | null;
  /** How many experts the voter will send if the work is taken up. They count with a vote in favour alone. */
  readonly experts: number;
}

/** A vote that was cast and is not counted. */
export interface StrippedVote {
  readonly voter: string;
  readonly choice: Choice;
  readonly reason: StrippingReason;
}

/** Counted votes. */
export interface Count {
  readonly inFavour: number;
  readonly against: number;
  readonly abstained: number;
}

/** The criterion that every rule has without saying so: one vote in favour or against is counted. */
export const VOTES_COUNTED = 'VOTES_COUNTED';

/** The criterion into which the limit of interest categories turns, once for each of them. */
export const INTEREST_BALANCE = 'INTEREST_BALANCE';

/** One condition of approval, with the numbers that decide it. */
export interface Criterion {
  readonly name: string;
  readonly of: Voters;
  readonly votes: number;
  /** That of which `votes` are a share; where a number is asked, those on the roll, or of VOTES_COUNTED the votes that were cast. */
  readonly outOf: number;
  /** What is asked of `votes`, in words: `at least 2/3`, `at most 0`. */
  readonly threshold: string;
  readonly met: boolean;
}

/** That an interest category is not too large a part of the roll. */
export interface BalanceCriterion extends Criterion {
  /** The category; null are those who have named none, who are taken as one. */
  readonly interest: string | null;
}

/** The whole result; anybody can compute it again from the rule, the roll and the votes. */
export interface Tally {
  readonly pMembers: Count;
  readonly all: Count;
  /** In the order of the voters. */
  readonly stripped: readonly StrippedVote[];
  /** VOTES_COUNTED, and then those of the rule in their order. */
  readonly criteria: readonly Criterion[];
  /** Null where any turnout does. */
  readonly quorum: Criterion | null;
  /** In the order of the categories; null where the rule has no limit for them. */
  readonly balance: readonly BalanceCriterion[] | null;
  readonly approved: boolean;
}
