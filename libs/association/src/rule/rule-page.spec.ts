import { readFileSync } from 'node:fs';
import { isRejection, type Rejection } from '@concord/kernel';
import { parseValue, valueFromASTUntyped } from 'graphql';
import { BUILT_IN_NAMES, BUILT_IN_RULES, type BuiltInRule } from './built-in.js';
import type { BallotRuleInput } from './rule.input.js';
import { ruleOf } from './rule.input.js';
import type { BallotRule } from './rule.js';
import { MEASURES } from './rule.js';
import { CRITERIA_AT_MOST, EXTENSIONS_AT_MOST, LARGEST_NUMBER, LONGEST_RULE_NAME, LONGEST_SOURCE } from './validate-rule.js';

/** The page for those who choose a rule says what the rules say. */
const page = readFileSync(new URL('../../../../docs/ballot-rules.md', import.meta.url), 'utf8');

const taken = (literal: string): BallotRule | Rejection => ruleOf(valueFromASTUntyped(parseValue(literal)) as BallotRuleInput);

const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.*) \| (.*) \|$/gm)].map(([, name, when, leavesOut, source]) => ({
  name: name as BuiltInRule,
  when: when ?? '',
  leavesOut: leavesOut ?? '',
  source: source ?? '',
}));

test('it has every built-in rule, and no other', () => {
  expect(rows.map(({ name }) => name)).toEqual(BUILT_IN_NAMES);
});

test.each(rows.filter(({ name }) => name !== 'ISO_IEC_FDIS'))(
  'it says of $name what is asked and what is left out',
  ({ name, when, leavesOut }) => {
    const { criteria, quorum, balance, leavesOut: reasons } = BUILT_IN_RULES[name];
    const shares = [...criteria, quorum].flatMap((criterion) => (criterion?.kind === 'SHARE' ? [criterion.share] : []));
    // One half and one are said in words.
    const asked = [...shares, ...(balance ? [balance] : [])].filter(({ denominator }) => denominator > 2);
    expect(asked.filter(({ numerator, denominator }) => !when.includes(`${numerator}/${denominator}`))).toEqual([]);
    expect(leavesOut.includes('abstentions')).toBe(reasons.includes('ABSTENTION'));
    expect(leavesOut.includes('without a reason')).toBe(reasons.includes('NEGATIVE_WITHOUT_TECHNICAL_REASON'));
  },
);

test('it explains every measure', () => {
  expect(MEASURES.filter((measure) => !page.includes(`\`${measure}\``))).toEqual([]);
});

test('it names the limits as they are', () => {
  for (const said of [
    `1 to ${CRITERIA_AT_MOST}`,
    `1 to ${EXTENSIONS_AT_MOST}`,
    `${LONGEST_RULE_NAME} characters`,
    `${LONGEST_SOURCE} characters`,
  ]) {
    expect(page).toContain(said);
  }
  expect(page).toContain(LARGEST_NUMBER.toLocaleString('en'));
});

test('it gives rules that are accepted', () => {
  const rules = [...page.matchAll(/^```graphql\nrule: ([\s\S]*?)\n```$/gm)].map(([, literal = '']) => taken(literal));
  expect(rules.length).toBeGreaterThan(2);
  expect(rules.filter(isRejection)).toEqual([]);
});

test('it gives rules that cannot be met, each with what is then said of it', () => {
  const [, block = ''] = /expect: refused -->\n```\n([\s\S]*?)\n```/.exec(page) ?? [];
  const refused = block.split('\n').map((line) => {
    const [part = '', said = ''] = line.split(/ {2,}/);
    const rule = taken(
      part.startsWith('quorum') ? `{ builtIn: UNANIMITY, ${part} }` : `{ own: { name: "OWN", source: "Statutes", criteria: [${part}] } }`,
    );
    return { part, said, code: isRejection(rule) && rule.code, tells: isRejection(rule) && said !== '' && rule.message.includes(said) };
  });
  expect(refused.length).toBeGreaterThan(2);
  expect(refused.filter(({ code, tells }) => code !== 'RULE_CANNOT_BE_MET' || !tells)).toEqual([]);
});
