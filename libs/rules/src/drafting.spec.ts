import type { CalendarDate } from '@concord/kernel';
import { faultOfRequirement, faultsOf } from './drafting.js';
import { evaluate } from './expression.js';
import type { Parameter } from './parameter.js';
import type { Requirement } from './requirement.js';
import { SAMPLE_FACTS } from './trade-facts.js';

const day = (text: string) => text as CalendarDate;
const limit: Parameter = {
  name: 'limit',
  unit: 'USD',
  decimals: 2,
  values: [
    { from: day('2025-01-01'), value: '800.00' },
    { from: day('2026-02-01'), value: '150' },
    { from: day('2027-01-01'), value: null },
  ],
};
const embargo: Parameter = { name: 'embargo', unit: null, decimals: 0, values: [{ from: day('2025-01-01'), value: ['KP'] }] };

/** The first fault as `line:column piece message`. */
const fault = (source: string, ...parameters: readonly Parameter[]): string | undefined =>
  faultsOf(source, parameters).map(({ line, column, piece, message }) => `${line}:${column} ${piece} | ${message}`)[0];

describe('A fault in an expression is told with its place', () => {
  it.each([
    ['transaction.colour == "red"', '1:1 transaction.colour | transaction has no field colour'],
    ['true && buyer.jurisdiction == "US"', '1:9 buyer.jurisdiction | buyer has no field jurisdiction'],
    ['weather == "fine"', '1:1 weather | there is nothing named weather'],
    [
      'seller.licensed &&\n  transaction.valueMinorUnits == "4999"',
      '2:3 transaction.valueMinorUnits == "4999" | == does not take a whole number and a text',
    ],
    ['transaction.destination > 5', '1:1 transaction.destination > 5 | > does not take a text and a whole number'],
    ['5 in transaction.documents', '1:1 5 in transaction.documents | in does not take a whole number and a list (each item a text)'],
    ['transaction.origin', '1:1 transaction.origin | the result has to be true or false, and this is a text'],
    ['transaction.lines.all(line, line.weight > 1)', '1:29 line.weight | a line has no field weight'],
    ['transaction.lines.all(line, line.quantity)', '1:29 line.quantity | a condition is true or false, and this is a whole number'],
    ['transaction.origin.all(c, c == "C")', '1:1 transaction.origin | a loop goes over a list, and this is a text'],
    ['transaction.kind in ["B2B", 2]', '1:21 ["B2B", 2] | its items are of different types'],
    ['transaction.valueMinorUnits > 1.5', '1:31 1.5 | numbers are whole here, so that nothing is ever rounded'],
    ['transaction.valueMinorUnits > 99999999999999999999', '1:31 99999999999999999999 | the number does not fit into 64 bits'],
    [
      'transaction.openedOn > timestamp("2026-01-01T00:00:00Z")',
      '1:24 timestamp("2026-01-01T00:00:00Z") | there is no function timestamp() here',
    ],
    ['transaction.origin.matches("C.*")', '1:1 transaction.origin.matches("C.*") | there is no function matches() here'],
    ['transaction.documents.all(1, true)', '1:1 transaction.documents.all(1, true) | all() takes a name for the item'],
    ['transaction..origin', '1:12 ..origin | it is not well-formed CEL from here on'],
    ['seller.licensed &&', '1:17 && | it is not well-formed CEL from here on'],
    ['(seller.licensed', '1:17  | it is not well-formed CEL: it ends too early'],
    [
      'transaction.lines[3].quantity < 10',
      '1:1 transaction.lines[3].quantity < 10 | it fails on an ordinary transaction: index 3 out of bounds',
    ],
    ['transaction == transaction', '1:1 transaction == transaction | == does not take transaction and transaction'],
  ])('%j', (source, expected) => {
    expect(fault(source)).toContain(expected);
  });

  it('every one of them', () => {
    expect(faultsOf('weather == "fine" && buyer.age > 17').map(({ piece }) => piece)).toEqual(['weather', 'buyer.age']);
  });

  it('inside loops within loops', () => {
    const source = 'transaction.lines.exists(a,\n  transaction.documents.exists(b,\n    b == a.quantity))';
    expect(fault(source)).toBe('3:5 b == a.quantity | == does not take a text and a whole number');
  });
});

describe('What is not at fault', () => {
  it.each([
    '{"CN": 10, "VN": 5}[transaction.origin] <= 10',
    'transaction.origin in {"CN": 10}',
    'has(transaction.origin) && size(transaction.lines) == transaction.lines.size()',
    'transaction.lines.map(l, l.hsCode).exists_one(c, c.startsWith("95"))',
    'transaction.lines.filter(l, l.quantity > 1).map(l, l.hsCode.endsWith("0"), l.quantity) == []',
    'transaction.lines.map(l, [l.hsCode]) != [["950300"], []]',
    '(transaction.kind == "B2B" ? 10 : 20) - -1 > transaction.valueMinorUnits % 7',
    'int(transaction.lines[0].hsCode) / 10000 == 95 && string(5) == "5"',
    'transaction.documents + ["A"] != [] && "a" + "b" == "ab" && "abc".contains("b")',
  ])('%s', (source) => {
    expect(fault(source)).toBeUndefined();
  });
});

describe('A parameter', () => {
  const holds = (source: string, openedOn: string, ...parameters: readonly Parameter[]): boolean =>
    evaluate(source, { ...SAMPLE_FACTS, transaction: { ...SAMPLE_FACTS.transaction, openedOn: day(openedOn) } }, parameters);

  it('is read as it is on the day, as a whole number of its last decimal', () => {
    expect(holds('parameter.limit == 80000', '2026-01-31', limit)).toBe(true);
    expect(holds('parameter.limit == 15000', '2026-02-01', limit)).toBe(true);
    const rate: Parameter = { name: 'rate', unit: '%', decimals: 3, values: [{ from: day('2025-01-01'), value: '-2.5' }] };
    expect(holds('parameter.rate == -2500', '2026-01-01', rate)).toBe(true);
    expect(holds('!(transaction.origin in parameter.embargo)', '2026-01-01', embargo)).toBe(true);
  });

  it('without a value on the day cannot be read', () => {
    const read = (openedOn: string) => () => holds('transaction.valueMinorUnits < parameter.limit', openedOn, limit);
    expect(read('2024-12-31')).toThrow('the parameter limit has no value on 2024-12-31');
    expect(read('2027-01-01')).toThrow('the parameter limit has no value on 2027-01-01');
    expect(holds('transaction.valueMinorUnits > 0', '2027-01-01', limit)).toBe(true);
  });

  it('that is not there, or is of another type, is a fault with its place', () => {
    expect(fault('parameter.limt > 5', limit)).toBe('1:1 parameter.limt | parameter has no field limt');
    expect(fault('parameter.limit > 5')).toBe('1:1 parameter.limit | parameter has no field limit');
    expect(fault('transaction.origin in parameter.limit', limit)).toContain('in does not take a text and a whole number');
    expect(fault('parameter.embargo == 5', embargo)).toContain('== does not take');
    expect(fault('transaction.valueMinorUnits < parameter.limit', limit)).toBeUndefined();
  });

  const requirement: Requirement = {
    direction: 'IMPORT',
    hsCodes: [],
    appliesWhen: null,
    mustHold: 'true',
    onBreach: 'HOLD',
    parameters: [limit, embargo],
  };
  const changed = (change: Partial<Parameter>) => faultOfRequirement({ ...requirement, parameters: [embargo, { ...limit, ...change }] });
  const valued = (value: string | readonly string[]) => changed({ values: [{ from: day('2026-01-01'), value }] });

  it.each<[string, ReturnType<typeof changed>, string, RegExp]>([
    ['name', changed({ name: 'The limit' }), 'parameters.1.name', /begins with a small letter/],
    ['name that CEL keeps', changed({ name: 'for' }), 'parameters.1.name', /no word of CEL/],
    ['second name', changed({ name: 'embargo' }), 'parameters.1.name', /two parameters/],
    ['unit', changed({ unit: 'bananas' }), 'parameters.1.unit', /UCUM/],
    ['scale of money', changed({ decimals: 3 }), 'parameters.1.decimals', /USD have 2 decimals/],
    ['number', valued('1e3'), 'parameters.1.values.0.value', /a number is written/],
    ['fraction', valued('1.005'), 'parameters.1.values.0.value', /more decimals than the 2/],
    ['list of numbers', valued(['1']), 'parameters.1.values.0.value', /with a unit it is a number/],
    [
      'size',
      changed({ unit: '1', decimals: 9, values: [{ from: day('2026-01-01'), value: '99999999999' }] }),
      'parameters.1.values.0.value',
      /64 bits/,
    ],
    ['order', changed({ values: [...limit.values].reverse() }), 'parameters.1.values.1.from', /does not come after/],
    ['emptiness', changed({ values: [{ from: day('2026-01-01'), value: null }] }), 'parameters.1.values', /has a value from some day on/],
  ])('is refused for its %s', (_, found, field, message) => {
    expect(found?.field).toBe(field);
    expect(found?.message).toMatch(message);
  });

  it('is accepted, and the expressions that read it with it', () => {
    expect(faultOfRequirement(requirement)).toBeUndefined();
    expect(faultOfRequirement({ ...requirement, mustHold: 'parameter.limit' })).toMatchObject({
      field: 'mustHold',
      value: 'parameter.limit',
    });
    expect(faultOfRequirement({ ...requirement, appliesWhen: '1' })).toMatchObject({ field: 'appliesWhen' });
  });
});
