import type { Duration } from '@concord/kernel';

export const CHOICES = ['APPROVE', 'DISAPPROVE', 'ABSTAIN'] as const;
export type Choice = (typeof CHOICES)[number];

/** Whose votes a criterion is about: those of all on the roll, or of the P-members among them. */
export const VOTERS = ['ALL', 'P_MEMBERS'] as const;
export type Voters = (typeof VOTERS)[number];

/**
 * What a criterion counts. `COUNTED` are the votes that were cast less those that the rule leaves out, `DECIDED` those of them
 * that are in favour or against, `RETURNED` all votes that were cast, `ROLL` those who might vote. `WITH_EXPERTS` are the votes in
 * favour that name at least one expert, `EXPERTS` the experts that they name.
 */
export const MEASURES = [
  'IN_FAVOUR',
  'AGAINST',
  'ABSTAINED',
  'COUNTED',
  'DECIDED',
  'RETURNED',
  'ROLL',
  'WITH_EXPERTS',
  'EXPERTS',
] as const;
export type Measure = (typeof MEASURES)[number];

export const COMPARISONS = ['AT_LEAST', 'MORE_THAN', 'AT_MOST', 'LESS_THAN'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A share in whole numbers: two thirds is 2 of 3. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** A condition on a share: at least two thirds of the decided votes of P-members are in favour. */
export interface ShareCriterion {
  readonly kind: 'SHARE';
  /** A word of the rule: `P_MEMBERS_IN_FAVOUR`. */
  readonly name: string;
  readonly of: Voters;
  readonly votes: Measure;
  readonly comparison: Comparison;
  readonly share: Share;
  readonly outOf: Measure;
}

/** A condition on a number, which may grow with the roll: at least 4 experts, and 5 from 17 P-members on. */
export interface NumberCriterion {
  readonly kind: 'NUMBER';
  readonly name: string;
  readonly of: Voters;
  readonly votes: Measure;
  readonly comparison: Comparison;
  /** The number for rolls of `fromRoll` voters (of `of`) on; the first begins at 0, and each begins later than the one before. */
  readonly numbers: readonly { readonly fromRoll: number; readonly number: number }[];
}

export type CriterionRule = ShareCriterion | NumberCriterion;

export const STRIPPING_REASONS = ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'] as const;
export type StrippingReason = (typeof STRIPPING_REASONS)[number];

/** How votes become a result: data, which a ballot keeps from its opening to the end. */
export interface BallotRule {
  /** `ISO_IEC_DIS`, or the name of one's own. */
  readonly name: string;
  /** Where the rule stands. */
  readonly source: string;
  /** Votes that are left out before anything is counted; they stay on record with this reason. */
  readonly leavesOut: readonly StrippingReason[];
  /** What makes the ballot count at all; null where any turnout does. */
  readonly quorum: CriterionRule | null;
  /** All of them must be met. */
  readonly criteria: readonly CriterionRule[];
  /** No interest category may be a larger share of the electorate; null where there is no such limit. */
  readonly balance: Share | null;
  /** A ballot that has no quorum when it would close stays open for this long, so many times; null: it closes. */
  readonly extension: { readonly by: Duration; readonly times: number } | null;
  /** Whether a negative vote may turn into one in favour after the ballot has closed (IEEE SA). */
  readonly negativesMayTurn: boolean;
  /** For how long after the close its result may be appealed. */
  readonly appealTerm: Duration;
}
