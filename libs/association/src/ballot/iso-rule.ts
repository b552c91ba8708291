import type { MemberKind } from '../committee/committee.events.js';

/** The rule for the vote on an enquiry draft; its criteria are those for a final draft, too (2.7.3). */
export const ISO_RULE = { name: 'ISO_IEC_DIS', source: 'ISO/IEC Directives, Part 1, 2.6.3' } as const;

export const CHOICES = ['APPROVE', 'DISAPPROVE', 'ABSTAIN'] as const;
export type Choice = (typeof CHOICES)[number];

/** What the rule asks of a vote. */
export interface CountedVote {
  readonly party: string;
  readonly kind: MemberKind;
  readonly choice: Choice;
  /** Why the text cannot stand; without one a negative vote is not counted. */
  readonly technicalReason: string | null;
}

export const STRIPPING_REASONS = ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'] as const;
export type StrippingReason = (typeof STRIPPING_REASONS)[number];

/** A vote that was cast and is not counted. */
export interface StrippedVote {
  readonly party: string;
  readonly choice: Choice;
  readonly reason: StrippingReason;
}

/** Counted votes. */
export interface Count {
  readonly inFavour: number;
  readonly against: number;
}

export const CRITERIA = ['VOTES_COUNTED', 'P_MEMBERS_IN_FAVOUR', 'ALL_NEGATIVE'] as const;

/** One condition of approval, with the numbers that decide it. */
export interface Criterion {
  readonly name: (typeof CRITERIA)[number];
  readonly votes: number;
  readonly outOf: number;
  /** What is asked of `votes`, in words: `at least 2/3`. */
  readonly threshold: string;
  readonly met: boolean;
}

/** The whole result; anybody can compute it again from the votes. */
export interface Tally {
  readonly pMembers: Count;
  readonly all: Count;
  /** In the order of the parties' ids. */
  readonly stripped: readonly StrippedVote[];
  readonly criteria: readonly Criterion[];
  readonly approved: boolean;
}

const strippingReason = ({ choice, technicalReason }: CountedVote): StrippingReason | undefined => {
  if (choice === 'ABSTAIN') return 'ABSTENTION';
  return choice === 'DISAPPROVE' && technicalReason === null ? 'NEGATIVE_WITHOUT_TECHNICAL_REASON' : undefined;
};

const count = (votes: readonly CountedVote[]): Count => {
  const inFavour = votes.filter(({ choice }) => choice === 'APPROVE').length;
  return { inFavour, against: votes.length - inFavour };
};

/**
 * Approved if two thirds of the votes cast by P-members are in favour and at most one quarter of all votes cast
 * are negative, abstentions and negative votes without a technical reason left out (ISO/IEC Directives, Part 1,
 * 2.6.3). Reckoned in integers: exactly 2/3 and exactly 1/4 pass. A ballot without a countable vote is not approved.
 * @param votes one for each party at most
 */
export function tally(votes: readonly CountedVote[]): Tally {
  const stripped = votes
    .flatMap((vote) => {
      const reason = strippingReason(vote);
      return reason ? [{ party: vote.party, choice: vote.choice, reason }] : [];
    })
    .sort((a, b) => (a.party < b.party ? -1 : 1));
  const counted = votes.filter((vote) => strippingReason(vote) === undefined);
  const pMembers = count(counted.filter(({ kind }) => kind === 'P_MEMBER'));
  const all = count(counted);
  const ofPMembers = pMembers.inFavour + pMembers.against;
  const criteria: readonly Criterion[] = [
    { name: 'VOTES_COUNTED', votes: counted.length, outOf: votes.length, threshold: 'at least 1', met: counted.length > 0 },
    {
      name: 'P_MEMBERS_IN_FAVOUR',
      votes: pMembers.inFavour,
      outOf: ofPMembers,
      threshold: 'at least 2/3',
      met: 3 * pMembers.inFavour >= 2 * ofPMembers,
    },
    { name: 'ALL_NEGATIVE', votes: all.against, outOf: counted.length, threshold: 'at most 1/4', met: 4 * all.against <= counted.length },
  ];
  return { pMembers, all, stripped, criteria, approved: criteria.every(({ met }) => met) };
}
