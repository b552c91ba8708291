import { numberFor } from './count.js';
import type { Comparison, CriterionRule, Measure, NumberCriterion, Share, ShareCriterion } from './rule.js';
import type { RollEntry } from './tally.js';

/** What holds directly more than a measure: of the votes in favour, those that were decided. Experts are people, not votes. */
const WITHIN: Readonly<Partial<Record<Measure, Measure>>> = {
  WITH_EXPERTS: 'IN_FAVOUR',
  IN_FAVOUR: 'DECIDED',
  AGAINST: 'DECIDED',
  DECIDED: 'COUNTED',
  ABSTAINED: 'COUNTED',
  COUNTED: 'RETURNED',
  RETURNED: 'ROLL',
};

/** Whether the one is always a part of the other, or the whole of it. */
function isWithin(part: Measure, whole: Measure): boolean {
  for (let at: Measure | undefined = part; at; at = WITHIN[at]) if (at === whole) return true;
  return false;
}

const WORDS: Readonly<Record<Measure, string>> = {
  IN_FAVOUR: 'the votes in favour',
  AGAINST: 'the votes against',
  ABSTAINED: 'the abstentions',
  COUNTED: 'the counted votes',
  DECIDED: 'the votes in favour or against',
  RETURNED: 'the votes that were cast',
  ROLL: 'those on the roll',
  WITH_EXPERTS: 'the votes in favour with experts',
  EXPERTS: 'the experts',
};

export interface FaultInReach {
  /** Where in the criterion: `share`. */
  readonly part: string;
  readonly value: unknown;
  readonly message: string;
}

const isLower = (comparison: Comparison): boolean => comparison === 'AT_LEAST' || comparison === 'MORE_THAN';
const isStrict = (comparison: Comparison): boolean => comparison === 'MORE_THAN' || comparison === 'LESS_THAN';

function faultOfShareInReach({ votes, comparison, share, outOf }: ShareCriterion): FaultInReach | undefined {
  const { numerator, denominator } = share;
  const fault = (message: string): FaultInReach => ({ part: 'share', value: `${numerator}/${denominator}`, message });
  if (comparison === 'LESS_THAN' && numerator === 0) return fault('Nothing is less than 0');
  if (isLower(comparison) && isWithin(votes, outOf)) {
    const beyond = isStrict(comparison) ? numerator >= denominator : numerator > denominator;
    if (beyond) return fault(`At most all of ${WORDS[outOf]} are ${WORDS[votes]}, and the rule asks more`);
  }
  if (!isLower(comparison) && isWithin(outOf, votes)) {
    const beyond = isStrict(comparison) ? numerator <= denominator : numerator < denominator;
    if (beyond) return fault(`At least all of ${WORDS[outOf]} are ${WORDS[votes]}, and the rule asks fewer`);
  }
  return undefined;
}

function faultOfNumberInReach(criterion: NumberCriterion, rollSize: number | undefined): FaultInReach | undefined {
  const { of, votes, comparison, numbers } = criterion;
  const fault = (at: number, message: string): FaultInReach => ({
    part: `numbers.${at}.number`,
    value: numbers[at]?.number,
    message,
  });
  const asksLessThanNothing = (asked: readonly number[]) => comparison === 'LESS_THAN' && asked.every((number) => number === 0);
  if (rollSize === undefined) {
    return asksLessThanNothing(numbers.map(({ number }) => number)) ? fault(0, 'Nothing is less than 0') : undefined;
  }
  const at = numbers.findLastIndex(({ fromRoll }) => fromRoll <= rollSize);
  const number = numberFor(criterion, rollSize);
  if (asksLessThanNothing([number])) return fault(at, 'Nothing is less than 0');
  if (!isWithin(votes, 'ROLL')) return undefined;
  // Those on the roll are no matter of votes: also that they are too many is known beforehand.
  const least = votes === 'ROLL' ? rollSize : 0;
  const within = isLower(comparison)
    ? rollSize > number || (rollSize === number && !isStrict(comparison))
    : least < number || (least === number && !isStrict(comparison));
  if (within) return undefined;
  const asked = `${comparison.toLowerCase().replace('_', ' ')} ${number}`;
  return fault(at, `The roll has ${rollSize} ${of === 'P_MEMBERS' ? 'P-members' : 'voters'}, and the rule asks ${asked}`);
}

const sizeOf = ({ of }: CriterionRule, roll: readonly RollEntry[]): number =>
  of === 'ALL' ? roll.length : roll.filter(({ kind }) => kind === 'P_MEMBER').length;

/** Why no votes could meet the criterion, on this roll or on any. */
export function faultInReach(criterion: CriterionRule, roll?: readonly RollEntry[]): FaultInReach | undefined {
  const rollSize = roll && sizeOf(criterion, roll);
  if (rollSize === 0) {
    const message = `The roll has no ${criterion.of === 'ALL' ? 'voter' : 'P-member'}, and the rule asks about their votes`;
    return { part: 'of', value: criterion.of, message };
  }
  return criterion.kind === 'SHARE' ? faultOfShareInReach(criterion) : faultOfNumberInReach(criterion, rollSize);
}

/** A limit to one quantity: at least, more than, at most or less than a fraction. */
interface Bound {
  readonly quantity: string;
  readonly comparison: Comparison;
  readonly value: Share;
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  AT_LEAST: 'AT_MOST',
  MORE_THAN: 'LESS_THAN',
  AT_MOST: 'AT_LEAST',
  LESS_THAN: 'MORE_THAN',
};

/** Votes that are not against are in favour: a limit to the share of the one is a limit to that of the other. */
function boundOf(criterion: CriterionRule, rollSize: number): Bound {
  const { of, comparison, votes } = criterion;
  if (criterion.kind === 'NUMBER') {
    return { quantity: `${of} ${votes}`, comparison, value: { numerator: numberFor(criterion, rollSize), denominator: 1 } };
  }
  const { share, outOf } = criterion;
  if (votes !== 'AGAINST' || outOf !== 'DECIDED') return { quantity: `${of} ${votes} ${outOf}`, comparison, value: share };
  const value = { numerator: share.denominator - share.numerator, denominator: share.denominator };
  return { quantity: `${of} IN_FAVOUR DECIDED`, comparison: MIRRORED[comparison], value };
}

function exclude(a: Bound, b: Bound): boolean {
  if (a.quantity !== b.quantity || isLower(a.comparison) === isLower(b.comparison)) return false;
  const [lower, upper] = isLower(a.comparison) ? [a, b] : [b, a];
  const low = BigInt(lower.value.numerator) * BigInt(upper.value.denominator);
  const high = BigInt(upper.value.numerator) * BigInt(lower.value.denominator);
  return low > high || (low === high && (isStrict(lower.comparison) || isStrict(upper.comparison)));
}

/** The sizes of a roll at which a number changes; the size itself where it is known. */
function sizesOf(a: CriterionRule, b: CriterionRule, roll: readonly RollEntry[] | undefined): readonly number[] {
  if (roll) return [sizeOf(a, roll)];
  return [0, ...[a, b].flatMap((criterion) => (criterion.kind === 'NUMBER' ? criterion.numbers.map(({ fromRoll }) => fromRoll) : []))];
}

/** Two criteria of which each excludes the other, on this roll or on any. */
export function contradiction(
  criteria: readonly CriterionRule[],
  roll?: readonly RollEntry[],
): { readonly second: number; readonly message: string } | undefined {
  for (const [second, b] of criteria.entries()) {
    const a = criteria
      .slice(0, second)
      .find((each) => sizesOf(each, b, roll).every((size) => exclude(boundOf(each, size), boundOf(b, size))));
    if (a) return { second, message: `${a.name} and ${b.name} contradict each other: no votes meet both` };
  }
  return undefined;
}
