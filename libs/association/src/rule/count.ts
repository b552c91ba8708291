import { decidedBy } from './built-in.js';
import type { BallotRule, Comparison, CriterionRule, Measure, NumberCriterion, Share, StrippingReason, Voters } from './rule.js';
import {
  type BalanceCriterion,
  type Count,
  type CountedVote,
  type Criterion,
  INTEREST_BALANCE,
  type RollEntry,
  type StrippedVote,
  type Tally,
  VOTES_COUNTED,
} from './tally.js';

/** Everything that a criterion may ask, counted once. */
type Measured = Readonly<Record<Measure, number>>;

const WORDS: Readonly<Record<Comparison, string>> = {
  AT_LEAST: 'at least',
  MORE_THAN: 'more than',
  AT_MOST: 'at most',
  LESS_THAN: 'less than',
};

/**
 * Whether `votes` stand so to the share of `outOf`. Both sides are multiplied out in integers of any length: nothing is rounded.
 * Of nothing, every share is 0.
 */
function standsTo(votes: number, comparison: Comparison, { numerator, denominator }: Share, outOf: number): boolean {
  const have = BigInt(votes) * BigInt(denominator);
  const asked = BigInt(numerator) * BigInt(outOf);
  switch (comparison) {
    case 'AT_LEAST':
      return have >= asked;
    case 'MORE_THAN':
      return have > asked;
    case 'AT_MOST':
      return have <= asked;
    case 'LESS_THAN':
      return have < asked;
  }
}

/** The number that the criterion asks on a roll of this size. */
export const numberFor = ({ numbers }: NumberCriterion, rollSize: number): number =>
  numbers.findLast(({ fromRoll }) => fromRoll <= rollSize)?.number ?? 0;

function strippingReason(leavesOut: BallotRule['leavesOut'], { choice, technicalReason }: CountedVote): StrippingReason | undefined {
  if (choice === 'ABSTAIN') return leavesOut.find((reason) => reason === 'ABSTENTION');
  if (choice !== 'DISAPPROVE' || technicalReason !== null) return undefined;
  return leavesOut.find((reason) => reason === 'NEGATIVE_WITHOUT_TECHNICAL_REASON');
}

const isOf =
  (of: Voters) =>
  ({ kind }: { readonly kind: RollEntry['kind'] }): boolean =>
    of === 'ALL' || kind === 'P_MEMBER';

function measure(roll: readonly RollEntry[], returned: readonly CountedVote[], counted: readonly CountedVote[]): Measured {
  const having = (choice: CountedVote['choice']) => counted.filter((vote) => vote.choice === choice);
  const inFavour = having('APPROVE');
  const against = having('DISAPPROVE').length;
  return {
    IN_FAVOUR: inFavour.length,
    AGAINST: against,
    ABSTAINED: having('ABSTAIN').length,
    COUNTED: counted.length,
    DECIDED: inFavour.length + against,
    RETURNED: returned.length,
    ROLL: roll.length,
    WITH_EXPERTS: inFavour.filter(({ experts }) => experts > 0).length,
    EXPERTS: inFavour.reduce((sum, { experts }) => sum + experts, 0),
  };
}

function judge(rule: CriterionRule, measured: Readonly<Record<Voters, Measured>>): Criterion {
  const { name, of, comparison } = rule;
  const numbers = measured[of];
  const votes = numbers[rule.votes];
  if (rule.kind === 'SHARE') {
    const { share } = rule;
    const outOf = numbers[rule.outOf];
    const threshold = `${WORDS[comparison]} ${share.numerator}/${share.denominator}`;
    return { name, of, votes, outOf, threshold, met: standsTo(votes, comparison, share, outOf) };
  }
  const number = numberFor(rule, numbers.ROLL);
  const met = standsTo(votes, comparison, { numerator: number, denominator: 1 }, 1);
  return { name, of, votes, outOf: numbers.ROLL, threshold: `${WORDS[comparison]} ${number}`, met };
}

const compareInterests = (a: string | null, b: string | null): number => {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
};

/** How large each interest category is on the roll, beside what it may be: known before anybody votes. */
export function balanceOf(limit: Share, roll: readonly RollEntry[]): readonly BalanceCriterion[] {
  const sizes = new Map<string | null, number>();
  for (const { interest } of roll) sizes.set(interest, (sizes.get(interest) ?? 0) + 1);
  return [...sizes]
    .sort(([a], [b]) => compareInterests(a, b))
    .map(([interest, votes]) => ({
      name: INTEREST_BALANCE,
      of: 'ALL',
      interest,
      votes,
      outOf: roll.length,
      threshold: `${WORDS.AT_MOST} ${limit.numerator}/${limit.denominator}`,
      met: standsTo(votes, 'AT_MOST', limit, roll.length),
    }));
}

const countOf = ({ IN_FAVOUR, AGAINST, ABSTAINED }: Measured): Count => ({
  inFavour: IN_FAVOUR,
  against: AGAINST,
  abstained: ABSTAINED,
});

/**
 * The result of a ballot, in integers alone. First the votes are put aside that the rule leaves out; the rest is counted. The ballot
 * is approved when a vote in favour or against is counted at all, every criterion is met, the quorum is reached, and no interest
 * category is too large.
 * @param roll all who might vote
 * @param votes one for each of them at most
 */
export function count(rule: BallotRule, roll: readonly RollEntry[], votes: readonly CountedVote[]): Tally {
  const counted: CountedVote[] = [];
  const stripped: StrippedVote[] = [];
  for (const vote of votes) {
    const reason = strippingReason(rule.leavesOut, vote);
    if (reason) stripped.push({ voter: vote.voter, choice: vote.choice, reason });
    else counted.push(vote);
  }
  stripped.sort((a, b) => (a.voter < b.voter ? -1 : 1));
  const of = (voters: Voters) => measure(roll.filter(isOf(voters)), votes.filter(isOf(voters)), counted.filter(isOf(voters)));
  const measured = { ALL: of('ALL'), P_MEMBERS: of('P_MEMBERS') };
  const { DECIDED, RETURNED } = measured[decidedBy(rule)];
  const criteria: readonly Criterion[] = [
    { name: VOTES_COUNTED, of: decidedBy(rule), votes: DECIDED, outOf: RETURNED, threshold: 'at least 1', met: DECIDED > 0 },
    ...rule.criteria.map((criterion) => judge(criterion, measured)),
  ];
  const quorum = rule.quorum ? judge(rule.quorum, measured) : null;
  const balance = rule.balance ? balanceOf(rule.balance, roll) : null;
  return {
    pMembers: countOf(measured.P_MEMBERS),
    all: countOf(measured.ALL),
    stripped,
    criteria,
    quorum,
    balance,
    approved: [...criteria, ...(quorum ? [quorum] : []), ...(balance ?? [])].every(({ met }) => met),
  };
}
