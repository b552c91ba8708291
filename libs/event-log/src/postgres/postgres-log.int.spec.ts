import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type ProposedEvent, START } from '@concord/kernel';
import { Client, Pool } from 'pg';
import { freshDatabase } from '../../../../test/support/database.js';
import { newCluster } from '../../../../test/support/new-cluster.js';
import { EventLogUnavailable, WrongExpectedRevision } from '../errors.js';
import { NO_STREAM } from '../event-log.js';
import { storable } from '../storable.js';
import { collect, follow, freshStream, idsOf, sideBySide, untilCaughtUp } from '../testing/contract/store.js';
import { type PostgresStore, postgresStore } from '../testing/postgres-store.js';
import { proposals, proposed } from '../testing/proposed.js';
import { unsteadyLine } from '../testing/unsteady-line.js';
import { APPEND, APPEND_UNDISPUTED, type AppendRequest, appendValues, sorted, undisputedValues } from './batch.js';
import { PostgresEventLog } from './postgres-event-log.js';
import { migrateEventLog } from './schema.js';

const ignore = (): void => undefined;

/** A batch of one append, as both functions of the log take it. */
const batchOf = (stream: string, expectedRevision: number, events: readonly ProposedEvent[]): readonly AppendRequest[] => [
  { stream, expectedRevision, events: storable(stream, expectedRevision, events), length: 0, deadline: 0, resolve: ignore, reject: ignore },
];

type Call = readonly [text: string, values: unknown[]];
const call = (stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Call => [
  APPEND.text,
  [...appendValues(batchOf(stream, expectedRevision, events))],
];
const undisputedCall = (stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Call => [
  APPEND_UNDISPUTED.text,
  [...undisputedValues(sorted(batchOf(stream, expectedRevision, events)))],
];

describe('the event log in PostgreSQL, behind the port', () => {
  let store: PostgresStore;
  beforeAll(async () => {
    store = await postgresStore();
  });
  afterAll(() => store.close());

  const positions = async (): Promise<string[]> =>
    (await store.superuser.query('SELECT position FROM concord_log.event ORDER BY position')).rows.map(({ position }) => position);

  const expectNoGap = async (): Promise<void> => {
    const found = await positions();
    expect(found).toEqual(found.map((_, index) => String(index + 1)));
  };

  it('can be prepared by several processes at once, and again', async () => {
    const database = await freshDatabase();
    const pools = Array.from({ length: 4 }, () => new Pool({ connectionString: database.url }));
    await Promise.all(pools.map(migrateEventLog));
    const { rows } = await pools[0]!.query('SELECT version FROM concord_log.migration ORDER BY version');
    expect(rows).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
    await pools[0]!.query('INSERT INTO concord_log.migration VALUES (99)');
    await expect(migrateEventLog(pools[0]!)).rejects.toThrow('schema version 99');
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  it.each([
    ['is rolled back', (client: Client) => client.query('ROLLBACK')],
    ['loses its server process', (client: Client) => store.superuser.query('SELECT pg_terminate_backend($1)', [processOf(client)])],
  ])('shows no gap and no trace of an append that %s, and others wait for its end', async (_fate, end) => {
    const { log, database } = store;
    const after = await log.head();
    const client = new Client(database.url);
    client.on('error', ignore);
    await client.connect();
    await client.query('BEGIN');
    const stream = freshStream();
    const { rows } = await client.query(...call(stream, NO_STREAM, proposals(3)));
    expect(rows[0].status).toBe('appended');

    const events = proposals(2);
    const live = follow(log, { after }, (seen) => seen.events.length >= 2);
    const appending = log.append(stream, NO_STREAM, events);
    expect(await collect(log.readAll({ after }))).toEqual([]);
    expect(await Promise.race([appending, waitsForLock().then(() => 'waits')])).toBe('waits');
    await end(client);
    expect(await appending).toMatchObject({ revision: 1, position: String(Number(after) + 2) });
    expect(idsOf((await live).events)).toEqual(idsOf(events));
    await expectNoGap();
    await client.end().catch(ignore);
  });

  const processOf = (client: Client): number => (client as unknown as { processID: number }).processID;

  async function waitsForLock(): Promise<void> {
    for (;;) {
      const { rows } = await store.superuser.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
      if (rows.length > 0) return;
      await sleep(5);
    }
  }

  it('numbers positions without a gap, whatever was refused in between', async () => {
    const { log } = store;
    const stream = freshStream();
    await Promise.allSettled(
      Array.from({ length: 200 }, (_, task) => log.append(task % 3 ? freshStream() : stream, NO_STREAM, proposals(1 + (task % 4)))),
    );
    await expectNoGap();
  });

  it.each([
    `UPDATE concord_log.event SET type = 'x'`,
    `UPDATE concord_log.event SET type = 'x' WHERE false`,
    'UPDATE concord_log.identity SET id = gen_random_uuid()',
    'DELETE FROM concord_log.event',
    'TRUNCATE concord_log.event',
    `SET session_replication_role = replica; DELETE FROM concord_log.event`,
    `MERGE INTO concord_log.event e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
  ])('lets nobody change what is recorded, not even a superuser: %s', async (statement) => {
    const { log, pool, superuser } = store;
    await log.append(freshStream(), NO_STREAM, [proposed()]);
    const before = await positions();
    await expect(superuser.query(statement)).rejects.toThrow('append-only');
    await superuser.query('RESET session_replication_role');
    if (!statement.startsWith('SET')) await expect(pool.query(statement)).rejects.toThrow('permission denied');
    expect(await positions()).toEqual(before);
  });

  it('lets a role that may only append and read do just that', async () => {
    const { superuser } = store;
    await superuser.query(`
      DROP ROLE IF EXISTS concord_log_writer;
      CREATE ROLE concord_log_writer;
      GRANT USAGE ON SCHEMA concord_log TO concord_log_writer;
      GRANT SELECT ON concord_log.event TO concord_log_writer;
      GRANT EXECUTE ON FUNCTION concord_log.append_undisputed, concord_log.append TO concord_log_writer;
      SET ROLE concord_log_writer`);
    try {
      const stream = freshStream();
      const { rows } = await superuser.query(...call(stream, NO_STREAM, proposals(2)));
      expect(rows).toMatchObject([{ status: 'appended', revision: '1' }]);
      const undisputed = await superuser.query(...undisputedCall(stream, 1, proposals(2)));
      expect(undisputed.rows).toMatchObject([{ last_position: String(Number(rows[0].position) + 2) }]);
      await expect(
        superuser.query(`INSERT INTO concord_log.event VALUES (1000000, $1, 's', 0, 't', 1, '{}', '{}', now())`, [newId()]),
      ).rejects.toThrow('permission denied');
    } finally {
      await superuser.query('RESET ROLE; DROP OWNED BY concord_log_writer; DROP ROLE concord_log_writer');
    }
  });

  it.each([
    ['append', call],
    ['append_undisputed', undisputedCall],
  ])('refuses %s inside a transaction that sees only an old state of the log', async (_name, calling) => {
    const client = new Client(store.database.url);
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(client.query(...calling(freshStream(), NO_STREAM, [proposed()]))).rejects.toThrow('READ COMMITTED');
    await client.end();
  });

  it('commits appends that wait together in one transaction, each with its own result', async () => {
    const { log, superuser } = store;
    const after = await log.head();
    const stream = freshStream();
    const event = proposed();
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 100 }, () => log.append(freshStream(), NO_STREAM, [proposed()])),
      log.append(stream, NO_STREAM, [event]),
      log.append(stream, NO_STREAM, [proposed()]),
      log.append(stream, 0, [proposed()]),
      log.append(stream, NO_STREAM, [event]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(101).fill('fulfilled'), 'rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[101]).toMatchObject({ reason: { constructor: WrongExpectedRevision, actual: 0 } });
    expect(outcomes[102]).toMatchObject({ value: { revision: 1, replayed: false } });
    expect(outcomes[103]).toMatchObject({ value: { revision: 0, replayed: true } });
    const { rows } = await superuser.query(
      'SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS transactions FROM concord_log.event WHERE position > $1',
      [after],
    );
    expect(rows[0]).toEqual({ events: 102, transactions: 2 });
  });

  it('knows a repetition among those who lose their stream', async () => {
    const { log } = store;
    const [stream, repeated, next] = [freshStream(), [proposed()], [proposed()]];
    await log.append(stream, NO_STREAM, repeated);
    const outcomes = await Promise.allSettled([
      log.append(stream, NO_STREAM, repeated),
      log.append(stream, 0, next),
      log.append(stream, NO_STREAM, [proposed()]),
    ]);
    expect(outcomes).toMatchObject([
      { value: { revision: 0, replayed: true } },
      { value: { revision: 1, replayed: false } },
      { reason: { constructor: WrongExpectedRevision, expected: NO_STREAM, actual: 1 } },
    ]);
    expect(idsOf(await collect(log.readStream(stream)))).toEqual(idsOf([...repeated, ...next]));
  });

  it('fetches the streams that many read at once in a few queries, and fails only those that cannot be read', async () => {
    const { log, pool } = store;
    const streams = Array.from({ length: 40 }, freshStream);
    const written = new Map(streams.map((stream, index) => [stream, proposals(1 + (index % 3))]));
    await Promise.all([...written].map(([stream, events]) => log.append(stream, NO_STREAM, events)));
    const read = async (stream: string): Promise<readonly string[]> => idsOf(await collect(log.readStream(stream)));
    let queries = 0;
    const count = (): void => void queries++;
    pool.on('acquire', count);
    const all = await Promise.all([...streams, ...streams, freshStream()].map(read));
    pool.off('acquire', count);
    const expected = streams.map((stream) => idsOf(written.get(stream) ?? []));
    expect(all).toEqual([...expected, ...expected, []]);
    expect(queries).toBeLessThan(5);

    const outcomes = await Promise.allSettled([...streams.slice(0, 3), 'testing.sample/no\0name'].map(read));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });

  it('appends neighbours one by one when the server refuses one of them', async () => {
    const { log, superuser } = store;
    // Something that only the server knows to refuse.
    await superuser.query(`ALTER TABLE concord_log.event ADD CONSTRAINT fussy CHECK (type <> 'testing.sample.Odious')`);
    try {
      const odious = freshStream();
      const outcomes = await Promise.allSettled([
        log.append(freshStream(), NO_STREAM, [proposed()]),
        log.append(odious, NO_STREAM, [proposed({ type: 'testing.sample.Odious' })]),
        log.append(freshStream(), NO_STREAM, [proposed()]),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(outcomes[1]).toMatchObject({ reason: { name: 'Error', message: expect.stringContaining('fussy') } });
      expect(await collect(log.readStream(odious))).toEqual([]);
    } finally {
      await superuser.query('ALTER TABLE concord_log.event DROP CONSTRAINT fussy');
    }
  });

  it('says that it is not available when nothing answers in time, or when there is no log in the database', async () => {
    const dead = new Pool({ host: '127.0.0.1', port: 1 });
    const log = new PostgresEventLog(dead, { deadline: 200, attempt: 100 });
    await expect(log.append(freshStream(), NO_STREAM, [proposed()])).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(log.head()).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(collect(log.readAll())).rejects.toBeInstanceOf(EventLogUnavailable);
    await log.close();
    await dead.end();

    const database = await freshDatabase();
    const empty = new Pool({ connectionString: database.url });
    const unprepared = new PostgresEventLog(empty);
    await expect(unprepared.append(freshStream(), NO_STREAM, [proposed()])).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(collect(unprepared.subscribe())).rejects.toBeInstanceOf(EventLogUnavailable);
    await unprepared.close();
    await empty.end();
    await database.drop();
  });

  it('gives up an append that waits for a lock longer than its deadline; the same append again decides it', async () => {
    const log = await store.another({ deadline: 300, attempt: 200 });
    await store.superuser.query('BEGIN');
    await store.superuser.query('SELECT pg_advisory_xact_lock(7161115001)');
    const [stream, events] = [freshStream(), proposals(2)];
    await expect(log.append(stream, NO_STREAM, events)).rejects.toBeInstanceOf(EventLogUnavailable);
    await store.superuser.query('COMMIT');
    expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 1 });
    expect(await collect(log.readStream(stream))).toHaveLength(2);
    await expectNoGap();
  });

  it('recognises its own append when the connection was lost between the commit and the answer', async () => {
    const url = new URL(store.database.url);
    const line = await unsteadyLine(url.hostname, Number(url.port));
    line.loseAnswersTo(APPEND_UNDISPUTED.name, 2);
    url.port = String(line.port);
    const pool = new Pool({ connectionString: url.href });
    const log = new PostgresEventLog(pool);
    const streams = Array.from({ length: 3 }, freshStream);
    const results = await Promise.all(streams.map((stream) => log.append(stream, NO_STREAM, proposals(2))));
    expect(line.lost).toBe(2);
    expect(results).toMatchObject([
      { revision: 1, replayed: true },
      { revision: 1, replayed: true },
      { revision: 1, replayed: true },
    ]);
    for (const stream of streams) expect(await collect(log.readStream(stream))).toHaveLength(2);
    await log.close();
    await pool.end();
    await line.close();
    await expectNoGap();
  });

  it('loses and repeats nothing while every connection is cut again and again', async () => {
    const { log, breakConnections } = store;
    const after = await log.head();
    const appended: string[] = [];
    let done = false;
    let cuts = 0;
    // At work and again while it is repeated, then not until something went through: a clock alone would give a slow machine up.
    const breaking = (async () => {
      while (!done) {
        const before = appended.length;
        for (const wait of [25, 0]) {
          await breakConnections();
          cuts++;
          await sleep(wait);
        }
        while (!done && appended.length === before) await sleep(1);
      }
    })();
    // Where the test fails before, that is what it says, and not that nothing can be cut any more.
    breaking.catch(() => undefined);
    try {
      await sideBySide(8, 400, async () => {
        const events = proposals(2);
        await log.append(freshStream(), NO_STREAM, events);
        appended.push(...idsOf(events));
      });
    } finally {
      done = true;
    }
    await breaking;
    expect(cuts).toBeGreaterThan(20);
    expect(idsOf(await collect(log.readAll({ after }))).toSorted()).toEqual(appended.toSorted());
    await expectNoGap();
  });

  it('asks the database once for each new event, however many subscribers wait for it', async () => {
    const COUNT = 200;
    const pool = new Pool({ connectionString: store.database.url, max: 5 });
    const log = new PostgresEventLog(pool);
    const after = await log.head();
    const following = Array.from({ length: 50 }, () => follow(log, { after }, ({ events }) => events.length === COUNT));
    await follow(log, { after }, untilCaughtUp);
    let queries = 0;
    pool.on('acquire', () => queries++);
    for (let task = 0; task < COUNT; task++) await store.log.append(freshStream(), NO_STREAM, [proposed()]);
    for (const { events } of await Promise.all(following)) expect(idsOf(events)).toHaveLength(COUNT);
    // One an append, and few beside; fifty readers of their own would ask fifty times as often.
    expect(queries).toBeGreaterThan(0);
    expect(queries).toBeLessThan(COUNT * 2);
    await log.close();
    await pool.end();
  });

  it('goes on in a new cluster after dump and restore: the next position follows, and a subscriber resumes where it was', async () => {
    const { log, superuser, pool } = store;
    const [stream, events] = [freshStream(), proposals(3)];
    await log.append(stream, NO_STREAM, events);
    const place = await log.head();
    await log.append(stream, 2, proposals(2));
    const head = await log.head();

    const { rows } = await superuser.query(`SELECT current_setting('data_directory') || '/dump-' || current_database() AS file`);
    const file: string = rows[0].file;
    await superuser.query(`COPY concord_log.event TO '${file}'`);
    const restored = await postgresStore({}, newCluster);
    await restored.superuser.query(`COPY concord_log.event FROM '${file}'`);
    await rm(file);

    expect(await restored.log.head()).toBe(head);
    const next = proposed();
    const live = follow(restored.log, { after: place }, (seen) => seen.events.length === 3);
    expect(await restored.log.append(stream, 4, [next])).toMatchObject({ revision: 5, position: String(Number(head) + 1) });
    expect((await live).events.map(({ revision }) => revision)).toEqual([3, 4, 5]);
    expect(await restored.log.append(stream, NO_STREAM, events)).toMatchObject({ replayed: true, revision: 2, position: place });
    expect((await collect(restored.log.readAll({ after: START, until: head }))).at(-1)).toEqual((await collect(log.readAll())).at(-1));
    expect(pool.totalCount).toBeGreaterThan(0);
    await restored.close();
  });
});
