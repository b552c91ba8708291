import type { CalendarDate } from '@concord/kernel';
import type { CheckAnswer, Requirement } from '@concord/rules';
import type { RecordedFacts } from '@concord/trade';
import { DataSource } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.js';
import { RecordedTrade, recordedTrades } from './recorded-trade.js';
import { type Progress, replay, type Span } from './replay.js';
import { Turns } from './turns.js';

const TRADES = 2_500;
const EVERYTHING: Span = { jurisdiction: 'EU', openedFrom: null, openedUntil: null, hsCode: null };
const NO_END = new AbortController().signal;

const factsOf = (number: number, destination = 'DE'): RecordedFacts => ({
  transaction: {
    kind: 'B2C',
    origin: number % 10 === 9 ? 'FR' : 'CN',
    destination,
    currency: 'EUR',
    valueMinorUnits: String(number),
    lines: [{ hsCode: number % 2 === 0 ? '950300' : '640399', quantity: '1', unitPriceMinorUnits: String(number) }],
    documents: number % 4 === 0 ? ['TEST_REPORT'] : [],
    openedOn: `2026-0${1 + (number % 3)}-01` as CalendarDate,
  },
  seller: { party: 'shop', jurisdiction: 'CN', registered: true, operationMode: 'PLATFORM', licensed: false },
  buyer: { party: 'eva' },
});

/** The row that the events of one transaction leave. */
function rowOf(number: number, answer: CheckAnswer, ...decisions: readonly ('Released' | 'Refused')[]): RecordedTrade {
  const [table] = recordedTrades.tables;
  const checked = {
    type: 'trade.transaction.TransactionChecked',
    data: { answer, findings: [], licences: [], facts: factsOf(number), requirementsConsidered: [] },
  };
  const events = [checked, ...decisions.map((decision) => ({ type: `trade.transaction.Transaction${decision}`, data: {} }))];
  const recorded = events.map((event) => ({ ...event, stream: `trade.transaction/sale-${number}`, position: String(number + 1) }));
  return recorded.reduce<object | undefined>((row, event) => table?.evolve(row, event as never, ''), undefined) as RecordedTrade;
}

const draft = (requirement: Partial<Requirement> = {}): Requirement => ({
  direction: 'IMPORT',
  hsCodes: ['9503'],
  appliesWhen: null,
  mustHold: '"TEST_REPORT" in transaction.documents',
  onBreach: 'REFUSE',
  parameters: [],
  ...requirement,
});

describe('A policy replay', () => {
  let database: FreshDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    source = new DataSource({ type: 'postgres', url: database.url, entities: [RecordedTrade] });
    await source.initialize();
    await source.query('CREATE SCHEMA insight_policy_replay');
    await source.synchronize();
    const trades = Array.from({ length: TRADES }, (_, number) => {
      if (number % 100 === 2) return rowOf(number, 'HELD', 'Released');
      if (number % 100 === 4) return rowOf(number, 'HELD', 'Refused');
      return rowOf(number, number % 100 === 6 ? 'HELD' : 'ADMITTED');
    });
    await source.getRepository(RecordedTrade).insert(trades as never);
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  const reports = async (requirement: Requirement, over: Partial<Span> = {}, signal = NO_END) => {
    const seen: Progress[] = [];
    for await (const progress of replay(source.manager, requirement, { ...EVERYTHING, ...over }, signal)) seen.push(progress);
    return seen;
  };
  const resultOf = async (requirement: Requirement, over: Partial<Span> = {}) => (await reports(requirement, over)).at(-1)!;
  const countsOf = ({ outcomes }: Progress) =>
    Object.fromEntries(outcomes.map(({ reality, effect, transactions }) => [`${reality} ${effect}`, transactions]));

  it('counts what became of each transaction against what the draft would have done', async () => {
    const result = await resultOf(draft());
    expect(result).toMatchObject({ done: true, total: 2_250, examined: 2_250, position: '2499' });
    expect(countsOf(result)).toEqual({
      'ADMITTED NOT_CONCERNED': 1_000,
      'ADMITTED ADMITTED': 600,
      'ADMITTED REFUSED': 575,
      'HELD REFUSED': 25,
      'RELEASED REFUSED': 25,
      'REFUSED_BY_AGENCY ADMITTED': 25,
    });
  });

  it('gives the first of each as examples, with the fault where there is one', async () => {
    const { outcomes } = await resultOf(draft());
    const { examples } = outcomes.find(({ reality, effect }) => reality === 'ADMITTED' && effect === 'REFUSED')!;
    expect(examples).toHaveLength(10);
    expect(examples[0]).toEqual({ transactionId: 'sale-10', openedOn: '2026-02-01', fault: null });
    const faulty = await resultOf(draft({ mustHold: '10 / (transaction.valueMinorUnits - 10) < 1' }));
    const undecided = faulty.outcomes.find(({ effect }) => effect === 'UNDECIDED')!;
    expect(undecided.examples).toEqual([{ transactionId: 'sale-10', openedOn: '2026-02-01', fault: expect.stringMatching(/zero/) }]);
  });

  it('looks only where it is told: border and direction, days, goods', async () => {
    const countOf = async (requirement: Partial<Requirement>, over: Partial<Span>) => (await resultOf(draft(requirement), over)).total;
    expect(await countOf({}, { jurisdiction: 'DE' })).toBe(2_500);
    expect(await countOf({}, { jurisdiction: 'US' })).toBe(0);
    expect(await countOf({ direction: 'EXPORT' }, { jurisdiction: 'FR' })).toBe(250);
    expect(await countOf({ direction: 'EXPORT' }, {})).toBe(0);
    expect(await countOf({}, { jurisdiction: 'DE', hsCode: '95' })).toBe(1_250);
    const february = '2026-02-01' as CalendarDate;
    expect(await countOf({}, { jurisdiction: 'DE', openedFrom: february, openedUntil: february })).toBe(833);
  });

  it('reads parameters as they are on the day of each transaction', async () => {
    const since = (from: string, value: string) => ({ from: from as CalendarDate, value });
    const limit = { name: 'limit', unit: 'EUR', decimals: 2, values: [since('2026-01-01', '0.00'), since('2026-03-01', '1000.00')] };
    const result = await resultOf(draft({ hsCodes: [], mustHold: 'transaction.valueMinorUnits < parameter.limit', parameters: [limit] }), {
      jurisdiction: 'DE',
    });
    const refused = result.outcomes.filter(({ effect }) => effect === 'REFUSED').reduce((sum, { transactions }) => sum + transactions, 0);
    expect(refused).toBe(834 + 833);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = replay(source.manager, draft(), EVERYTHING, stop.signal);
    expect((await running.next()).value).toMatchObject({ examined: 0, total: 2_250, done: false });
    stop.abort(new Error('nobody waits for it'));
    await expect(running.next()).rejects.toThrow('nobody waits for it');
  });

  it('runs one at a time for a party, on all nodes, and gives its turn back however it ends', async () => {
    const here = new Turns(source);
    const there = new Turns(source);
    const start = (turns: Turns, party: string) => turns.take(party, (manager) => replay(manager, draft(), EVERYTHING, NO_END));
    const first = start(here, 'us-cpsc');
    await first.next();
    await expect(start(there, 'us-cpsc').next()).rejects.toMatchObject({ code: 'REPLAY_RUNNING' });
    const second = start(here, 'eu-safety');
    await second.next();
    await expect(start(here, 'jp-meti').next()).rejects.toMatchObject({ code: 'REPLAYS_BUSY' });
    await first.return(undefined);
    const third = start(there, 'us-cpsc');
    await expect(third.next()).resolves.toMatchObject({ done: false });
    await Promise.all([second, third].map((replaying) => replaying.return(undefined)));
  });
});
