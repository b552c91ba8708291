import fc from 'fast-check';
import { BUILT_IN_RULES, type BuiltInRule } from './built-in.js';
import { count } from './count.js';
import type { BallotRule, Comparison, CriterionRule, Measure } from './rule.js';
import type { CountedVote } from './tally.js';
import { anyRule, type Held, held } from './testing/arbitraries.js';

/** How a/b stands to c/d, by their continued fractions: whole parts first, then the reciprocals of what is left. Nothing over nothing is 0. */
function compareFractions(a: number, b: number, c: number, d: number): number {
  const wholes = Math.floor(a / b) - Math.floor(c / d);
  if (wholes !== 0) return wholes;
  const [left, right] = [a % b, c % d];
  if (left === 0 || right === 0) return left - right;
  return compareFractions(d, right, b, left);
}

const holds: Readonly<Record<Comparison, (order: number) => boolean>> = {
  AT_LEAST: (order) => order >= 0,
  MORE_THAN: (order) => order > 0,
  AT_MOST: (order) => order <= 0,
  LESS_THAN: (order) => order < 0,
};

/** The rules written once more, naively: each vote is looked at anew for each question. */
function oracle(rule: BallotRule, { roll, votes }: Held): boolean {
  const isOut = ({ choice, technicalReason }: CountedVote) =>
    (choice === 'ABSTAIN' && rule.leavesOut.includes('ABSTENTION')) ||
    (choice === 'DISAPPROVE' && technicalReason === null && rule.leavesOut.includes('NEGATIVE_WITHOUT_TECHNICAL_REASON'));
  const number = (of: string, measure: Measure): number => {
    if (measure === 'ROLL') return roll.filter(({ kind }) => of === 'ALL' || kind === 'P_MEMBER').length;
    let total = 0;
    for (const vote of votes) {
      if (of === 'P_MEMBERS' && vote.kind === 'O_MEMBER') continue;
      if (measure === 'RETURNED') total += 1;
      if (isOut(vote)) continue;
      if (measure === 'COUNTED') total += 1;
      if (measure === 'ABSTAINED' && vote.choice === 'ABSTAIN') total += 1;
      if (measure === 'AGAINST' && vote.choice === 'DISAPPROVE') total += 1;
      if (measure === 'DECIDED' && vote.choice !== 'ABSTAIN') total += 1;
      if (vote.choice !== 'APPROVE') continue;
      if (measure === 'IN_FAVOUR') total += 1;
      if (measure === 'WITH_EXPERTS' && vote.experts >= 1) total += 1;
      if (measure === 'EXPERTS') total += vote.experts;
    }
    return total;
  };
  const isMet = (criterion: CriterionRule): boolean => {
    const votes = number(criterion.of, criterion.votes);
    if (criterion.kind === 'NUMBER') {
      const size = number(criterion.of, 'ROLL');
      const [asked] = criterion.numbers.filter(({ fromRoll }) => fromRoll <= size).reverse();
      return holds[criterion.comparison](votes - asked!.number);
    }
    const whole = number(criterion.of, criterion.outOf);
    const { numerator, denominator } = criterion.share;
    // Of nothing the share is 0 whatever is asked, so that the number itself is compared with 0.
    return holds[criterion.comparison](whole === 0 ? votes : compareFractions(votes, whole, numerator, denominator));
  };
  const decisive = rule.criteria.every(({ of }) => of === 'P_MEMBERS') ? 'P_MEMBERS' : 'ALL';
  const categories = [...new Set(roll.map(({ interest }) => interest))];
  return (
    number(decisive, 'DECIDED') >= 1 &&
    rule.criteria.every(isMet) &&
    (rule.quorum === null || isMet(rule.quorum)) &&
    categories.every((category) => {
      if (rule.balance === null) return true;
      const size = roll.filter(({ interest }) => interest === category).length;
      return compareFractions(size, roll.length, rule.balance.numerator, rule.balance.denominator) <= 0;
    })
  );
}

const builtIn = (...names: readonly BuiltInRule[]) => fc.constantFrom(...names.map((name) => BUILT_IN_RULES[name]));
const MANY = { numRuns: 1_000 };

describe('Whatever is cast', () => {
  it('any rule gives what a naive reading of it gives', () => {
    const rules = fc.oneof(anyRule, fc.constantFrom(...Object.values(BUILT_IN_RULES)));
    fc.assert(
      fc.property(rules, held, (rule, ballot) => expect(count(rule, ballot.roll, ballot.votes).approved).toBe(oracle(rule, ballot))),
      MANY,
    );
  });

  it('an enquiry draft is approved exactly when the integers of the directive say so', () => {
    fc.assert(
      fc.property(held, ({ roll, votes }) => {
        const { pMembers, all, approved } = count(BUILT_IN_RULES.ISO_IEC_DIS, roll, votes);
        const byDirective =
          3 * pMembers.inFavour >= 2 * (pMembers.inFavour + pMembers.against) && 4 * all.against <= all.inFavour + all.against;
        expect(approved).toBe(byDirective && all.inFavour + all.against > 0);
      }),
    );
  });

  it('a ballot of IEEE SA is approved exactly when its percentages are reached', () => {
    fc.assert(
      fc.property(held, ({ roll, votes }) => {
        const { all, approved, balance } = count(BUILT_IN_RULES.IEEE_SA, roll, votes);
        const inPercent =
          100 * votes.length >= 75 * roll.length &&
          100 * all.inFavour >= 75 * (all.inFavour + all.against) &&
          100 * all.abstained < 30 * votes.length;
        const balanced = balance?.every(({ votes }) => 3 * votes <= roll.length);
        expect(approved).toBe(inPercent && balanced && all.inFavour > 0);
      }),
      MANY,
    );
  });

  it('the order of the votes and of the roll does not matter', () => {
    const twoOrders = held.chain((ballot) =>
      fc.tuple(
        fc.constant(ballot),
        fc.record({
          roll: fc.shuffledSubarray([...ballot.roll], { minLength: ballot.roll.length }),
          votes: fc.shuffledSubarray([...ballot.votes], { minLength: ballot.votes.length }),
        }),
      ),
    );
    fc.assert(
      fc.property(anyRule, twoOrders, (rule, [one, other]) =>
        expect(count(rule, other.roll, other.votes)).toEqual(count(rule, one.roll, one.votes)),
      ),
    );
  });

  it('every vote is counted or left out, and those that are left out do not change the result', () => {
    fc.assert(
      fc.property(anyRule, held, (rule, { roll, votes }) => {
        const { all, stripped } = count(rule, roll, votes);
        expect(all.inFavour + all.against + all.abstained + stripped.length).toBe(votes.length);
      }),
    );
    fc.assert(
      fc.property(
        builtIn('ISO_IEC_NP', 'ISO_IEC_CD', 'ISO_IEC_DIS', 'SIMPLE_MAJORITY', 'TWO_THIRDS', 'UNANIMITY', 'CONSENSUS'),
        held,
        (rule, { roll, votes }) => {
          const { stripped, approved } = count(rule, roll, votes);
          const away = new Set(stripped.map(({ voter }) => voter));
          expect(
            count(
              rule,
              roll,
              votes.filter(({ voter }) => !away.has(voter)),
            ).approved,
          ).toBe(approved);
        },
      ),
    );
  });

  const TOWARDS_APPROVAL = builtIn(
    'ISO_IEC_NP',
    'ISO_IEC_CD',
    'ISO_IEC_DIS',
    'ISO_IEC_FDIS',
    'SIMPLE_MAJORITY',
    'TWO_THIRDS',
    'UNANIMITY',
    'CONSENSUS',
  );

  it('one more vote in favour never undoes an approval', () => {
    fc.assert(
      fc.property(TOWARDS_APPROVAL, held, fc.nat(), (rule, { roll, votes }, seed) => {
        const silent = roll.filter(({ party }) => !votes.some(({ voter }) => voter === party));
        const one = silent[seed % Math.max(1, silent.length)];
        const more: readonly CountedVote[] = one
          ? [{ voter: one.party, kind: one.kind, interest: one.interest, choice: 'APPROVE', technicalReason: null, experts: 0 }]
          : [];
        return !count(rule, roll, votes).approved || count(rule, roll, [...votes, ...more]).approved;
      }),
      MANY,
    );
  });

  it('turning a negative vote into a positive one never undoes an approval', () => {
    fc.assert(
      fc.property(fc.oneof(TOWARDS_APPROVAL, builtIn('IEEE_SA')), held, fc.nat(), (rule, { roll, votes }, seed) => {
        const negatives = votes.filter(({ choice }) => choice === 'DISAPPROVE');
        const turned = negatives[seed % Math.max(1, negatives.length)];
        const after = votes.map((each) => (each === turned ? { ...each, choice: 'APPROVE' as const } : each));
        return !count(rule, roll, votes).approved || count(rule, roll, after).approved;
      }),
      MANY,
    );
  });

  it('it is approved exactly when everything that the result shows is met', () => {
    fc.assert(
      fc.property(anyRule, held, (rule, { roll, votes }) => {
        const { criteria, quorum, balance, approved } = count(rule, roll, votes);
        expect(approved).toBe([...criteria, ...(quorum ? [quorum] : []), ...(balance ?? [])].every(({ met }) => met));
      }),
    );
  });
});
