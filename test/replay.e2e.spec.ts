import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type OpenedLog, openEventLog } from '@concord/event-log';
import { buildSchema, type GraphQLField, getNamedType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { Client } from 'pg';
import { WebSocket } from 'ws';
import { type FreshDatabase, freshDatabase } from './support/database.js';
import { EVENTSTORE_URL, freshLogUrl } from './support/event-store.js';
import { type Headers, People } from './support/people.js';
import { type HttpAnswer, RunningPlatform } from './support/running-platform.js';

/** What the clock does with a deadline is no part of what the log says of it. */
const NOT_FROM_THE_LOG = ['firedAt', 'attemptAt', 'failures'];
const PATIENCE = 400_000;

const at = (replay: string): Headers => ({ 'concord-replay': replay });

type Tables = Readonly<Record<string, readonly object[]>>;

/** A question for what a query shows at once: the leaves of its objects, or of those in its list. Undefined where it needs arguments. */
function questionFor({ name, args, type }: GraphQLField<unknown, unknown>): string | undefined {
  if (args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)) return undefined;
  const shown = getNamedType(type);
  if (!isObjectType(shown)) return undefined;
  const { nodes } = shown.getFields();
  const row = nodes ? getNamedType(nodes.type) : shown;
  if (!isObjectType(row)) return undefined;
  const leaves = Object.values(row.getFields()).filter((field) => field.args.length === 0 && isLeafType(getNamedType(field.type)));
  const fields = leaves.map((field) => field.name).join(' ');
  return `{ ${name} { ${nodes ? `totalCount nodes { ${fields} }` : fields} } }`;
}

const SCHEMA = buildSchema(readFileSync('schema.graphql', 'utf8'));
/** Each of them is an access: who asks for those never gets the same answer twice. */
const ACCESSES = 'accesses';
const FIELDS = Object.values(SCHEMA.getQueryType()?.getFields() ?? {}).filter(({ name }) => name !== ACCESSES);
const QUESTIONS = FIELDS.flatMap((field) => questionFor(field) ?? []);

describe('A platform as it stood', () => {
  let home: FreshDatabase;
  let superuser: Client;
  let opened: OpenedLog;
  let platform: RunningPlatform;
  let auditor: Headers;
  let agency: Headers;
  /** When the first story had been told: every table, and the end of the log. */
  let then: { readonly tables: Tables; readonly position: string };
  let live: Tables;
  let end: string;
  let acts: number;

  const head = (): Promise<string> => opened.log.head();

  /** How many events there are that are not about who has read. */
  async function actsInTheLog(): Promise<number> {
    let found = 0;
    for await (const { stream } of opened.log.readAll()) if (!stream.startsWith('audit.access/')) found++;
    return found;
  }

  /** Until every read model has seen the whole log, twice in a row with the same end. */
  async function settled(): Promise<string> {
    for (let known = ''; ; ) {
      const now = await head();
      const { rows } = await superuser.query<{ behind: number }>(
        `SELECT count(*)::int AS behind FROM concord_projections.projection WHERE stage = 'next' OR (stage = 'live' AND position < $1)`,
        [now],
      );
      const isQuiet = rows[0]?.behind === 0;
      if (isQuiet && now === known) return now;
      known = isQuiet ? now : '';
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
  }

  /** Every row of every read model, live or in a replay. */
  async function tables(replay?: string): Promise<Tables> {
    const prefix = replay ? `replay_${replay.replaceAll('-', '_')}__` : '';
    const { rows } = await superuser.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND EXISTS (SELECT FROM concord_projections.projection p WHERE p.stage = $1
         AND n.nspname = $2 || replace(replace(p.name, '.', '_'), '-', '_')) ORDER BY 1, 2`,
      [replay ? `replay:${replay}` : 'live', prefix],
    );
    const found: Record<string, readonly object[]> = {};
    for (const { schema, name } of rows) {
      const { rows: all } = await superuser.query<{ row: object }>(
        `SELECT to_jsonb(t) - $1::text[] AS row FROM "${schema}"."${name}" t ORDER BY 1`,
        [NOT_FROM_THE_LOG],
      );
      found[`${schema.slice(prefix.length)}.${name}`] = all.map(({ row }) => row);
    }
    return found;
  }

  async function demo(): Promise<void> {
    const { code, stderr } = await platform.cli('demo', '--url', platform.url);
    expect([code, stderr]).toEqual([0, '']);
  }

  beforeAll(async () => {
    home = await freshDatabase();
    superuser = new Client(home.superuserUrl);
    await superuser.connect();
    const separate = EVENTSTORE_URL && freshLogUrl(EVENTSTORE_URL);
    platform = await RunningPlatform.start({
      CONCORD_DATABASE_URL: home.url,
      CONCORD_SECRETS_KEY: randomBytes(32).toString('base64'),
      CONCORD_DEMO_ISSUER: 'true',
      CONCORD_EVENT_LOG: separate ?? 'postgres',
    });
    opened = await openEventLog(separate ?? home.url);
    const people = await People.of(platform);
    auditor = await people.join('court-of-auditors', 'AUDITOR', 'EU');
    await people.mandate('court-of-auditors');
    agency = await people.join('us-cpsc-two', 'AGENCY');
    await demo();
    then = { position: await settled(), tables: await tables() };
    await demo();
    end = await settled();
    acts = await actsInTheLog();
    live = await tables();
  }, PATIENCE);

  afterAll(async () => {
    await superuser.end();
    await opened.close();
    await platform.remove();
    await home.drop();
  });

  const codesOf = ({ errors }: HttpAnswer): readonly string[] => errors.map(({ extensions }) => extensions.code);
  const messageOf = ({ errors }: HttpAnswer): string => errors[0]?.message ?? '';

  it(
    'is built from the log: every table of every read model is what it was, and nothing is issued',
    async () => {
      const { code, stdout, stderr } = await platform.cli('audit', 'replay', '--until', then.position, '--into', 'first-story');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`as of position ${then.position} are in the replay first-story`);
      const replayed = await tables('first-story');
      expect(Object.keys(replayed)).toEqual(Object.keys(then.tables));
      expect(replayed).toEqual(then.tables);
      expect(Object.values(replayed).filter((rows) => rows.length > 0).length).toBeGreaterThan(20);
      expect(replayed).not.toEqual(live);
      const { 'audit_accesses.access': accesses = [], ...others } = await tables();
      const { 'audit_accesses.access': before = [], ...untouched } = live;
      expect(others).toEqual(untouched);
      // That it was built is on record.
      expect(accesses).toHaveLength(before.length + 1);
      expect(await actsInTheLog()).toBe(acts);
    },
    PATIENCE,
  );

  it(
    'answers every query as the platform itself did at the end of the log',
    async () => {
      expect((await platform.cli('audit', 'replay', '--until', end, '--into', 'today')).code).toBe(0);
      expect(QUESTIONS.length).toBeGreaterThan(20);
      let shown = 0;
      for (const question of QUESTIONS) {
        const [now, replayed] = [
          await platform.ask(question, {}, auditor),
          await platform.ask(question, {}, { ...auditor, ...at('today') }),
        ];
        expect([question, replayed.data, codesOf(replayed)]).toEqual([question, now.data, codesOf(now)]);
        if (Object.values<{ totalCount?: number } | null>(now.data ?? {}).some((list) => (list?.totalCount ?? 0) > 0)) shown++;
      }
      expect(shown).toBeGreaterThan(10);
    },
    PATIENCE,
  );

  it('answers from the replay that the header names, and from its part of the log', async () => {
    const question = '{ norms(first: 100) { totalCount nodes { id } } transactions { totalCount } }';
    const now = (await platform.ask(question, {}, auditor)).data;
    const { data, errors } = await platform.ask(question, {}, { ...auditor, ...at('first-story') });
    expect(errors).toEqual([]);
    const ids = (then.tables['government_norms.norm'] as readonly { readonly id: string }[]).map(({ id }) => id);
    expect(data.norms.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    expect(data.transactions.totalCount).toBe(then.tables['trade_transactions.transaction']?.length);
    expect(now.norms.totalCount).toBeGreaterThan(data.norms.totalCount);
    const asked = await platform.ask(
      `{ accesses(first: 2, atLeast: "${await head()}") { nodes { operation detail replay } } }`,
      {},
      auditor,
    );
    expect(asked.data.accesses.nodes).toEqual(
      expect.arrayContaining(['norms', 'transactions'].map((detail) => ({ operation: 'QUERY', detail, replay: 'first-story' }))),
    );

    const later = now.norms.nodes.map(({ id }: { id: string }) => id).find((id: string) => !ids.includes(id));
    const about = `{ norm(id: "${later}") { id } objectAsOf(id: "government.norm/${later}") { revision } }`;
    expect((await platform.ask(about, {}, auditor)).data).toMatchObject({
      norm: { id: later },
      objectAsOf: { revision: expect.any(Number) },
    });
    const past = await platform.ask(about, {}, { ...auditor, ...at('first-story') });
    expect(codesOf(past)).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['nobody in particular', async () => ({}), 'UNAUTHENTICATED'],
    ['an agency', async () => agency, 'FORBIDDEN'],
    ['an auditor who only reads', async () => (await People.of(platform)).headers('court-of-auditors', 'AUDITOR', ['READER']), 'FORBIDDEN'],
  ])('is not for %s', async (_who, headers, code) => {
    const answer = await platform.ask('{ norms { totalCount } }', {}, { ...(await headers()), ...at('first-story') });
    expect([codesOf(answer), answer.data?.norms ?? null]).toEqual([[code], null]);
    expect(codesOf(await platform.ask('{ norms { totalCount } }', {}, { ...(await headers()), ...at('no-such') }))).toEqual([code]);
  });

  it('is for operators, too, with what they may read', async () => {
    const operator = await (await People.of(platform)).headers('operator', 'OPERATOR');
    const answer = await platform.ask('{ norms { totalCount } }', {}, { ...operator, ...at('first-story') });
    expect(answer.data.norms.totalCount).toBe(then.tables['government_norms.norm']?.length);
    const dossier = await platform.ask('{ dossier(kind: TRANSACTION, id: "x") { position } }', {}, { ...operator, ...at('first-story') });
    expect(codesOf(dossier)).toEqual(['FORBIDDEN']);
  });

  it('refuses what only the present can do, and says so', async () => {
    const headers = { ...auditor, ...at('first-story') };
    const mutation = await platform.ask(
      'mutation { registerParty(input: { partyId: "later", name: "Later", jurisdiction: "US" }) { receipt { position } } }',
      {},
      headers,
    );
    expect([codesOf(mutation), mutation.data]).toEqual([['BAD_INPUT'], null]);
    expect(messageOf(mutation)).toContain('Concord-Replay: a replay answers queries');
    expect(await actsInTheLog()).toBe(acts);
    const waits = await platform.ask(`{ norms(atLeast: "${end}") { totalCount } }`, {}, headers);
    expect([codesOf(waits), messageOf(waits)]).toEqual([['BAD_INPUT'], expect.stringContaining('atLeast: a replay stands still')]);
    const page = await fetch(`${platform.url}/export/norms`, { headers });
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('/graphql only')]);
    const socket = createClient({
      url: `${platform.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { replay: 'first-story' },
    });
    const refused = await new Promise<unknown>((done) => {
      socket.subscribe({ query: 'subscription { events { id } }' }, { next: done, error: done, complete: () => done(undefined) });
    });
    await socket.dispose();
    expect(refused).toMatchObject([{ message: 'A replay answers queries over HTTP only' }]);
  });

  it.each([
    ['unknown', 'no-such', 'NOT_FOUND', 'There is no replay no-such'],
    ['no name', 'No Such!', 'BAD_INPUT', 'The header Concord-Replay must have 1 to 20 small letters'],
    ['not finished', 'half', 'REPLAY_NOT_READY', 'is not finished'],
  ])('refuses a replay that is %s', async (_what, name, code, message) => {
    await superuser.query(
      `INSERT INTO concord_projections.replay (name, log, until, models, created_by) VALUES ('half', $1, 1, '{}', 'anna')
       ON CONFLICT DO NOTHING`,
      [await opened.log.identity()],
    );
    const answer = await platform.ask('{ norms { totalCount } }', {}, { ...auditor, ...at(name) });
    expect([codesOf(answer), messageOf(answer)]).toEqual([[code], expect.stringContaining(message)]);
    await superuser.query(`DELETE FROM concord_projections.replay WHERE name = 'half'`);
  });

  it(
    'says what a replay of some read models does not hold, and never shows the present instead',
    async () => {
      const { code } = await platform.cli('audit', 'replay', '--until', end, '--into', 'norms-only', '--model', 'government.norms');
      expect(code).toBe(0);
      const headers = { ...auditor, ...at('norms-only') };
      expect((await platform.ask('{ norms { totalCount } }', {}, headers)).data.norms.totalCount).toBeGreaterThan(0);
      for (const question of ['{ parties { totalCount } }', '{ norms { totalCount } dockets { totalCount } }']) {
        const answer = await platform.ask(question, {}, headers);
        expect(codesOf(answer)).toEqual(['BAD_INPUT']);
        expect(messageOf(answer)).toMatch(/^The replay norms-only does not hold \w+, which this query reads/);
      }
    },
    PATIENCE,
  );

  it(
    'is listed, and removed with its tables',
    async () => {
      const list = await platform.cli('audit', 'replays');
      expect(list.stdout).toMatch(new RegExp(`^first-story +ready +until ${then.position} +\\d+ of \\d+ read models`, 'm'));
      expect((await platform.cli('audit', 'replays', '--remove', 'norms-only')).code).toBe(0);
      const left = JSON.parse((await platform.cli('audit', 'replays', '--json')).stdout) as { name: string }[];
      expect(left.map(({ name }) => name)).toEqual(['first-story', 'today']);
      expect(Object.keys(await tables('norms-only'))).toEqual([]);
      expect((await superuser.query(`SELECT FROM pg_namespace WHERE nspname LIKE 'replay\\_norms\\_only%'`)).rows).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'is compared with the log: equal, or the rows that somebody has changed, removed and invented',
    async () => {
      const equal = await platform.cli('audit', 'replay', '--compare');
      expect([equal.code, equal.stderr]).toEqual([0, '']);
      expect(equal.stdout).toMatch(/^Equal: (\d+) of \1 read models compared$/m);

      const { rows: parties } = await superuser.query<{ id: string; jurisdiction: string }>(
        'SELECT id, jurisdiction FROM identity_parties.party ORDER BY id LIMIT 2',
      );
      const [changed, removed] = parties;
      await superuser.query(`UPDATE identity_parties.party SET jurisdiction = 'ZZ' WHERE id = $1`, [changed?.id]);
      await superuser.query('DELETE FROM identity_parties.party WHERE id = $1', [removed?.id]);
      await superuser.query(
        `INSERT INTO identity_parties.party SELECT (jsonb_populate_record(p, '{"id": "invented"}')).* FROM identity_parties.party p ORDER BY id LIMIT 1`,
      );
      const { code, stdout } = await platform.cli('audit', 'replay', '--compare', '--model', 'identity.parties', 'government.norms');
      expect(code).toBe(1);
      expect(stdout).toContain(`id ${changed?.id} differs\n      jurisdiction: expected ${changed?.jurisdiction}, found ZZ`);
      expect(stdout).toContain(`id ${removed?.id} is missing`);
      expect(stdout).toContain('id invented should not be there');
      expect(stdout).toMatch(/^3 rows differ: 2 of 2 read models compared$/m);

      const json = await platform.cli('audit', 'replay', '--compare', '--json', '--model', 'identity.parties');
      expect(json.code).toBe(1);
      expect(JSON.parse(json.stdout)).toMatchObject([
        { model: 'identity.parties', impossible: null, tables: [{ table: 'identity_parties.party', differences: 3 }] },
      ]);
      expect(await actsInTheLog()).toBe(acts);
    },
    PATIENCE,
  );

  it.each([
    [['--compare', '--model', 'no.such'], 2, 'There is no read model no.such'],
    [['--compare', '--until', '3'], 2, '--compare takes neither'],
    [['--until', '3'], 1, 'needs --until and --into'],
    [['--until', 'yesterday', '--into', 'x'], 1, 'an instant such as'],
    [['--until', '3', '--into', 'X'], 1, '"X" is no name of a replay'],
    [['--until', '999999999999999', '--into', 'x'], 1, 'beyond the end of the log'],
    [['--until', '3', '--into', 'first-story'], 1, 'is taken'],
  ])('says in one line what is wrong with concord audit replay %j', async (args, code, message) => {
    const answer = await platform.cli('audit', 'replay', ...args);
    expect([answer.code, answer.stdout]).toEqual([code, '']);
    expect(answer.stderr).toContain(message);
    expect(answer.stderr).not.toMatch(/\n +at /);
  });
});
