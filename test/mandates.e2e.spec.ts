import { MandateCheck } from '@concord/audit';
import type { Instant } from '@concord/kernel';
import { ConsumerModule } from '@concord/modules/consumer';
import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { InsightModule } from '@concord/modules/insight';
import { TradeModule } from '@concord/modules/trade';
import { LogDoor, TransparencyModule } from '@concord/modules/transparency';
import { Module } from '@nestjs/common';
import { connect, subscribe } from './support/live.js';
import { type Ask, type RunningContext, runContexts } from './support/running-context.js';
import { termFor } from './support/term.js';

@Module({ imports: [TransparencyModule], providers: [LogDoor] })
class WithTheLog {}

const GERMAN = 'trade.transaction/to-germany';
const AMERICAN = 'trade.transaction/to-america';

const HISTORY = 'query ($id: ID!) { history(id: $id) { totalCount nodes { position } } }';
const AS_OF = 'query ($id: ID!) { objectAsOf(id: $id) { state } }';
const DOSSIER = 'query ($id: ID!) { dossier(kind: TRANSACTION, id: $id) { steps { relation event { stream } } } }';
const EXPLAIN = 'query ($id: ID!) { explain(id: $id, field: "status") { value cause { event { id } } } }';
const PROOF = 'query ($id: ID!) { proof(eventId: $id) { entry } }';
const COMPLETE = 'query ($stream: String!) { completenessProof(stream: $stream) { length } }';
const ONE = 'query ($id: ID!) { transaction(id: $id) { id } node(id: "Transaction/none") { id } }';
const LIST = '{ transactions { totalCount nodes { id } } }';
const ACCESSES = `query ($object: ID, $reader: ID, $mandate: ID, $first: Int, $atLeast: Position) {
  accesses(object: $object, reader: $reader, mandate: $mandate, first: $first, atLeast: $atLeast) { totalCount nodes {
    reader readerKind person operation objects fromPosition toPosition detail purpose mandates } } }`;
const GRANT =
  'mutation ($input: GrantAuditMandate!) { grantAuditMandate(input: $input) { receipt { position } auditMandate { id status from until scope { everything jurisdictions objects } } } }';
const REVOKE = 'mutation ($input: RevokeAuditMandate!) { revokeAuditMandate(input: $input) { receipt { position } } }';

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();
const idOf = (stream: string): string => stream.slice(stream.indexOf('/') + 1);

describe('An auditor reads under a mandate', () => {
  let running: RunningContext;
  let operator: Ask;
  let german: Ask;
  let american: Ask;
  let shop: Ask;
  let eva: Ask;
  let ana: Ask;
  let germanCourt: Ask;
  let americanCourt: Ask;
  let newcomer: Ask;

  const done = async (answer: ReturnType<Ask>) => {
    const { data, messages } = await answer;
    expect(messages).toEqual([]);
    return data;
  };
  const grant = async (ask: Ask, input: object) =>
    (await done(ask(GRANT, { input: { purpose: 'The accounts of 2025', until: inSeconds(3_600), ...input } }))).grantAuditMandate
      .auditMandate;
  /** The request of an auditor with a purpose of its own. */
  const asking = async (id: string, purpose: string, query: string, variables: object) => {
    const headers = {
      authorization: await running.authorization(id, 'AUDITOR', ['READER']),
      'content-type': 'application/json',
      'concord-purpose': purpose,
    };
    const response = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
    return (await response.json()) as any;
  };
  const eventOf = async (stream: string): Promise<string> => (await done(shop(EXPLAIN, { id: stream }))).explain.cause.event.id;
  const headOf = async (stream: string): Promise<string> => (await done(shop(HISTORY, { id: stream }))).history.nodes.at(-1).position;
  const accesses = async (ask: Ask, filter: object) => {
    // What is recorded before an answer is in the log; the operator's own receipt is behind it.
    const { receipt } = (
      await done(operator(GRANT, { input: { auditor: 'newcomer', scope: { objects: ['a.b/cd'] }, purpose: 'None', until: inSeconds(60) } }))
    ).grantAuditMandate;
    return (await done(ask(ACCESSES, { ...filter, atLeast: receipt.position }))).accesses;
  };

  beforeAll(async () => {
    running = await runContexts(GovernmentModule, EnterpriseModule, TradeModule, ConsumerModule, InsightModule, WithTheLog);
    operator = await running.party('operator', 'OPERATOR', ['ADMIN'], 'CH');
    german = await running.party('de-customs', 'AGENCY', ['ADMIN'], 'DE');
    american = await running.party('us-cpsc', 'AGENCY', ['ADMIN'], 'US');
    shop = await running.party('shop', 'ENTERPRISE', ['ADMIN'], 'CN');
    eva = await running.party('eva', 'CONSUMER', ['ADMIN'], 'DE');
    ana = await running.party('ana', 'CONSUMER', ['ADMIN'], 'US');
    germanCourt = await running.party('german-court', 'AUDITOR', ['READER'], 'DE');
    americanCourt = await running.party('american-court', 'AUDITOR', ['READER'], 'US');
    newcomer = await running.party('newcomer', 'AUDITOR', ['READER'], 'CN');
    for (const [stream, buyer, destination] of [[GERMAN, 'eva', 'DE'] as const, [AMERICAN, 'ana', 'US'] as const]) {
      await done(
        shop('mutation ($input: OpenTransaction!) { openTransaction(input: $input) { receipt { position } transaction { id } } }', {
          input: {
            ...{ transactionId: idOf(stream), buyer, kind: 'B2C', origin: 'CN', destination, currency: 'EUR' },
            lines: [{ hsCode: '950300', description: 'Robot', quantity: 1, unitPrice: '10' }],
          },
        }),
      );
      while ((await done(shop(`{ transaction(id: "${idOf(stream)}") { status } }`))).transaction.status === 'OPENED');
    }
    for (const stream of [GERMAN, AMERICAN]) while ((await shop(PROOF, { id: await eventOf(stream) })).codes.length > 0);
    await grant(german, { mandateId: 'german', auditor: 'german-court', scope: { jurisdictions: ['DE'] } });
    await grant(operator, { mandateId: 'american', auditor: 'american-court', scope: { objects: [AMERICAN] }, purpose: 'Case 7' });
  });
  afterAll(() => running?.stop());

  /** Who sees the object in each of the ways in which it can be read. */
  const ways = async (ask: Ask, stream: string) => ({
    history: (await ask(HISTORY, { id: stream })).codes.length === 0,
    historyById: (await ask(HISTORY, { id: idOf(stream) })).codes.length === 0,
    asOf: (await ask(AS_OF, { id: stream })).codes.length === 0,
    dossier: (await ask(DOSSIER, { id: idOf(stream) })).codes.length === 0,
    explained: (await ask(EXPLAIN, { id: stream })).codes.length === 0,
    proved: (await ask(PROOF, { id: await eventOf(stream) })).codes.length === 0,
    complete: (await ask(COMPLETE, { stream })).codes.length === 0,
    one: (await done(ask(ONE, { id: idOf(stream) }))).transaction !== null,
    node: (await done(ask(`{ node(id: "Transaction/${idOf(stream)}") { id } }`))).node !== null,
    list: (await done(ask(LIST))).transactions.nodes.some(({ id }: { id: string }) => id === idOf(stream)),
  });
  const everyWay = (seen: boolean) => ({
    ...{ history: seen, historyById: seen, asOf: seen, dossier: seen, explained: seen, proved: seen, complete: seen },
    ...{ one: seen, node: seen, list: seen },
  });

  it('and sees what it covers, and nothing else, in every way', async () => {
    expect(await ways(germanCourt, GERMAN)).toEqual(everyWay(true));
    expect(await ways(germanCourt, AMERICAN)).toEqual(everyWay(false));
    expect(await ways(americanCourt, AMERICAN)).toEqual(everyWay(true));
    expect(await ways(americanCourt, GERMAN)).toEqual(everyWay(false));
    expect(await ways(newcomer, GERMAN)).toEqual(everyWay(false));
    expect((await done(germanCourt(LIST))).transactions.totalCount).toBe(1);
    expect((await germanCourt(HISTORY, { id: AMERICAN })).codes).toEqual(['NOT_FOUND']);
    expect((await germanCourt(HISTORY, { id: 'trade.transaction/none' })).codes).toEqual(['NOT_FOUND']);
  });

  it('and what everybody sees, as before', async () => {
    expect((await done(newcomer(HISTORY, { id: 'identity.party/shop' }))).history.totalCount).toBe(1);
    expect((await done(newcomer('{ transactions { totalCount } }'))).transactions.totalCount).toBe(0);
  });

  it('also when the log is subscribed to', async () => {
    const watched = async (id: string) => {
      const client = connect({ url: running.url }, { authorization: await running.authorization(id, 'AUDITOR', ['READER']) });
      const seen = new Set<string>();
      const last = (
        await done(operator(GRANT, { input: { auditor: id, scope: { objects: ['a.b/cd'] }, purpose: 'End', until: inSeconds(60) } }))
      ).grantAuditMandate;
      for await (const { data } of subscribe(client, 'subscription { events(after: "0") { stream position } }')) {
        seen.add(data.events.stream);
        // Its own mandate is the last that it sees.
        if (data.events.position === last.receipt.position) break;
      }
      await client.dispose();
      return [GERMAN, AMERICAN].filter((stream) => seen.has(stream));
    };
    expect(await watched('german-court')).toEqual([GERMAN]);
    expect(await watched('american-court')).toEqual([AMERICAN]);
    expect(await watched('newcomer')).toEqual([]);
  });

  it('also in sums: a replay counts what is covered, and the coverage map is for those who may see all trade', async () => {
    const replay = `{ simulateRequirement(draft: { direction: EXPORT, hsCodes: ["95"], mustHold: "true", onBreach: HOLD }, over: { jurisdiction: "CN" }) { total } }`;
    expect((await done(germanCourt(replay))).simulateRequirement.total).toBe(1);
    expect((await done(newcomer(replay))).simulateRequirement.total).toBe(0);
    expect((await done(german(replay))).simulateRequirement.total).toBe(2);
    const map = '{ coverageMap { on } }';
    expect((await germanCourt(map)).codes).toEqual(['FORBIDDEN']);
    expect((await german(map)).codes).toEqual([]);
  });

  it('from the first instant of its term to before the last', async () => {
    const check = running.app.get(MandateCheck, { strict: false });
    const { from, until } = await grant(operator, {
      mandateId: 'term',
      auditor: 'newcomer',
      scope: { jurisdictions: ['EU'] },
      from: inSeconds(3_600),
      until: inSeconds(7_200),
    });
    const inForce = async (instant: string, milliseconds: number) => {
      const at = new Date(Date.parse(instant) + milliseconds).toISOString() as Instant;
      return (await check.inForce('newcomer', at)).some(({ id }) => id === 'term');
    };
    expect([await inForce(from, -1), await inForce(from, 0), await inForce(until, -1), await inForce(until, 0)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(await ways(newcomer, GERMAN)).toEqual(everyWay(false));
  });

  it('until it ends', async () => {
    const began = performance.now();
    expect((await newcomer(HISTORY, { id: GERMAN })).codes).toEqual(['NOT_FOUND']);
    const until = inSeconds(termFor(4_000, began) / 1_000);
    await grant(operator, { auditor: 'newcomer', scope: { parties: ['eva'] }, until });
    expect((await done(newcomer(HISTORY, { id: GERMAN }))).history.totalCount).toBeGreaterThan(0);
    let answer = await newcomer(HISTORY, { id: GERMAN });
    while (answer.codes.length === 0) answer = await newcomer(HISTORY, { id: GERMAN });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    expect(answer.codes).toEqual(['NOT_FOUND']);
  });

  it('until it is revoked, which ends it with the very next request', async () => {
    await grant(operator, { mandateId: 'short', auditor: 'newcomer', scope: { aggregates: ['trade.transaction'] } });
    expect((await done(newcomer(LIST))).transactions.totalCount).toBe(2);
    await done(operator(REVOKE, { input: { mandateId: 'short', reason: 'A mistake' } }));
    expect((await newcomer(HISTORY, { id: GERMAN })).codes).toEqual(['NOT_FOUND']);
    expect((await done(newcomer(LIST))).transactions.totalCount).toBe(0);
  });

  it('and states what it reads for, where the mandate asks for it', async () => {
    await grant(operator, { mandateId: 'strict', auditor: 'newcomer', scope: { objects: [GERMAN] }, purposeEachTime: true });
    expect((await newcomer(HISTORY, { id: GERMAN })).codes).toEqual(['PURPOSE_MISSING']);
    expect((await newcomer(LIST)).codes).toEqual(['PURPOSE_MISSING']);
    expect((await asking('newcomer', 'Case 12', HISTORY, { id: GERMAN })).errors).toBeUndefined();
    const { nodes } = await accesses(operator, { mandate: 'strict' });
    expect(nodes).toMatchObject([{ operation: 'HISTORY', purpose: 'Case 12', reader: 'newcomer', mandates: ['strict'] }]);
    await done(operator(REVOKE, { input: { mandateId: 'strict', reason: 'Done' } }));
  });

  it('and each read is recorded once, with its purpose and its mandate', async () => {
    const about = { object: AMERICAN, reader: 'american-court' };
    const { totalCount: before } = await accesses(operator, about);
    const position = await headOf(AMERICAN);
    await done(americanCourt(HISTORY, { id: AMERICAN }));
    await done(americanCourt(AS_OF, { id: AMERICAN }));
    await done(americanCourt(DOSSIER, { id: 'to-america' }));
    await done(americanCourt(EXPLAIN, { id: AMERICAN }));
    await done(americanCourt(COMPLETE, { stream: AMERICAN }));
    await done(americanCourt('{ transaction(id: "to-america") { id } }'));
    expect((await asking('american-court', 'Case 8', HISTORY, { id: AMERICAN })).errors).toBeUndefined();
    const { totalCount, nodes } = await accesses(operator, { ...about, first: 7 });
    expect(totalCount - before).toBe(7);
    const shared = { reader: 'american-court', readerKind: 'AUDITOR', person: 'person-of-american-court', mandates: ['american'] };
    expect(nodes.reverse()).toMatchObject([
      { ...shared, operation: 'HISTORY', objects: [AMERICAN], toPosition: position, purpose: 'Case 7' },
      { ...shared, operation: 'OBJECT_AS_OF', fromPosition: position, toPosition: position, purpose: 'Case 7' },
      { ...shared, operation: 'DOSSIER', detail: 'TRANSACTION to-america', purpose: 'Case 7' },
      { ...shared, operation: 'EXPLANATION', detail: `${AMERICAN} status`, purpose: 'Case 7' },
      { ...shared, operation: 'PROOF', objects: [AMERICAN], purpose: 'Case 7' },
      { ...shared, operation: 'QUERY', detail: 'transaction', purpose: 'Case 7' },
      { ...shared, operation: 'HISTORY', purpose: 'Case 8' },
    ]);
  });

  it('and lists are recorded as well, and what everybody sees is not', async () => {
    const about = { reader: 'american-court' };
    const { totalCount: before } = await accesses(operator, about);
    await done(americanCourt(LIST));
    await done(americanCourt(HISTORY, { id: 'identity.party/shop' }));
    await americanCourt(HISTORY, { id: GERMAN });
    const { totalCount, nodes } = await accesses(operator, { ...about, first: 1 });
    expect(totalCount - before).toBe(1);
    expect(nodes).toMatchObject([
      { operation: 'QUERY', detail: 'transactions', mandates: expect.arrayContaining(['american']), objects: [AMERICAN] },
    ]);
  });

  it('and reads the whole log only where it covers everything, each bundle on record', async () => {
    const size = Number((await (await fetch(`${running.url}/log/checkpoint`)).text()).split('\n')[1]);
    const bundle = async (id: string, kind: 'AUDITOR' | 'OPERATOR' | 'AGENCY') => {
      const headers = { authorization: await running.authorization(id, kind) };
      const response = await fetch(`${running.url}/log/entries/000.p/${Math.min(size, 255)}`, { headers });
      return { status: response.status, text: await response.text() };
    };
    const wide = { mandateId: 'all-of-germany', auditor: 'newcomer', scope: { everything: true } };
    await grant(german, wide);
    await grant(operator, { mandateId: 'all-trade', auditor: 'newcomer', scope: { aggregates: ['trade.transaction'] } });
    const refused = await bundle('newcomer', 'AUDITOR');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('newcomer has no mandate for everything')]);
    expect((await bundle('de-customs', 'AGENCY')).status).toBe(403);
    const { totalCount: before } = await accesses(operator, { reader: 'newcomer' });
    await grant(operator, { ...wide, mandateId: 'all-there-is', purpose: 'Is it whole?' });
    const read = await bundle('newcomer', 'AUDITOR');
    expect(read).toMatchObject({ status: 200, text: expect.stringContaining(AMERICAN) });
    const first = /"position":"(\d+)"/.exec(read.text)?.[1];
    const { totalCount, nodes } = await accesses(operator, { reader: 'newcomer', first: 1 });
    expect(totalCount - before).toBe(1);
    expect(nodes).toMatchObject([
      { operation: 'LOG_ENTRIES', mandates: ['all-there-is'], purpose: 'Is it whole?', fromPosition: first, objects: [] },
    ]);
    const ids = ['all-of-germany', 'all-trade', 'all-there-is'];
    for (const mandateId of ids) await done(operator(REVOKE, { input: { mandateId, reason: 'Done' } }));
  });

  it('and a party finds out who has read about its own objects, and about no others', async () => {
    await done(american(HISTORY, { id: AMERICAN }));
    const readers = async (ask: Ask, object: string) =>
      new Set((await accesses(ask, { object })).nodes.map(({ reader }: { reader: string }) => reader));
    expect(await readers(ana, AMERICAN)).toEqual(new Set(['american-court', 'newcomer', 'us-cpsc']));
    expect(await readers(ana, GERMAN)).toEqual(new Set());
    expect((await accesses(eva, { object: GERMAN, reader: 'german-court' })).totalCount).toBeGreaterThan(0);
    expect(await readers(eva, AMERICAN)).toEqual(new Set());
    const { nodes } = await accesses(ana, {});
    expect(
      nodes.every(
        ({ objects, person, detail }: { objects: string[]; person: null; detail: null }) =>
          person === null && detail === null && objects.join() === AMERICAN,
      ),
    ).toBe(true);
    expect((await running.anybody('{ accesses { totalCount } }')).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('and whoever granted it sees what it was used for; another auditor, and another agency, do not', async () => {
    const { nodes } = await accesses(german, { mandate: 'german' });
    expect(nodes.length).toBeGreaterThan(0);
    expect(new Set(nodes.map(({ person }: { person: string }) => person))).toEqual(new Set(['person-of-german-court']));
    expect((await accesses(american, { mandate: 'german' })).totalCount).toBe(0);
    expect((await accesses(americanCourt, { mandate: 'german' })).totalCount).toBe(0);
    const one = '{ auditMandate(id: "german") { id } }';
    const seers = await Promise.all(
      [german, germanCourt, operator, american, americanCourt].map(async (ask) => (await done(ask(one))).auditMandate?.id),
    );
    expect(seers).toEqual(['german', 'german', 'german', undefined, undefined]);
    const mandates = async (ask: Ask) =>
      (await done(ask('{ auditMandates(first: 100) { nodes { id } } }'))).auditMandates.nodes.map(({ id }: { id: string }) => id);
    expect(await mandates(german)).toEqual(['all-of-germany', 'german']);
    expect(await mandates(american)).toEqual([]);
    expect(await mandates(operator)).toEqual(expect.arrayContaining(['american', 'german']));
  });

  it('of an agency that does not reach beyond its jurisdiction, whatever it names', async () => {
    const refused = await german(GRANT, {
      input: { auditor: 'newcomer', scope: { jurisdictions: ['US'] }, purpose: 'All', until: inSeconds(60) },
    });
    expect(refused.codes).toEqual(['OUTSIDE_JURISDICTION']);
    await grant(german, { mandateId: 'wide', auditor: 'newcomer', scope: { everything: true } });
    expect(await ways(newcomer, GERMAN)).toEqual(everyWay(true));
    expect(await ways(newcomer, AMERICAN)).toEqual(everyWay(false));
    expect((await newcomer('{ coverageMap { on } }')).codes).toEqual(['FORBIDDEN']);
    await done(german(REVOKE, { input: { mandateId: 'wide', reason: 'Done' } }));
  });
});
