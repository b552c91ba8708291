import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { TradeModule } from '@concord/modules/trade';
import { check, type PlacedRequirement } from '@concord/rules';
import { type RecordedFacts, replayed } from '@concord/trade';
import { Module } from '@nestjs/common';
import { SaxesParser } from 'saxes';
import { connect, subscribe } from '../../../test/support/live.js';
import { type Ask, type RunningContext, runContexts } from '../../../test/support/running-context.js';
import { CoverageMapDoor, InsightModule } from './module.js';

@Module({ imports: [InsightModule], providers: [CoverageMapDoor] })
class InsightWithDoor {}

const en = (text: string) => [{ language: 'en', text }];
const today = new Date().toISOString().slice(0, 10);

/** The texts of well-formed XML by the path to them; the first where there are several. @throws where it is not well-formed */
function textsOf(xml: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => path.push(name));
  parser.on('text', (text) => {
    const place = path.join('/');
    if (!texts.has(place)) texts.set(place, text);
  });
  parser.on('closetag', () => path.pop());
  parser.write(xml).close();
  return texts;
}

const MAP = `on from to pairsLeft rows { jurisdiction generalNormCount }
  cells { jurisdiction chapter normCount norms { id jurisdiction } imports { transactions values { amount currency } } exports { transactions }
    gaps { direction hsCode transactions values { amount currency } } conflicts }
  conflicts { first { normId eId } second { normId eId } despite example meetingFirst meetingSecond } undecided { reason }`;
const REPLAY = 'examined total done position outcomes { reality effect transactions examples { transactionId openedOn fault } }';

describe('Trade and norms, seen together', () => {
  let running: RunningContext;
  let customs: Ask;
  let shop: Ask;
  let auditor: Ask;
  let position = '0';

  const mutate = async (ask: Ask, command: string, input: object) => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes, messages } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, {
      input,
    });
    expect({ command, messages, codes }).toEqual({ command, messages: [], codes: [] });
    position = data[field].receipt.position;
  };
  const adopt = async (normId: string, jurisdiction: string, hsCodes: string[], mustHold?: string) => {
    const requirement = mustHold && { direction: 'IMPORT', hsCodes, mustHold, onBreach: 'HOLD' };
    const provisions = [{ eId: 'sec_1', text: en('Goods are safe.'), ...(requirement && { requirement }) }];
    await mutate(customs, 'DraftNorm', {
      normId,
      jurisdiction,
      documentType: 'law',
      titles: en(`Title of ${normId} & <more>`),
      hsCodes,
      provisions,
    });
    await mutate(customs, 'PublishNorm', { normId, publishedOn: '2026-01-05', inForceFrom: '2026-02-01', zone: 'UTC' });
  };
  const open = async (transactionId: string, hsCodes: readonly string[], documents: readonly string[] = []) => {
    const lines = hsCodes.map((hsCode) => ({ hsCode, description: 'Goods', quantity: 2, unitPrice: '10.50' }));
    const trade = { buyer: 'eva', kind: 'B2C', origin: 'CN', destination: 'DE', currency: 'EUR' };
    await mutate(shop, 'OpenTransaction', { transactionId, ...trade, lines, documents });
    for (;;) {
      const { data } = await auditor(`{ transaction(id: "${transactionId}") { status } }`);
      if (data.transaction && data.transaction.status !== 'OPENED') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const map = async (args: string, ask: Ask = auditor) => {
    const { data, codes } = await ask(`query($atLeast: Position) { coverageMap(${args} atLeast: $atLeast) { ${MAP} } }`, {
      atLeast: position,
    });
    expect(codes).toEqual([]);
    return data.coverageMap;
  };
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  const cellOf = ({ cells }: { readonly cells: readonly any[] }, jurisdiction: string, chapter: string) =>
    cells.find((cell) => cell.jurisdiction === jurisdiction && cell.chapter === chapter);

  beforeAll(async () => {
    running = await runContexts(GovernmentModule, EnterpriseModule, TradeModule, InsightWithDoor);
    customs = await running.party('de-customs', 'AGENCY', ['OFFICER'], 'DE');
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER'], 'CN');
    await running.party('eva', 'CONSUMER', ['ADMIN'], 'DE');
    auditor = await running.party('audit', 'AUDITOR', ['READER'], 'DE');
    await running.mandate('audit');
  });
  afterAll(() => running?.stop());

  const draft = (change: object = {}) => ({
    direction: 'IMPORT',
    hsCodes: ['95'],
    mustHold: '"B" in transaction.documents',
    onBreach: 'REFUSE',
    ...change,
  });
  const simulate = (ask: Ask, variables: object) =>
    ask(
      `query($draft: RequirementInput!, $over: ReplaySpanInput!, $atLeast: Position) {
        simulateRequirement(draft: $draft, over: $over, atLeast: $atLeast) { ${REPLAY} } }`,
      { atLeast: position, draft: draft(), over: { jurisdiction: 'EU' }, ...variables },
    );
  const picture = async (query: string, kind: 'AUDITOR' | 'ENTERPRISE' | null = 'AUDITOR') => {
    const id = kind === 'ENTERPRISE' ? 'shop' : 'audit';
    return fetch(`${running.url}/coverage-map.svg${query}`, {
      headers: kind ? { authorization: await running.authorization(id, kind, ['OFFICER', 'READER']) } : {},
    });
  };

  it('of nothing there is an empty map, and an empty replay', async () => {
    expect(await map('')).toMatchObject({ on: today, to: today, rows: [], cells: [], conflicts: [], undecided: [], pairsLeft: 0 });
    const { data } = await simulate(auditor, {});
    expect(data.simulateRequirement).toEqual({ examined: 0, total: 0, done: true, position: '0', outcomes: [] });
    const response = await picture('');
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(textsOf(await response.text()).get('svg/title')).toBe(`Coverage map of ${today}`);
  });

  it('the map shows trade, the norms that cover it, those of the bloc too, and what nobody covers', async () => {
    await adopt('eu-toys', 'EU', ['9503'], '"A" in transaction.documents');
    await adopt('de-toys', 'DE', ['950300'], '!("A" in transaction.documents)');
    await adopt('de-shoes', 'DE', ['64']);
    await open('toys', ['950300'], ['A']);
    await open('shoes-and-hats', ['640399', '650500', '650500']);
    const seen = await map('jurisdictions: ["DE", "EU", "CN", "US"]');
    expect(cellOf(seen, 'DE', '95')).toMatchObject({
      normCount: 2,
      norms: [{ id: 'de-toys' }, { id: 'eu-toys', jurisdiction: 'EU' }],
      imports: { transactions: 1, values: [{ amount: '21.00', currency: 'EUR' }] },
      gaps: [],
    });
    expect(cellOf(seen, 'DE', '64')).toMatchObject({ normCount: 1, imports: { transactions: 1 }, gaps: [] });
    const hats = { direction: 'IMPORT', hsCode: '650500', transactions: 1, values: [{ amount: '42.00', currency: 'EUR' }] };
    expect(cellOf(seen, 'DE', '65')).toMatchObject({
      normCount: 0,
      imports: { transactions: 1 },
      exports: { transactions: 0 },
      gaps: [hats],
    });
    expect(cellOf(seen, 'EU', '65')).toMatchObject({ gaps: [hats] });
    expect(cellOf(seen, 'EU', '64')).toMatchObject({ normCount: 0, gaps: [] });
    expect(cellOf(seen, 'CN', '95')).toMatchObject({ exports: { transactions: 1 }, gaps: [{ direction: 'EXPORT', hsCode: '950300' }] });
    expect(seen.rows.map(({ jurisdiction }: { jurisdiction: string }) => jurisdiction)).toEqual(['CN', 'DE', 'EU', 'US']);
  });

  it('a conflict comes with a transaction that shows it', async () => {
    const seen = await map('jurisdictions: ["DE"]');
    expect(seen.conflicts).toHaveLength(1);
    const [{ first, second, despite, example, meetingFirst, meetingSecond }] = seen.conflicts;
    expect([first.normId, second.normId, despite]).toEqual(['de-toys', 'eu-toys', 'PAPERS']);
    expect(cellOf(seen, 'DE', '95').conflicts).toEqual([0]);
    const requirements = (
      [
        ['de-toys', 'DE', ['950300'], '!("A" in transaction.documents)'],
        ['eu-toys', 'EU', ['9503'], '"A" in transaction.documents'],
      ] as const
    ).map(([normId, jurisdiction, hsCodes, mustHold]) => ({
      ...{ normId, jurisdiction, version: 1, eId: 'sec_1', inForceFrom: '2026-02-01' },
      requirement: { ...draft({ hsCodes, mustHold }), appliesWhen: null, parameters: [] },
    })) as unknown as readonly PlacedRequirement[];
    const results = (facts: RecordedFacts) => check(requirements, replayed(facts)).findings.map(({ result }) => result);
    expect(results(example)).toContain('BREACH');
    expect([results(meetingFirst), results(meetingSecond)]).toEqual([
      ['MET', 'BREACH'],
      ['BREACH', 'MET'],
    ]);
  });

  it('a repeal that works backwards opens a gap in trade that is past, and resolves the conflict', async () => {
    expect(cellOf(await map('jurisdictions: ["DE"]'), 'DE', '64').gaps).toEqual([]);
    await mutate(customs, 'RepealNorm', { normId: 'de-shoes', repealedFrom: '2026-06-01', reason: 'It never worked' });
    await mutate(customs, 'RepealNorm', { normId: 'de-toys', repealedFrom: '2026-06-01', reason: 'It contradicts the law of the Union' });
    const seen = await map('jurisdictions: ["DE"]');
    expect(cellOf(seen, 'DE', '64')).toMatchObject({ normCount: 0, gaps: [{ hsCode: '640399', transactions: 1 }] });
    expect(cellOf(seen, 'DE', '95')).toMatchObject({ normCount: 1, gaps: [], conflicts: [] });
    const then = await map('jurisdictions: ["DE"] on: "2026-05-31"');
    expect(then.conflicts).toHaveLength(1);
    expect(cellOf(then, 'DE', '64')).toMatchObject({ normCount: 1, imports: { transactions: 0 }, gaps: [] });
  });

  it('days in the wrong order and unknown places are refused, and so is whoever may not see trade', async () => {
    const refused = async (args: string, ask: Ask = auditor) => (await ask(`{ coverageMap(${args}) { on } }`)).codes;
    expect(await refused('from: "2026-02-01" to: "2026-01-01"')).toEqual(['BAD_INPUT']);
    expect(await refused('from: "1900-01-01" to: "2026-01-01"')).toEqual(['BAD_INPUT']);
    expect(await refused('jurisdictions: ["XX"]')).toEqual(['BAD_INPUT']);
    expect(await refused('on: "2026-02-01"', shop)).toEqual(['FORBIDDEN']);
    expect(await refused('on: "2026-02-01"', running.anybody)).toEqual(['UNAUTHENTICATED']);
    const statusOf = async (...asked: Parameters<typeof picture>) => (await picture(...asked)).status;
    expect(await statusOf('?from=2026-02-01&to=2026-01-01')).toBe(400);
    expect(await statusOf('?jurisdictions=DE,XX')).toBe(400);
    expect(await statusOf('?colour=red')).toBe(400);
    expect(await statusOf('?atLeast=soon')).toBe(400);
    expect(await statusOf('', 'ENTERPRISE')).toBe(403);
    expect(await statusOf('', null)).toBe(401);
  });

  it('the picture says in words what it shows, without a script', async () => {
    const response = await picture(`?jurisdictions=DE,EU&on=2026-05-31&from=2026-01-01&to=${today}&atLeast=${position}`);
    expect(response.headers.get('content-security-policy')).toBe(`default-src 'none'`);
    const text = await response.text();
    const texts = textsOf(text);
    expect(texts.get('svg/title')).toBe('Coverage map of 2026-05-31');
    expect(texts.get('svg/desc')).toMatch(/Germany, chapter 65: .* Without a norm: 650500 \(import, 1 transaction\)\./);
    expect(texts.get('svg/desc')).toMatch(/1 conflict between requirements/);
    expect(text).toContain('role="img" aria-labelledby="title summary"');
    expect(text).toContain('○');
    expect(text).not.toContain('<script');
  });

  it('a draft is run over what was traded, against what became of it', async () => {
    const { data, codes } = await simulate(auditor, {});
    expect(codes).toEqual([]);
    expect(data.simulateRequirement).toMatchObject({ examined: 2, total: 2, done: true });
    expect(data.simulateRequirement.outcomes).toEqual(
      expect.arrayContaining([
        { reality: 'HELD', effect: 'REFUSED', transactions: 1, examples: [{ transactionId: 'toys', openedOn: today, fault: null }] },
        expect.objectContaining({ reality: 'ADMITTED', effect: 'NOT_CONCERNED', transactions: 1 }),
      ]),
    );
    await mutate(customs, 'ReleaseTransaction', { transactionId: 'toys', reason: 'Shown on paper' });
    const after = await simulate(customs, { over: { jurisdiction: 'DE', hsCode: '95', openedFrom: today, openedUntil: today } });
    expect(after.data.simulateRequirement.outcomes).toMatchObject([{ reality: 'RELEASED', effect: 'REFUSED', transactions: 1 }]);
  });

  it('a draft is refused as when it is drafted, and only those run one who may see trade', async () => {
    const { codes, messages } = await simulate(auditor, { draft: draft({ mustHold: 'transaction.colour == "red"' }) });
    expect(codes).toEqual(['FAULTY_REQUIREMENT']);
    expect(messages[0]).toMatch(/^draft.mustHold: .*line 1, column/);
    expect((await simulate(auditor, { over: { jurisdiction: 'XX' } })).codes).toEqual(['BAD_INPUT']);
    const backwards = await simulate(auditor, { over: { jurisdiction: 'EU', openedFrom: '2026-02-02', openedUntil: '2026-02-01' } });
    expect(backwards).toMatchObject({ codes: ['BAD_INPUT'], messages: ['over.openedFrom: 2026-02-02 is after 2026-02-01'] });
    expect((await simulate(shop, {})).codes).toEqual(['FORBIDDEN']);
  });

  it('a replay that is subscribed to tells how far it is, and ends', async () => {
    const client = connect({ url: running.url }, { authorization: await running.authorization('audit', 'AUDITOR', ['READER']) });
    const query = `subscription($draft: RequirementInput!, $over: ReplaySpanInput!) { simulateRequirement(draft: $draft, over: $over) { ${REPLAY} } }`;
    const reports: { done: boolean; examined: number }[] = [];
    const before = (await auditor('{ history(id: "trade.transaction/toys") { totalCount } }')).data;
    for await (const { data } of subscribe(client, query, { draft: draft(), over: { jurisdiction: 'EU' } }))
      reports.push(data.simulateRequirement);
    expect(reports.at(0)).toMatchObject({ done: false, examined: 0, total: 2 });
    expect(reports.at(-1)).toMatchObject({ done: true, examined: 2, total: 2 });
    expect((await auditor('{ history(id: "trade.transaction/toys") { totalCount } }')).data).toEqual(before);
    await client.dispose();
  });
});
