import type { CalendarDate } from '@concord/kernel';
import { faultOf } from './drafting.js';
import { evaluate, MAX_EXPRESSION_LENGTH } from './expression.js';
import { FaultyExpression } from './language/syntax.js';
import { type Breach, check, type PlacedRequirement, type Requirement } from './requirement.js';
import { SAMPLE_FACTS, type TradeFacts } from './trade-facts.js';

const placed = (requirement: Partial<Requirement>, eId = 'sec_1'): PlacedRequirement => ({
  normId: 'toys',
  jurisdiction: 'US',
  version: 1,
  eId,
  inForceFrom: '2026-01-01' as CalendarDate,
  requirement: {
    direction: 'IMPORT',
    hsCodes: [],
    appliesWhen: null,
    mustHold: 'true',
    onBreach: 'REFUSE',
    parameters: [],
    ...requirement,
  },
});
const broken = (onBreach: Breach, eId?: string) => placed({ mustHold: 'false', onBreach }, eId);
const withoutReport: TradeFacts = { ...SAMPLE_FACTS, transaction: { ...SAMPLE_FACTS.transaction, documents: [] } };

describe('An expression', () => {
  it('asks about the facts of a transaction', () => {
    const asks = (expression: string, facts = SAMPLE_FACTS) => evaluate(expression, facts);
    expect(asks('"TEST_REPORT" in transaction.documents')).toBe(true);
    expect(asks('"TEST_REPORT" in transaction.documents', withoutReport)).toBe(false);
    expect(asks('transaction.valueMinorUnits <= 80000 && transaction.currency == "USD"')).toBe(true);
    expect(asks('transaction.lines.all(line, line.hsCode.startsWith("95") && line.quantity < 10)')).toBe(true);
    expect(asks('seller.licensed && seller.registered && buyer.party != seller.party')).toBe(true);
  });

  it('compares amounts beyond what a float can hold', () => {
    const facts: TradeFacts = { ...SAMPLE_FACTS, transaction: { ...SAMPLE_FACTS.transaction, valueMinorUnits: 9_007_199_254_740_993n } };
    expect(evaluate('transaction.valueMinorUnits == 9007199254740993', facts)).toBe(true);
    expect(evaluate('transaction.valueMinorUnits == 9007199254740992', facts)).toBe(false);
  });

  it.each([
    ['is malformed', 'transaction..', /not well-formed/],
    ['asks for a fact that is not published', 'transaction.colour == "red"', /colour/],
    ['names what does not exist', 'weather == "fine"', /./],
    ['gives no truth value', 'transaction.currency', /has to be true or false/],
    ['uses a pattern', 'transaction.currency.matches("(a+)+$")', /matches/],
    ['could take too long', 'transaction.lines.all(a, transaction.lines.all(b, transaction.lines.all(c, true)))', /steps/],
    ['is too long', `true || ${'true || '.repeat(400)}true`, new RegExp(String(MAX_EXPRESSION_LENGTH))],
  ])('is refused when it %s', (_, expression, reason) => {
    expect(faultOf(expression)).toMatch(reason);
    expect(() => evaluate(expression, SAMPLE_FACTS)).toThrow(FaultyExpression);
  });

  it('that can be evaluated has no fault, true or not', () => {
    expect([faultOf('true'), faultOf('"CE_MARKING" in transaction.documents')]).toEqual([undefined, undefined]);
  });
});

describe('A check', () => {
  it('without requirements admits', () => {
    expect(check([], SAMPLE_FACTS)).toEqual({ answer: 'ADMITTED', findings: [] });
  });

  it('answers with the gravest consequence, and keeps every finding', () => {
    const answer = (...requirements: PlacedRequirement[]) => check(requirements, SAMPLE_FACTS).answer;
    expect(answer(broken('FLAG'))).toBe('ADMITTED');
    expect(answer(broken('FLAG'), broken('HOLD'))).toBe('HELD');
    expect(answer(broken('HOLD'), broken('REFUSE'), placed({}))).toBe('REFUSED');
    const { findings } = check([broken('HOLD', 'sec_1'), placed({}, 'sec_2')], SAMPLE_FACTS);
    expect(findings.map(({ eId, result, consequence }) => [eId, result, consequence])).toEqual([
      ['sec_1', 'BREACH', 'HOLD'],
      ['sec_2', 'MET', null],
    ]);
  });

  it('leaves out requirements about other goods, and a shorter code covers the longer ones', () => {
    const about = (...hsCodes: string[]) => check([placed({ hsCodes })], SAMPLE_FACTS).findings.length;
    expect([about('95'), about('9503'), about('950300'), about('64'), about('64', '95'), about()]).toEqual([1, 1, 1, 0, 1, 1]);
  });

  it('leaves out a requirement whose condition does not apply', () => {
    expect(check([placed({ appliesWhen: 'transaction.kind == "B2B"', mustHold: 'false' })], SAMPLE_FACTS).answer).toBe('ADMITTED');
  });

  it('never admits by accident: what cannot be decided waits for a person', () => {
    const undecided = check([placed({ mustHold: 'transaction.lines[7].quantity > 1' })], SAMPLE_FACTS);
    expect(undecided.answer).toBe('HELD');
    expect(undecided.findings[0]).toMatchObject({ result: 'UNDECIDED', consequence: 'HOLD', fault: expect.stringMatching(/./) });
    expect(check([placed({ mustHold: 'transaction.lines[7].quantity > 1', onBreach: 'FLAG' })], SAMPLE_FACTS).answer).toBe('ADMITTED');
  });
});
