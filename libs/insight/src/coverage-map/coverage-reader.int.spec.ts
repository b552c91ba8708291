import type { NormEvent } from '@concord/government';
import { addToDate, type CalendarDate, type DomainEvent, type TimeZone } from '@concord/kernel';
import { provisionsOn, versionOn } from '@concord/legal-text';
import type { RowKey, RowsOf } from '@concord/projections';
import { covers, jurisdictionsOf } from '@concord/reference-data';
import { type Direction, directionOf } from '@concord/rules';
import type { TransactionOpened } from '@concord/trade';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.js';
import type { CoverageMap } from './coverage-map.js';
import { CoverageReader } from './coverage-reader.js';
import { CoveringNorm, coveringNorms } from './covering-norm.js';
import { SeenTrade, seenTrade } from './seen-trade.js';

const FIRST = '2025-11-10' as CalendarDate;
const LENGTH = 150;
const dayAt = (offset: number): CalendarDate => addToDate(FIRST, { days: offset });
const UTC = 'UTC' as TimeZone;

type Opened = TransactionOpened['data'];

/** The rows that events leave in a table, each event with the id of its object. */
function rowsOf<Row>(table: RowsOf, events: readonly (readonly [id: string, event: DomainEvent])[]): readonly Row[] {
  const rows = new Map<string, object>();
  for (const [id, event] of events) {
    const recorded = { ...event, stream: `any.thing/${id}` } as never;
    for (const key of table.keys(recorded) as readonly RowKey[]) {
      const row = table.evolve(rows.get(JSON.stringify(key)), recorded, key);
      if (row) rows.set(JSON.stringify(key), row);
    }
  }
  return [...rows.values()] as unknown as readonly Row[];
}

const offset = fc.nat(LENGTH);
const country = fc.constantFrom('DE', 'FR', 'CN', 'US');
const trade = fc
  .record({
    origin: country,
    destination: country,
    hsCodes: fc.array(fc.constantFrom('950300', '950490', '640399', '650500'), { minLength: 1, maxLength: 3 }),
    openedOn: offset.map(dayAt),
    currency: fc.constantFrom('EUR', 'JPY'),
    price: fc.integer({ min: 1, max: 9 }),
  })
  .filter(({ origin, destination }) => origin !== destination)
  .map(({ hsCodes, price, ...rest }): Opened => {
    const lines = hsCodes.map((hsCode) => ({ hsCode, description: '', quantity: 2, unitPrice: String(price) }));
    return { ...rest, lines } as unknown as Opened;
  });

/** A norm with what happened to it; acts are recorded in any order of their days, and so also work backwards. */
const act = fc.record({
  kind: fc.constantFrom('COMMENCED', 'SUSPENDED', 'RESUMED', 'REPEALED'),
  from: offset,
  length: fc.option(fc.nat(60)),
});
const norm = fc.record({
  jurisdiction: fc.constantFrom('DE', 'EU', 'CN', 'US'),
  hsCodes: fc.constantFrom<readonly string[]>([], ['95'], ['9503'], ['950300', '64'], ['650500']),
  direction: fc.option(fc.constantFrom<Direction>('IMPORT', 'EXPORT')),
  acts: fc.array(act, { minLength: 1, maxLength: 4 }),
});
type Norm = typeof norm extends fc.Arbitrary<infer Value> ? Value : never;

function eventOf({ kind, from, length }: Norm['acts'][number]): NormEvent {
  const base = { provisions: null, reason: '', zone: UTC };
  switch (kind) {
    case 'COMMENCED':
      return { type: 'government.norm.NormCommenced', data: { provisions: null, commencement: { on: dayAt(from) }, zone: UTC } };
    case 'SUSPENDED':
      return {
        type: 'government.norm.ProvisionsSuspended',
        data: { ...base, from: dayAt(from), until: length === null ? null : dayAt(from + length + 1) },
      } as NormEvent;
    case 'RESUMED':
      return { type: 'government.norm.ProvisionsResumed', data: { ...base, from: dayAt(from) } } as NormEvent;
    default:
      return { type: 'government.norm.NormRepealed', data: { repealedFrom: dayAt(from), reason: '', zone: UTC } } as NormEvent;
  }
}

function eventsOf({ jurisdiction, hsCodes, direction, acts }: Norm): readonly NormEvent[] {
  const requirement = direction && { direction, hsCodes: [], appliesWhen: null, mustHold: 'true', onBreach: 'FLAG', parameters: [] };
  const provisions = [{ eId: 'sec_1', parent: null, kind: 'SECTION', number: null, headings: [], text: [], requirement }];
  const drafted = {
    agency: 'a',
    jurisdiction,
    documentType: 'law',
    docket: null,
    source: null,
    titles: [],
    hsCodes,
    provisions,
    amendments: [],
  };
  return [
    { type: 'government.norm.NormDrafted', data: drafted } as unknown as NormEvent,
    { type: 'government.norm.NormPublished', data: { publishedOn: FIRST, inForceFrom: null, zone: UTC } } as NormEvent,
    ...acts.map(eventOf),
  ];
}

/** Counted transaction by transaction and norm by norm, from the rules in the page on the coverage map. */
function naive(norms: readonly Norm[], rows: readonly CoveringNorm[], trades: readonly Opened[]) {
  const counts = new Map<string, { transactions: number; value: number }>();
  const add = (key: string, value: number) => {
    const { transactions, value: before } = counts.get(key) ?? { transactions: 0, value: 0 };
    counts.set(key, { transactions: transactions + 1, value: before + value });
  };
  const covered = (opened: Opened, jurisdiction: string, direction: Direction, hsCode: string): boolean =>
    norms.some((candidate, index) => {
      const { timeline } = rows[index] as CoveringNorm;
      const isHere =
        jurisdictionsOf(jurisdiction).includes(candidate.jurisdiction) || jurisdictionsOf(candidate.jurisdiction).includes(jurisdiction);
      if (!isHere || directionOf(candidate.jurisdiction, opened) !== direction) return false;
      if (candidate.direction !== null && candidate.direction !== direction) return false;
      if (candidate.hsCodes.length > 0 && !candidate.hsCodes.some((code) => covers(code, hsCode))) return false;
      const version = versionOn(timeline, opened.openedOn);
      return (
        version !== undefined && provisionsOn(timeline, version.version, opened.openedOn).some(({ standing }) => standing === 'IN_FORCE')
      );
    });
  for (const opened of trades) {
    const places = new Set([...jurisdictionsOf(opened.origin), ...jurisdictionsOf(opened.destination)]);
    for (const jurisdiction of places) {
      const direction = directionOf(jurisdiction, opened);
      if (!direction) continue;
      const cost = (codes: (code: string) => boolean) =>
        opened.lines.filter(({ hsCode }) => codes(hsCode)).reduce((sum, { quantity, unitPrice }) => sum + quantity * Number(unitPrice), 0);
      const codes = new Set(opened.lines.map(({ hsCode }) => hsCode));
      for (const chapter of new Set([...codes].map((code) => code.slice(0, 2)))) {
        add(
          `${direction} ${jurisdiction} ${chapter} ${opened.currency}`,
          cost((code) => code.startsWith(chapter)),
        );
      }
      for (const code of codes) {
        if (!covered(opened, jurisdiction, direction, code)) {
          add(
            `GAP ${direction} ${jurisdiction} ${code} ${opened.currency}`,
            cost((other) => other === code),
          );
        }
      }
    }
  }
  return counts;
}

describe('The coverage map', () => {
  let database: FreshDatabase;
  let source: DataSource;
  let reader: CoverageReader;

  beforeAll(async () => {
    database = await freshDatabase();
    source = new DataSource({ type: 'postgres', url: database.url, entities: [SeenTrade, CoveringNorm] });
    await source.initialize();
    await source.query('CREATE SCHEMA insight_coverage');
    await source.synchronize();
    reader = new CoverageReader(source);
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  const fill = async (norms: readonly Norm[], trades: readonly Opened[]): Promise<readonly CoveringNorm[]> => {
    await source.query('TRUNCATE insight_coverage.trade, insight_coverage.norm');
    const rows = norms.flatMap((each, index) =>
      rowsOf<CoveringNorm>(
        coveringNorms,
        eventsOf(each).map((event) => [`norm-${index}`, event]),
      ),
    );
    const opened = trades.map((data, index) => [`sale-${index}`, { type: 'trade.transaction.TransactionOpened', data }] as const);
    await source.getRepository(CoveringNorm).insert(rows as never);
    await source.getRepository(SeenTrade).insert(rowsOf(seenTrade, opened) as never);
    return rows;
  };

  /** The values in each currency, by what they are values of. */
  const valuesOf = ({ cells }: CoverageMap): ReadonlyMap<string, number> =>
    new Map(
      cells.flatMap(({ jurisdiction, chapter, imports, exports, gaps }) => [
        ...imports.values.map(({ amount, currency }) => [`IMPORT ${jurisdiction} ${chapter} ${currency}`, Number(amount)] as const),
        ...exports.values.map(({ amount, currency }) => [`EXPORT ${jurisdiction} ${chapter} ${currency}`, Number(amount)] as const),
        ...gaps.flatMap(({ direction, hsCode, values }) =>
          values.map(({ amount, currency }) => [`GAP ${direction} ${jurisdiction} ${hsCode} ${currency}`, Number(amount)] as const),
        ),
      ]),
    );
  const transactionsOf = ({ cells }: CoverageMap): number =>
    cells.reduce(
      (sum, { imports, exports, gaps }) =>
        gaps.reduce((all, gap) => all + gap.transactions, sum + imports.transactions + exports.transactions),
      0,
    );

  it('says of any history of norms what counting transaction by transaction says', async () => {
    let gaps = 0;
    const agrees = async (norms: Norm[], trades: Opened[], from: number, length: number) => {
      const rows = await fill(norms, trades);
      const days = { from: dayAt(from), until: dayAt(from + length) };
      const map = await reader.map({ on: dayAt(LENGTH), days, jurisdictions: null });
      const counted = naive(
        norms,
        rows,
        trades.filter(({ openedOn }) => openedOn >= days.from && openedOn <= days.until),
      );
      expect(valuesOf(map)).toEqual(new Map([...counted].map(([key, { value }]) => [key, value])));
      expect(transactionsOf(map)).toBe([...counted.values()].reduce((sum, { transactions }) => sum + transactions, 0));
      gaps += [...counted.keys()].filter((key) => key.startsWith('GAP')).length;
    };
    const norms = fc.array(norm, { maxLength: 6 });
    const trades = fc.array(trade, { maxLength: 25 });
    await fc.assert(fc.asyncProperty(norms, trades, offset, offset, agrees), { numRuns: 60, seed: 20_261_121 });
    expect(gaps).toBeGreaterThan(100);
  });

  it('for some jurisdictions says what the map of all says of them', async () => {
    const several = fc.tuple(fc.array(norm, { maxLength: 6 }), fc.array(trade, { minLength: 10, maxLength: 25 }));
    const agrees = async ([norms, trades]: [Norm[], Opened[]]) => {
      await fill(norms, trades);
      const question = { on: dayAt(80), days: { from: FIRST, until: dayAt(LENGTH) } };
      const all = await reader.map({ ...question, jurisdictions: null });
      const some = await reader.map({ ...question, jurisdictions: ['EU', 'DE'] });
      expect(some.cells).toEqual(all.cells.filter(({ jurisdiction }) => ['DE', 'EU'].includes(jurisdiction)));
    };
    await fc.assert(fc.asyncProperty(several, agrees), { numRuns: 15, seed: 20_261_121 });
  });
});
