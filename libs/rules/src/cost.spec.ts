import { type CelList, CelScalar, type CelValue, celEnv, celFunc, isCelError, isCelList, listType, parse, plan } from '@bufbuild/cel';
import fc from 'fast-check';
import { faultOf, faultsOf } from './drafting.js';
import { evaluate, MOST_STEPS } from './expression.js';
import { analyse } from './language/analysis.js';
import { FaultyExpression, Syntax } from './language/syntax.js';
import { TRADE_CONTEXT } from './trade-context.js';
import { SAMPLE_FACTS, type TradeFacts } from './trade-facts.js';

const LINES = 'transaction.lines';
const DOCUMENTS = 'transaction.documents';
const times = (count: number, piece: string, between: string): string => Array.from({ length: count }, () => piece).join(between);
const numbers = (count: number): string => `[${times(count, '1', ',')}]`;

/** As much as a transaction can hold. */
const largest: TradeFacts = {
  ...SAMPLE_FACTS,
  transaction: {
    ...SAMPLE_FACTS.transaction,
    lines: Array.from({ length: 100 }, () => ({ hsCode: '950300', quantity: 2n ** 62n, unitPriceMinorUnits: 2n ** 62n })),
    documents: Array.from({ length: 100 }, (_, index) => String(index).padStart(64, 'D')),
  },
};

describe('An expression that could take too long', () => {
  it.each([
    ['three loops over lines', `${LINES}.all(a, ${LINES}.all(b, ${LINES}.all(c, true)))`],
    ['loops over long literals', `${numbers(100)}.all(a, ${numbers(100)}.all(b, ${numbers(50)}.all(c, a + b + c > 0)))`],
    ['two loops with a rich body', `${LINES}.all(a, ${LINES}.all(b, ${times(30, 'a.quantity <= b.quantity + 1', ' && ')}))`],
    ['a search in a list, in two loops', `${LINES}.all(a, ${LINES}.all(b, !("X" in ${DOCUMENTS})))`],
    ['a list of lists that is compared', `${LINES}.all(c, ${LINES}.map(a, ${LINES}.map(b, a.hsCode)) == [])`],
    ['a list that is put together from thousands of pieces', `(${times(70, DOCUMENTS, '+')}).map(x, x).map(y, y) == []`],
    ['lists that are built in loops', `${LINES}.all(a, ${DOCUMENTS}.map(x, x) == ${DOCUMENTS}.map(y, y))`],
    ['a search in long texts', `${LINES}.all(l, ${DOCUMENTS}.all(d, !(${times(20, 'd', '+')}).contains("${'D'.repeat(500)}")))`],
    ['loops over what has no known type', `dyn(${LINES}).all(a, dyn(${LINES}).all(b, true))`],
  ])('is refused when it is drafted and when it is evaluated: %s', (_, expression) => {
    expect(faultsOf(expression)).not.toEqual([]);
    expect(() => evaluate(expression, SAMPLE_FACTS)).toThrow(FaultyExpression);
    expect(() => evaluate(expression, SAMPLE_FACTS)).toThrow(/steps/);
  });

  it('is refused for what else is wrong with it first', () => {
    expect(faultsOf(`${LINES}.all(a, ${LINES}.all(b, ${LINES}.all(c, c.weight > 1)))`).map(({ piece }) => piece)).toEqual(['c.weight']);
    expect(faultsOf(times(300, 'zz', ' && '))).toHaveLength(20);
  });

  it.each([
    ['brackets', `${'('.repeat(400)}true${')'.repeat(400)}`],
    ['brackets that stay open', '['.repeat(1_000)],
    ['a pattern', `"${'a'.repeat(500)}".matches("(a+)+$")`],
    ['a text too long to be read', `"${'a'.repeat(2_000)}" == ""`],
  ])('is refused for %s', (_, expression) => {
    expect(faultOf(expression)).toEqual(expect.stringMatching(/nests|not well-formed|matches|longer/));
    expect(() => evaluate(expression, SAMPLE_FACTS)).toThrow(FaultyExpression);
  });

  it('is refused for facts that are larger than those of a transaction', () => {
    const { transaction } = largest;
    const tooMany = { ...largest, transaction: { ...transaction, lines: [...transaction.lines, ...transaction.lines] } };
    expect(() => evaluate(`${LINES}.all(l, true)`, tooMany)).toThrow('transaction.lines is larger than a requirement may be asked about');
  });
});

describe('An expression that is allowed', () => {
  it.each([
    ['compares each line with each', `${LINES}.all(a, ${LINES}.all(b, a.hsCode == b.hsCode))`, true],
    ['fails at every step', `${LINES}.all(a, ${LINES}.all(b, a.quantity / 0 > 1 && b.quantity > 1))`, 'int divide by zero'],
    ['overflows at every step', `${LINES}.exists(a, ${LINES}.exists(b, a.quantity * b.quantity < 0))`, 'int overflow'],
    ['is one long chain', times(200, 'true', ' && '), true],
  ])('comes to its end on the largest transaction: it %s', (_, expression, result) => {
    const outcome = () => evaluate(expression, largest);
    if (typeof result === 'string') expect(outcome).toThrow(result);
    else expect(outcome()).toBe(result);
  });
});

/** Steps that were really made, as far as they can be counted from outside: calls, and comparisons of items. */
let counted = 0;
const same = (a: CelValue, b: CelValue): boolean => {
  counted++;
  if (!isCelList(a) || !isCelList(b)) return a === b;
  return a.size === b.size && [...a].every((item, index) => same(item, b.get(index) as CelValue));
};
const { BOOL, DYN, STRING, INT } = CelScalar;
const LIST = listType(DYN);
const counting = celEnv({
  funcs: [
    celFunc('_==_', [DYN, DYN], BOOL, same as never),
    celFunc('@in', [DYN, LIST], BOOL, ((item: CelValue, group: CelList) => [...group].some((other) => same(item, other))) as never),
    celFunc('_<_', [INT, INT], BOOL, (a, b) => {
      counted++;
      return a < b;
    }),
    celFunc('_+_', [STRING, STRING], STRING, (a, b) => {
      counted++;
      return a + b;
    }),
  ],
});

const { condition } = fc.letrec<{ condition: string; list: string; text: string; number: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('seller.licensed', 'true'),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} && ${b})`),
    tie('condition').map((a) => `!${a}`),
    fc.tuple(tie('list'), tie('condition')).map(([over, body]) => `${over}.all(x, ${body} || x == "a")`),
    fc.tuple(tie('list'), tie('text')).map(([over, text]) => `${over}.exists(y, y == ${text})`),
    fc.tuple(tie('text'), tie('list')).map(([text, list]) => `(${text} in ${list})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} == ${b})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `(${a} < ${b})`),
    fc.tuple(tie('number'), tie('text')).map(([a, b]) => `(${a} == ${b})`),
  ),
  list: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(DOCUMENTS, '["a", "b"]', '[]', `dyn(${DOCUMENTS})`, 'transaction["documents"]'),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('list'), tie('condition')).map(([over, body]) => `${over}.filter(z, ${body})`),
    fc.tuple(tie('list'), tie('text')).map(([over, body]) => `${over}.map(w, ${body} + w)`),
  ),
  text: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('"a"', 'transaction.origin'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
  ),
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('1', 'transaction.valueMinorUnits', `${LINES}[0].quantity`),
    tie('list').map((list) => `size(${list})`),
  ),
}));

const scope = new Map(Object.entries(TRADE_CONTEXT));
const analysisOf = (source: string) => analyse(new Syntax(source), scope);

describe('The bound', () => {
  it('is never less than the steps that an evaluation makes, whether its types are at fault or not', () => {
    const context = { transaction: { ...largest.transaction, lines: [] }, seller: largest.seller, buyer: largest.buyer };
    let compared = 0;
    fc.assert(
      fc.property(condition, (source) => {
        const { cost } = analysisOf(source);
        if (cost > MOST_STEPS) return;
        counted = 0;
        plan(counting, parse(source))(context as never);
        if (counted > 0) compared++;
        expect(counted).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(30);
  });
});

describe('What the check of types accepts', () => {
  it('fails on no facts for its types', () => {
    const environment = celEnv();
    let accepted = 0;
    fc.assert(
      fc.property(condition, fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }), (source, documents) => {
        const { faults, cost } = analysisOf(source);
        if (cost > MOST_STEPS || faults.length > 0) return;
        accepted++;
        const result = plan(
          environment,
          parse(source),
        )({ ...SAMPLE_FACTS, transaction: { ...SAMPLE_FACTS.transaction, documents } } as never);
        expect(isCelError(result) ? result.message : result).toEqual(expect.any(Boolean));
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});
