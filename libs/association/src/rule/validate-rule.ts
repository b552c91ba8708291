import { addToInstant, type Duration, firstRejection, type Instant, isDuration, type Rejection, reject } from '@concord/kernel';
import { balanceOf } from './count.js';
import { contradiction, faultInReach } from './reach.js';
import { type BallotRule, COMPARISONS, type CriterionRule, MEASURES, type Share, STRIPPING_REASONS, VOTERS } from './rule.js';
import { INTEREST_BALANCE, type RollEntry, VOTES_COUNTED } from './tally.js';

/** Where a user reads what a rule may say. */
export const RULE_PAGE = 'docs/ballot-rules.md';

export const CRITERIA_AT_MOST = 20;
export const NUMBERS_AT_MOST = 20;
export const EXTENSIONS_AT_MOST = 12;
export const LONGEST_RULE_NAME = 64;
export const LONGEST_SOURCE = 500;
/** The largest numerator, denominator and number. */
export const LARGEST_NUMBER = 1_000_000;
const LONGEST_EXTENSION = 'P1Y' as Duration;
const LONGEST_APPEAL_TERM = 'P10Y' as Duration;

const UPPER_SNAKE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

const malformed = (field: string, value: unknown, message: string): Rejection =>
  reject('RULE_MALFORMED', message, { field, value, rule: RULE_PAGE });

const impossible = (field: string, value: unknown, message: string): Rejection =>
  reject('RULE_CANNOT_BE_MET', message, { field, value, rule: RULE_PAGE });

function faultOfName(name: string, field: string): Rejection | undefined {
  if (UPPER_SNAKE.test(name) && name.length <= LONGEST_RULE_NAME) return undefined;
  const shown = name.slice(0, LONGEST_RULE_NAME);
  return malformed(field, shown, `A name has 1 to ${LONGEST_RULE_NAME} characters of A-Z, 0-9 and _, such as TWO_THIRDS_IN_FAVOUR`);
}

const isWhole = (value: number, from: number): boolean => Number.isInteger(value) && value >= from && value <= LARGEST_NUMBER;

function faultOfWhole(value: number, from: number, field: string): Rejection | undefined {
  return isWhole(value, from) ? undefined : malformed(field, value, `It is a whole number from ${from} to ${LARGEST_NUMBER}`);
}

const faultOfShare = ({ numerator, denominator }: Share, field: string): Rejection | undefined =>
  firstRejection(faultOfWhole(denominator, 1, `${field}.denominator`), faultOfWhole(numerator, 0, `${field}.numerator`));

function faultOfWord(word: string, words: readonly string[], field: string): Rejection | undefined {
  return words.includes(word) ? undefined : malformed(field, word, `It is one of ${words.join(', ')}`);
}

function faultOfNumbers(criterion: CriterionRule & { kind: 'NUMBER' }, field: string): Rejection | undefined {
  const { numbers } = criterion;
  if (numbers.length === 0 || numbers.length > NUMBERS_AT_MOST) {
    return malformed(field, numbers.length, `A criterion asks 1 to ${NUMBERS_AT_MOST} numbers`);
  }
  return firstRejection(
    ...numbers.flatMap(({ fromRoll, number }, at) => [
      faultOfWhole(fromRoll, 0, `${field}.${at}.fromRoll`),
      faultOfWhole(number, 0, `${field}.${at}.number`),
    ]),
    numbers[0]?.fromRoll === 0
      ? undefined
      : malformed(`${field}.0.fromRoll`, numbers[0]?.fromRoll, 'The first number holds for rolls of 0 voters on'),
    ...numbers.map(({ fromRoll }, at) =>
      fromRoll > (numbers[at - 1]?.fromRoll ?? -1)
        ? undefined
        : malformed(`${field}.${at}.fromRoll`, fromRoll, 'Each number holds for larger rolls than the one before it'),
    ),
  );
}

/** A criterion is written as one. */
function faultOfForm(criterion: CriterionRule, field: string): Rejection | undefined {
  return firstRejection(
    faultOfName(criterion.name, `${field}.name`),
    faultOfWord(criterion.of, VOTERS, `${field}.of`),
    faultOfWord(criterion.votes, MEASURES, `${field}.votes`),
    faultOfWord(criterion.comparison, COMPARISONS, `${field}.comparison`),
    ...(criterion.kind === 'SHARE'
      ? [faultOfWord(criterion.outOf, MEASURES, `${field}.outOf`), faultOfShare(criterion.share, `${field}.share`)]
      : [faultOfNumbers(criterion, `${field}.numbers`)]),
  );
}

/** A criterion counts what the rule leaves out. */
function faultOfLeftOut(criterion: CriterionRule, leavesOut: BallotRule['leavesOut'], field: string): Rejection | undefined {
  if (!leavesOut.includes('ABSTENTION')) return undefined;
  const part = criterion.votes === 'ABSTAINED' ? 'votes' : criterion.kind === 'SHARE' && criterion.outOf === 'ABSTAINED' ? 'outOf' : null;
  return part
    ? malformed(`${field}.${part}`, 'ABSTAINED', 'The rule leaves abstentions out, so none is counted: leave them in to count them')
    : undefined;
}

const REFERENCE = '2001-01-01T00:00:00.000Z' as Instant;

/** A duration that is positive, or may be zero, and not longer than another. */
function faultOfDuration(length: Duration, longest: Duration, mayBeZero: boolean, field: string): Rejection | undefined {
  const fault = malformed(
    field,
    String(length).slice(0, 40),
    `It is a duration of ISO 8601, ${mayBeZero ? '' : 'longer than nothing and '}at most ${longest}`,
  );
  if (!isDuration(length)) return fault;
  try {
    const end = addToInstant(REFERENCE, length);
    return end <= addToInstant(REFERENCE, longest) && (mayBeZero || end > REFERENCE) ? undefined : fault;
  } catch {
    return fault;
  }
}

function faultOfExtension({ extension, quorum }: BallotRule, field: string): Rejection | undefined {
  if (!extension) return undefined;
  return firstRejection(
    quorum ? undefined : malformed(field, extension.by, 'A ballot waits for a quorum alone, and the rule has none'),
    faultOfDuration(extension.by, LONGEST_EXTENSION, false, `${field}.by`),
    Number.isInteger(extension.times) && extension.times >= 1 && extension.times <= EXTENSIONS_AT_MOST
      ? undefined
      : malformed(`${field}.times`, extension.times, `It is extended 1 to ${EXTENSIONS_AT_MOST} times`),
  );
}

function faultOfBalance(limit: Share, roll: readonly RollEntry[] | undefined, field: string): Rejection | undefined {
  if (limit.numerator === 0) return impossible(field, '0', 'Every voter belongs to an interest category, so that one is larger than 0');
  const tooLarge = roll && balanceOf(limit, roll).find(({ met }) => !met);
  if (!tooLarge) return undefined;
  const { interest, votes, outOf, threshold } = tooLarge;
  const category = interest === null ? 'have named no interest category' : `are of the interest category ${interest}`;
  return impossible(field, `${votes}/${outOf}`, `${votes} of the ${outOf} voters on the roll ${category}; the rule asks ${threshold}`);
}

/** What is given twice, and where. */
function repeated(values: readonly string[]): number {
  return values.findIndex((value, at) => values.indexOf(value) < at);
}

function faultOfNames({ criteria, quorum }: BallotRule, at: string): Rejection | undefined {
  const names = [VOTES_COUNTED, INTEREST_BALANCE, ...criteria.map(({ name }) => name), ...(quorum ? [quorum.name] : [])];
  const second = repeated(names);
  if (second < 0) return undefined;
  const field = second - 2 < criteria.length ? `${at}.criteria.${second - 2}.name` : `${at}.quorum.name`;
  return malformed(field, names[second], 'Another criterion has this name, or every ballot has a criterion of this name');
}

/**
 * Why no ballot may be held under the rule, or undefined: it is not written as a rule (`RULE_MALFORMED`), or no votes could meet it
 * (`RULE_CANNOT_BE_MET`). Not every rule that cannot be met is found: what is found is sure, but for shares of
 * nothing, which prove nothing.
 * @param roll those who may vote: a rule may be impossible for them alone, such as a quorum of 10 of 9 voters
 * @param at the name of the rule in the input, with which the fields at fault begin
 */
export function faultOf(rule: BallotRule, roll?: readonly RollEntry[], at = 'rule'): Rejection | undefined {
  const { name, source, leavesOut, criteria, quorum, balance } = rule;
  if (criteria.length === 0 || criteria.length > CRITERIA_AT_MOST) {
    return malformed(`${at}.criteria`, criteria.length, `A rule has 1 to ${CRITERIA_AT_MOST} criteria`);
  }
  const all = [
    ...criteria.map((criterion, index) => ({ criterion, field: `${at}.criteria.${index}` })),
    ...(quorum ? [{ criterion: quorum, field: `${at}.quorum` }] : []),
  ];
  const twice = repeated(leavesOut);
  const ill = firstRejection(
    faultOfName(name, `${at}.name`),
    source.length <= LONGEST_SOURCE
      ? undefined
      : malformed(`${at}.source`, `${source.slice(0, 60)}…`, `A source has at most ${LONGEST_SOURCE} characters`),
    ...leavesOut.map((reason, index) => faultOfWord(reason, STRIPPING_REASONS, `${at}.leavesOut.${index}`)),
    twice < 0 ? undefined : malformed(`${at}.leavesOut.${twice}`, leavesOut[twice], 'It is left out already'),
    ...all.map(({ criterion, field }) => faultOfForm(criterion, field)),
    faultOfNames(rule, at),
    ...all.map(({ criterion, field }) => faultOfLeftOut(criterion, leavesOut, field)),
    balance ? faultOfShare(balance, `${at}.balance`) : undefined,
    faultOfExtension(rule, `${at}.extension`),
    faultOfDuration(rule.appealTerm, LONGEST_APPEAL_TERM, true, `${at}.appealTerm`),
  );
  // Only of what is well formed can be asked whether it can be met.
  if (ill) return ill;
  for (const { criterion, field } of all) {
    const fault = faultInReach(criterion, roll);
    if (fault) return impossible(`${field}.${fault.part}`, fault.value, fault.message);
  }
  const against = contradiction(
    all.map(({ criterion }) => criterion),
    roll,
  );
  const second = against && all[against.second];
  if (against && second) return impossible(second.field, second.criterion.name, against.message);
  return balance ? faultOfBalance(balance, roll, `${at}.balance`) : undefined;
}
