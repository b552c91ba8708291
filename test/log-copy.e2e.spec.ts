import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from './support/database.js';
import { type CliResult, RunningPlatform } from './support/running-platform.js';

/** What the clock does with a deadline is no part of what the log says of it. */
const NOT_FROM_THE_LOG = ['firedAt', 'attemptAt', 'failures'];

/** What is not made from the log alone, or is made of where it lies: keys, and the tree of each log under its own name. */
const BESIDE_THE_LOG = ['concord_log', 'concord_projections', 'government_post', 'concord_secrets', 'concord_transparency'];

/** How much higher the positions of the original are. */
const LEAP = 999;
/** In which the process managers react to what they have seen. */
const A_MOMENT_MS = 1_000;
/** What rows call a position. */
const POSITIONS = new Set(['position', 'until', 'since']);

describe('Moving the log of a platform', () => {
  let home: FreshDatabase;
  let away: FreshDatabase;
  let atHome: Client;
  let atAway: Client;
  let platform: RunningPlatform;

  const connect = async ({ superuserUrl }: FreshDatabase): Promise<Client> => {
    const client = new Client(superuserUrl);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };

  beforeAll(async () => {
    [home, away] = await Promise.all([freshDatabase(), freshDatabase()]);
    [atHome, atAway] = await Promise.all([connect(home), connect(away)]);
    platform = await RunningPlatform.start({
      CONCORD_DATABASE_URL: home.url,
      CONCORD_SECRETS_KEY: randomBytes(32).toString('base64'),
      CONCORD_DEMO_ISSUER: 'true',
    });
    // So that a copy, which counts from 1, has other positions.
    await atHome.query(
      `INSERT INTO concord_log.event (position, id, stream, revision, type, schema_version, data, metadata, recorded_at)
       VALUES (1 + ${LEAP}, gen_random_uuid(), 'testing.leap/1', 0, 'testing.leap.Leapt', 1, '{}', '{}', now())`,
    );
    const { code, stderr } = await platform.cli('demo', '--url', platform.url);
    expect([code, stderr]).toEqual([0, '']);
    await settled();
    await platform.end();
  }, 240_000);
  afterAll(async () => {
    await Promise.all([atHome.end(), atAway.end()]);
    await platform.remove();
    await Promise.all([home.drop(), away.drop()]);
  });

  const copy = (from: string, to: string, ...more: readonly string[]): Promise<CliResult> =>
    platform.cli('log', 'copy', '--from', from, '--to', to, ...more);

  const head = async (client: Client): Promise<{ readonly count: number; readonly position: number }> => {
    const { rows } = await client.query('SELECT count(*)::int, max(position)::int AS position FROM concord_log.event');
    return rows[0];
  };

  /** Until every read model runs and has seen the whole log, twice in a row with the same end. */
  async function settled(): Promise<void> {
    for (let end = ''; ; await sleep(A_MOMENT_MS)) {
      const { rows } = await atHome.query<{ isQuiet: boolean; head: string }>(
        `SELECT bool_and(stage = 'live' AND status = 'running' AND position = head) AS "isQuiet", max(head)::text AS head
         FROM concord_projections.projection, (SELECT max(position) AS head FROM concord_log.event) log`,
      );
      const [{ isQuiet, head: at } = { isQuiet: false, head: '' }] = rows;
      if (isQuiet && at === end) return;
      end = isQuiet ? at : '';
    }
  }

  /** Every row of every read model; what is owed to webhooks is none. */
  async function tables(): Promise<Record<string, readonly object[]>> {
    const { rows } = await atHome.query<{ path: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS path FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', ${BESIDE_THE_LOG.map((schema) => `'${schema}'`).join(', ')}) ORDER BY 1`,
    );
    const found: Record<string, readonly object[]> = {};
    for (const { path } of rows) {
      const { rows: all } = await atHome.query<{ row: object }>(`SELECT to_jsonb(t) - $1::text[] AS row FROM ${path} t ORDER BY 1`, [
        NOT_FROM_THE_LOG,
      ]);
      found[path] = all.map(({ row }) => row);
    }
    return found;
  }

  /** The same rows, as they name positions of the copy: whatever member of them holds one. */
  const moved = (originals: Record<string, readonly object[]>): object =>
    JSON.parse(JSON.stringify(originals), (name, value: unknown) => {
      if (!POSITIONS.has(name) || !/^[1-9]\d*$/.test(String(value))) return value;
      const position = Number(value) - LEAP;
      return typeof value === 'string' ? String(position) : position;
    }) as object;

  /** One plain line says what is wrong. */
  function expectComplaint({ code, stderr }: CliResult, ...words: readonly string[]): void {
    expect(code).toBe(1);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/\n +at /);
  }

  it('copies it and finds the copy to be the same; again, there is nothing to do', async () => {
    const { code, stdout } = await copy('postgres', away.url);
    expect(code).toBe(0);
    const { count, position } = await head(atHome);
    expect(stdout).toContain(`${count} events copied`);
    expect(stdout).toContain('The logs hold the same events in the same order.');
    const sides = [...stdout.matchAll(/^(from|to) +\S+ +(\d+) events +SHA-256 ([0-9a-f]{64})$/gm)];
    expect(sides.map(([, side, events]) => [side, Number(events)])).toEqual([
      ['from', count],
      ['to', count],
    ]);
    expect(sides[0]?.[3]).toBe(sides[1]?.[3]);
    expect(await head(atAway)).toEqual({ count, position: count });
    expect(position).toBeGreaterThan(count);

    const again = await copy('postgres', away.url);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('0 events copied')]);
  }, 240_000);

  it('tells where a copy differs, and of what it is no copy', async () => {
    await atAway.query('BEGIN');
    await atAway.query('ALTER TABLE concord_log.event DISABLE TRIGGER event_is_immutable');
    const { rows } = await atAway.query(`UPDATE concord_log.event SET data = '{"forged":1}' WHERE position = 17 RETURNING id, data`);
    await atAway.query('ALTER TABLE concord_log.event ENABLE ALWAYS TRIGGER event_is_immutable');
    await atAway.query('COMMIT');
    expectComplaint(await copy('postgres', away.url, '--compare-only'), 'from event 17 on', 'data', rows[0].id, '{"forged":1}');

    const other = await freshDatabase();
    await copy(away.url, other.url);
    await atAway.query('DROP SCHEMA concord_log CASCADE');
    expectComplaint(await copy(away.url, other.url), 'no copy of this log');
    await other.drop();
    expect((await copy('postgres', away.url)).code).toBe(0);
  }, 240_000);

  it.each([
    ['an address that is none', () => ['postgres', 'somewhere'], ['--to', 'somewhere', 'postgresql://']],
    ['a kind of log that does not exist', () => ['mysql://localhost/x', away.url], ['--from', 'mysql://localhost/x', 'postgresql://']],
    [
      'a server that does not answer',
      () => ['postgres', 'postgresql://me:secret@127.0.0.1:1/x'],
      ['--to', 'me:…@127.0.0.1', 'ECONNREFUSED'],
    ],
    ['a database that does not exist', () => ['postgres', away.url.replace(/test_\w+/, 'test_missing')], ['--to', 'does not exist']],
    ['one log for both', () => ['postgres', home.url], ['--from and --to are one log']],
  ])('refuses %s', async (_what, sides, words) => {
    const [from = '', to = ''] = sides();
    const answer = await copy(from, to);
    expectComplaint(answer, ...words);
    expect(answer.stderr).not.toContain('secret');
    expect(answer.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a target in which it may not write', async () => {
    const closed = await freshDatabase();
    const superuser = await connect(closed);
    await superuser.query(`CREATE ROLE newcomer_${process.pid} LOGIN PASSWORD 'newcomer'`);
    const address = new URL(closed.url);
    address.username = `newcomer_${process.pid}`;
    address.password = 'newcomer';
    expectComplaint(await copy('postgres', address.href), '--to', 'cannot be opened', 'permission denied');
    await superuser.query(`DROP ROLE newcomer_${process.pid}`);
    await superuser.end();
    await closed.drop();
  });

  it('brings it back as another log: every read model is built anew and is as it was, and the story goes on', async () => {
    const originals = await tables();
    const { count } = await head(atAway);
    await atHome.query('DROP SCHEMA concord_log CASCADE');
    await platform.startAgain().catch(() => undefined);
    expect(platform.output).toContain('concord log copy');

    expect((await copy(away.url, 'postgres')).code).toBe(0);
    await platform.startAgain();
    await settled();
    expect(await head(atHome)).toEqual({ count, position: count });
    expect(await tables()).toEqual(moved(originals));

    const { code, stderr } = await platform.cli('demo', '--url', platform.url);
    expect([code, stderr]).toEqual([0, '']);
  }, 240_000);
});
