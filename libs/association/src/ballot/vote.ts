import type { Choice } from '../rule/rule.js';

/** What a party votes, and what it says with it. */
export interface VoteContent {
  readonly choice: Choice;
  /** DISAPPROVE: why the text cannot stand. */
  readonly technicalReason: string | null;
  readonly comment: string | null;
  /** APPROVE on a new work item: those who will work on it. */
  readonly experts: readonly string[];
  /** DISAPPROVE in a recirculation: the places in the text, by eId, that it is about. */
  readonly clauses: readonly string[];
  /** A word of the voter's own, published with the vote: no two voters can be shown one line as theirs. */
  readonly mark: string | null;
}

/** The vote of a party as the log holds it. */
export interface Vote {
  readonly party: string;
  /** Who cast it: the party itself, or the member to which it delegated its vote. */
  readonly castBy: string;
  /** What it says; null while it is sealed. */
  readonly content: VoteContent | null;
  /** What it says, as ciphertext; null in an open ballot. */
  readonly sealed: string | null;
}

/** A vote of the ballot before, which stands in a recirculation unless it is cast anew. */
export interface CarriedVote extends Pick<Vote, 'party' | 'castBy'> {
  readonly content: VoteContent;
}

/** A vote as it is published at the close. */
export interface PublishedVote {
  /** With which the voter finds it. */
  readonly receipt: string;
  /** Who cast it; null in a secret ballot. */
  readonly party: string | null;
  /** Null in a secret ballot whose rule does not ask for it. */
  readonly kind: 'P_MEMBER' | 'O_MEMBER' | null;
  readonly content: VoteContent;
}

export const isSameVote = (a: VoteContent, b: VoteContent): boolean =>
  a.choice === b.choice &&
  a.technicalReason === b.technicalReason &&
  a.comment === b.comment &&
  a.mark === b.mark &&
  isSameList(a.experts, b.experts) &&
  isSameList(a.clauses, b.clauses);

const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);
