import type { CalendarDate } from '@concord/kernel';
import fc from 'fast-check';
import { check, type PlacedRequirement, type Requirement } from '../requirement.js';
import type { TradeFacts } from '../trade-facts.js';
import { type Compatibility, compatibilityOf, type Pair, variantsOf } from './find-conflict.js';
import { oneOfEach, subsetsOf } from './subsets.js';

const DAY = '2026-06-01' as CalendarDate;

const placed = (normId: string, jurisdiction: string, requirement: Partial<Requirement>): PlacedRequirement => ({
  normId,
  jurisdiction,
  version: 1,
  eId: 'sec_1',
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

/** Two requirements on goods that come into the United States. */
const pairOf = (first: Partial<Requirement> | string, second: Partial<Requirement> | string): Pair => {
  const whole = (part: Partial<Requirement> | string) => (typeof part === 'string' ? { mustHold: part } : part);
  return [placed('first', 'US', whole(first)), placed('second', 'US', whole(second))];
};

const resultsOf = (pair: Pair, facts: TradeFacts) => pair.map((requirement) => check([requirement], facts).findings[0]?.result);

/** A conflict that has shown itself: the example breaches, each can be met, and no variant meets both. */
function proven(pair: Pair, compatibility: Compatibility = compatibilityOf(pair, DAY)) {
  if (compatibility.verdict !== 'CONFLICT') throw new Error(`no conflict but ${JSON.stringify(compatibility)}`);
  expect(check(pair, compatibility.example).findings.some(({ result }) => result === 'BREACH')).toBe(true);
  expect(resultsOf(pair, compatibility.meeting[0])[0]).toBe('MET');
  expect(resultsOf(pair, compatibility.meeting[1])[1]).toBe('MET');
  for (const variant of variantsOf(pair, compatibility)) expect(resultsOf(pair, variant)).not.toEqual(['MET', 'MET']);
  return compatibility;
}

const verdictOf = (pair: Pair) => compatibilityOf(pair, DAY).verdict;

describe('Two requirements conflict', () => {
  it('where one asks for a document that the other forbids', () => {
    const { example, despite } = proven(pairOf('"A" in transaction.documents', '!("A" in transaction.documents)'));
    expect(despite).toBe('PAPERS');
    expect(example.transaction.destination).toBe('US');
    expect(verdictOf(pairOf('"A" in transaction.documents', '!("B" in transaction.documents)'))).toBe('NONE');
  });

  it('only where both apply', () => {
    const forbids = { mustHold: '!("A" in transaction.documents)' };
    const asks = (appliesWhen: string) => ({ appliesWhen, mustHold: '"A" in transaction.documents' });
    expect(proven(pairOf(asks('transaction.kind == "B2B"'), forbids)).example.transaction.kind).toBe('B2B');
    expect(verdictOf(pairOf(asks('transaction.kind == "B2B"'), { ...forbids, appliesWhen: 'transaction.kind != "B2B"' }))).toBe('NONE');
    expect(verdictOf(pairOf(asks('transaction.kind == "BARTER"'), forbids))).toBe('NONE');
  });

  it('for goods of which both speak, on one line or on two', () => {
    const asks = { hsCodes: ['9503'], mustHold: '"A" in transaction.documents' };
    const forbids = (...hsCodes: string[]) => ({ hsCodes, mustHold: '!("A" in transaction.documents)' });
    const lines = (pair: Pair) => proven(pair).example.transaction.lines.map(({ hsCode }) => hsCode.slice(0, 2));
    expect(lines(pairOf(asks, forbids('950300')))).toEqual(['95']);
    expect(lines(pairOf(asks, forbids('64'))).sort()).toEqual(['64', '95']);
  });

  it('for goods that cross both borders', () => {
    const asks = placed('first', 'EU', { mustHold: '"A" in transaction.documents' });
    const forbids = (jurisdiction: string, direction: Requirement['direction']) =>
      placed('second', jurisdiction, { direction, mustHold: '!("A" in transaction.documents)' });
    expect(proven([asks, forbids('DE', 'IMPORT')]).example.transaction.destination).toBe('DE');
    expect(proven([asks, forbids('CN', 'EXPORT')]).example.transaction.origin).toBe('CN');
    expect(verdictOf([asks, forbids('US', 'IMPORT')])).toBe('NONE');
    expect(verdictOf([asks, forbids('DE', 'EXPORT')])).toBe('NONE');
  });

  it('over what a seller must be', () => {
    proven(pairOf('seller.operationMode == "PLATFORM"', 'seller.operationMode in ["SELF_OPERATED", "PURCHASING_AGENT"]'));
    proven(pairOf('seller.registered', 'seller.jurisdiction == ""'));
    expect(verdictOf(pairOf('seller.registered', 'seller.licensed'))).toBe('NONE');
  });

  it('over amounts, where no quantity and price do', () => {
    const cheap = 'transaction.valueMinorUnits <= 100';
    expect(proven(pairOf(cheap, 'transaction.valueMinorUnits >= 200')).despite).toBe('PAPERS_AND_AMOUNTS');
    proven(pairOf(cheap, 'transaction.lines.all(l, l.quantity >= 5 && l.unitPriceMinorUnits >= 50)'));
    expect(verdictOf(pairOf(cheap, 'transaction.lines.all(l, l.quantity >= 2 && l.unitPriceMinorUnits >= 50)'))).toBe('NONE');
    expect(verdictOf(pairOf(cheap, 'transaction.lines.exists(l, l.quantity > 100)'))).toBe('NONE');
  });

  it('for dear goods alone, if only these need what is forbidden', () => {
    const { example, despite } = proven(
      pairOf('transaction.valueMinorUnits <= 80000 || "A" in transaction.documents', '!("A" in transaction.documents)'),
    );
    expect(despite).toBe('PAPERS');
    expect(example.transaction.valueMinorUnits).toBeGreaterThan(80_000n);
  });

  it('by the values that their parameters have on the day', () => {
    const limit = (value: string) => ({ name: 'limit', unit: 'USD', decimals: 2, values: [{ from: '2026-03-01' as CalendarDate, value }] });
    const pair = pairOf(
      { mustHold: 'transaction.valueMinorUnits <= parameter.limit', parameters: [limit('8')] },
      { mustHold: 'transaction.valueMinorUnits > 900', parameters: [] },
    );
    proven(pair);
    expect(verdictOf(pairOf({ ...pair[0].requirement, parameters: [limit('10.5')] }, pair[1].requirement))).toBe('NONE');
    expect(compatibilityOf(pair, '2026-02-28' as CalendarDate).verdict).toBe('UNDECIDED');
  });

  it('not because one of them cannot be met at all', () => {
    expect(verdictOf(pairOf('"A" in transaction.documents && !("A" in transaction.documents)', '"A" in transaction.documents'))).toBe(
      'NONE',
    );
    expect(verdictOf(pairOf('false', '"A" in transaction.documents'))).toBe('NONE');
  });
});

describe('Beyond its reach the method', () => {
  it.each([
    ['sums', 'transaction.valueMinorUnits * 2 > 10'],
    ['counts', 'size(transaction.documents) > 3'],
    ['compares facts', 'transaction.lines.all(l, l.quantity < transaction.valueMinorUnits)'],
    ['picks a line', 'transaction.lines[0].quantity > 5'],
    ['counts what holds', 'transaction.lines.exists_one(l, l.quantity > 5)'],
    ['names amounts that no currency holds', 'transaction.valueMinorUnits < 1000000000000000000'],
  ])('decides nothing of what %s', (_, mustHold) => {
    const others = 'transaction.valueMinorUnits > 5 && "A" in transaction.documents';
    expect(compatibilityOf(pairOf(mustHold, others), DAY)).toEqual({ verdict: 'UNDECIDED', reason: expect.stringMatching(/./) });
  });

  it('still sees that the two look at different things', () => {
    expect(verdictOf(pairOf('buyer.party.startsWith("x") && seller.licensed', '"A" in transaction.documents'))).toBe('NONE');
  });
});

/** Expressions over small worlds, which brute force can walk through. */
const expressionOf = (...atoms: readonly string[]) =>
  fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...atoms),
      tie('expression').map((inner) => `!(${inner})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} && ${b})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
    ),
  })).expression;

const requirementOf = (...atoms: readonly string[]) =>
  fc.record({ mustHold: expressionOf(...atoms), appliesWhen: fc.option(expressionOf(...atoms), { freq: 3 }) });

/** What two requirements say of each variant of each transaction of a world: groups are of one setting, and of one setting and amount. */
class World {
  private readonly goods: readonly (readonly TradeFacts['transaction']['lines'][number][])[];
  private readonly papers = subsetsOf(['A', 'B', 'C']).flatMap((documents) => [true, false].map((licensed) => ({ documents, licensed })));

  constructor(
    hsCodes: readonly string[],
    quantities: readonly bigint[],
    prices: readonly bigint[],
    private readonly kinds: readonly string[],
    mostLines: number,
  ) {
    const lines = oneOfEach<string | bigint>([hsCodes, quantities, prices]).map(([hsCode, quantity, unitPriceMinorUnits]) => ({
      hsCode: hsCode as string,
      quantity: quantity as bigint,
      unitPriceMinorUnits: unitPriceMinorUnits as bigint,
    }));
    this.goods = subsetsOf(lines).filter(({ length }) => length > 0 && length <= mostLines);
  }

  resultsOf(pair: Pair) {
    const ofSettings = new Map<string, Set<string>>();
    const ofAmounts = this.kinds.flatMap((kind) =>
      this.goods.map((lines) => {
        const setting = settingOf(kind, lines);
        const seen = new Set(
          this.papers
            .map((papers) => resultsOf(pair, factsOf(kind, lines, papers)))
            .filter(applied)
            .map(String),
        );
        ofSettings.set(setting, new Set([...(ofSettings.get(setting) ?? []), ...seen]));
        return seen;
      }),
    );
    return { ofAmounts, ofSettings };
  }
}

type Lines = TradeFacts['transaction']['lines'];

const settingOf = (kind: string, lines: Lines): string => `${kind} ${[...new Set(lines.map(({ hsCode }) => hsCode))].sort()}`;
const applied = (results: readonly unknown[]): boolean => results.every((result) => result !== undefined);

const factsOf = (
  kind: string,
  lines: Lines,
  { documents, licensed }: { readonly documents: readonly string[]; readonly licensed: boolean },
): TradeFacts => {
  const valueMinorUnits = lines.reduce((sum, { quantity, unitPriceMinorUnits }) => sum + quantity * unitPriceMinorUnits, 0n);
  return {
    transaction: { kind, origin: 'CN', destination: 'US', currency: 'USD', valueMinorUnits, lines, documents, openedOn: DAY },
    seller: { party: 'a', jurisdiction: 'CN', registered: true, operationMode: 'PLATFORM', licensed },
    buyer: { party: 'b' },
  };
};

const impossible = (seen: ReadonlySet<string>): boolean => seen.has('MET,BREACH') && seen.has('BREACH,MET') && !seen.has('MET,MET');

describe('The search for conflicts', () => {
  const counted = () => {
    const verdicts = { CONFLICT: 0, NONE: 0, UNDECIDED: 0 };
    return {
      verdicts,
      count: (pair: Pair) => {
        const compatibility = compatibilityOf(pair, DAY);
        verdicts[compatibility.verdict]++;
        if (compatibility.verdict === 'CONFLICT') proven(pair, compatibility);
        return compatibility;
      },
    };
  };

  it('finds what brute force finds, and nothing else', () => {
    const world = new World(['950300', '640399'], [1n, 2n], [1n], ['B2C', 'B2B'], 4);
    const requirement = requirementOf(
      '"A" in transaction.documents',
      '"B" in transaction.documents',
      'transaction.documents.exists(d, d != "A")',
      'transaction.kind == "B2B"',
      'seller.licensed',
      'transaction.lines.exists(l, l.quantity >= 2)',
      'transaction.lines.all(l, 2 > l.quantity)',
      'transaction.lines.all(l, l.hsCode.startsWith("95") || l.quantity > 1)',
      'transaction.lines.exists(l, l.hsCode.startsWith("95") && l.quantity <= 1)',
    );
    const { verdicts, count } = counted();
    const agrees = (first: Partial<Requirement>, second: Partial<Requirement>) => {
      const pair = pairOf(first, second);
      const { ofAmounts, ofSettings } = world.resultsOf(pair);
      const conflict = ofAmounts.some(impossible) || [...ofSettings.values()].some(impossible);
      expect(count(pair).verdict).toBe(conflict ? 'CONFLICT' : 'NONE');
    };
    fc.assert(fc.property(requirement, requirement, agrees), { numRuns: 60, seed: 20_261_121 });
    expect(verdicts.CONFLICT).toBeGreaterThan(0);
    expect(verdicts.NONE).toBeGreaterThan(3);
  });

  it('claims nothing of amounts that a walk through small ones refutes', () => {
    const world = new World(['950300'], [1n, 2n, 3n, 5n], [0n, 1n, 3n, 7n], ['B2C'], 2);
    const requirement = requirementOf(
      '"A" in transaction.documents',
      'transaction.valueMinorUnits <= 3',
      'transaction.valueMinorUnits == 5',
      'transaction.valueMinorUnits > 7',
      'transaction.lines.all(l, l.quantity >= 2)',
      'transaction.lines.exists(l, l.quantity != 3)',
      'transaction.lines.all(l, l.unitPriceMinorUnits >= 2)',
    );
    const { verdicts, count } = counted();
    const agrees = (first: Partial<Requirement>, second: Partial<Requirement>) => {
      const pair = pairOf(first, second);
      const { ofAmounts, ofSettings } = world.resultsOf(pair);
      const compatibility = count(pair);
      if (compatibility.verdict === 'NONE') expect(ofAmounts.some(impossible)).toBe(false);
      if (compatibility.verdict === 'CONFLICT' && compatibility.despite === 'PAPERS_AND_AMOUNTS') {
        const { kind, lines } = compatibility.example.transaction;
        expect(kind).toBe('B2C');
        expect([
          ...(ofSettings.get(
            settingOf(
              kind,
              lines.map((line) => ({ ...line, hsCode: '950300' })),
            ),
          ) ?? []),
        ]).not.toContain('MET,MET');
      }
    };
    fc.assert(fc.property(requirement, requirement, agrees), { numRuns: 40, seed: 20_261_121 });
    expect(verdicts.CONFLICT).toBeGreaterThan(0);
    expect(verdicts.NONE).toBeGreaterThan(0);
  });
});
