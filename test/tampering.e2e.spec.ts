import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresEventLog } from '@concord/event-log';
import { type Finding, HttpSource, parseCheckpoint, parseNote, parseVkey, type Verification, verifyLog } from '@concord/proof';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Client, Pool } from 'pg';
import { EmbeddedPostgres } from '../libs/platform/src/embedded-postgres/embedded-postgres.js';
import { Notary } from '../libs/transparency/src/notary/notary.js';
import { SigningKeys } from '../libs/transparency/src/notary/signing-keys.js';
import { Balloting } from './support/balloting.js';
import { headOf } from './support/log-reading.js';
import { People } from './support/people.js';
import { RunningPlatform } from './support/running-platform.js';

const NORMS = 290;
const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { position } } }';
const TABLES = ['tree', 'strip', 'bundle', 'leaf', 'stream', 'bucket', 'page', 'checkpoint', 'signing_key'].map(
  (table) => `concord_transparency.${table}`,
);
const SHIFT = 1_000_000;

const sizeIn = (note: string): number => parseCheckpoint(parseNote(note).text).size;

describe('Somebody with all rights on the database', () => {
  let platform: RunningPlatform;
  let server: EmbeddedPostgres;
  let superuser: Client;
  let token: string;
  let trusted: string;
  let size: number;
  /** A checkpoint that an auditor kept, when the log was a little shorter. */
  let kept: string;

  const checkpoint = async (): Promise<string> => (await fetch(`${platform.url}/log/checkpoint`)).text();
  const verified = async (earlier: string | undefined = kept): Promise<Verification> =>
    verifyLog(new HttpSource(platform.url, { token }), { key: parseVkey(trusted), kept: earlier });
  const found = async (earlier?: string): Promise<readonly Finding[]> => (await verified(earlier)).findings;
  const checksIn = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ check }) => check))].sort();

  const draft = async (people: People, from: number, to: number): Promise<void> => {
    const agency = await people.headers('us-cpsc', 'AGENCY');
    const one = async (nth: number) => {
      const input = { normId: `norm-${nth}`, jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: `Norm ${nth}` }] };
      expect((await platform.ask(DRAFT, { input }, agency)).errors).toEqual([]);
    };
    for (let nth = from; nth < to; nth += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => one(nth + more)));
  };
  /** A vote of which the log holds the ciphertext. */
  const sealedVote = async (): Promise<void> => {
    const balloting = await Balloting.among(platform, ['voter-a']);
    await balloting.draft('sealed');
    await balloting.open('sealed', { closesAt: new Date(Date.now() + 3_600_000).toISOString(), secrecy: 'SEALED' });
    await balloting.issue('voter-a', 'CastVote', { ballotId: 'sealed', choice: 'APPROVE' });
  };
  const untilAllIsCovered = async (): Promise<string> => {
    const head = Number(await headOf(platform));
    for (;;) {
      const note = await checkpoint();
      if (sizeIn(note) >= head) return note;
      await pause(100);
    }
  };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const people = await People.of(platform);
    await people.join('us-cpsc', 'AGENCY');
    await people.join('court-of-audit', 'AUDITOR');
    await people.mandate('court-of-audit');
    token = await people.token('court-of-audit', 'AUDITOR');
    await sealedVote();
    await draft(people, 0, NORMS - 10);
    kept = await untilAllIsCovered();
    await draft(people, NORMS - 10, NORMS);
    size = sizeIn(await untilAllIsCovered());
    [trusted = ''] = (await (await fetch(`${platform.url}/log/keys`)).text()).split('\n');
    server = await EmbeddedPostgres.open({ dataDir: platform.dataDir });
    superuser = new Client(Object.assign(new URL(server.superuserUrl), { pathname: new URL(server.url).pathname }).href);
    await superuser.connect();
    await superuser.query(`ALTER TABLE concord_log.event DISABLE TRIGGER event_is_immutable;
      CREATE SCHEMA beside; CREATE TABLE beside.event AS TABLE concord_log.event`);
    for (const table of TABLES) await superuser.query(`CREATE TABLE beside.${table.split('.')[1]} AS TABLE ${table}`);
  });
  afterEach(async () => {
    // All as it was.
    const back = (table: string, copy: string) => `TRUNCATE ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE beside.${copy};`;
    const all = TABLES.map((table) => back(table, table.split('.')[1] ?? ''));
    await superuser.query(`BEGIN; ${back('concord_log.event', 'event')} ${all.join(' ')} COMMIT`);
  });
  afterAll(async () => {
    await superuser.end();
    await server.close();
    await platform.remove();
  });

  /** The event at an index: in this log the index is the position less one. */
  const at = (index: number): string => `position = ${index + 1}`;

  it('who has changed nothing is not accused of anything', async () => {
    expect(await verified()).toMatchObject({ isRight: true, findings: [], size });
  });

  it('is found out by one byte of one event', async () => {
    await superuser.query(`UPDATE concord_log.event SET data = replace(data::text, 'Norm', 'norm')::json WHERE ${at(100)}`);
    const findings = await found();
    expect(findings[0]).toMatchObject({ check: 'leaf', index: 100, position: '101' });
    expect(findings.filter(({ check }) => check === 'leaf')).toHaveLength(1);
  });

  it('is found out by an event that is gone', async () => {
    await superuser.query(`DELETE FROM concord_log.event WHERE ${at(120)}`);
    expect((await found())[0]).toMatchObject({ index: 120 });
  });

  it('is found out by an event that was put in', async () => {
    await superuser.query(`
      UPDATE concord_log.event SET position = position + ${SHIFT} WHERE position > 130;
      UPDATE concord_log.event SET position = position - ${SHIFT} + 1 WHERE position > ${SHIFT};
      INSERT INTO concord_log.event SELECT 131, gen_random_uuid(), stream || '-too', revision, type, schema_version, data, metadata, recorded_at
        FROM concord_log.event WHERE position = 130`);
    expect((await found())[0]).toMatchObject({ index: 130 });
  });

  it('is found out by two neighbours that were swapped', async () => {
    await superuser.query(`
      UPDATE concord_log.event SET position = ${SHIFT} WHERE ${at(140)};
      UPDATE concord_log.event SET position = 141 WHERE ${at(141)};
      UPDATE concord_log.event SET position = 142 WHERE position = ${SHIFT}`);
    const [first] = await found();
    expect(first).toMatchObject({ index: 140 });
  });

  it('is found out by a whole stream that is gone', async () => {
    const { rows } = await superuser.query<{ index: number }>(
      `SELECT position::integer - 1 AS index FROM concord_log.event WHERE stream = 'government.norm/norm-77'`,
    );
    await superuser.query(`DELETE FROM concord_log.event WHERE stream = 'government.norm/norm-77'`);
    expect((await found())[0]).toMatchObject({ index: rows[0]?.index });
  });

  it('is found out by a log that was cut off', async () => {
    await superuser.query(`DELETE FROM concord_log.event WHERE position > ${size - 5}`);
    expect((await found())[0]).toMatchObject({ index: size - 5 });
  });

  it('is found out by a checkpoint that was rolled back behind the one that an auditor kept', async () => {
    const newest = await checkpoint();
    await superuser.query(`DELETE FROM concord_transparency.checkpoint WHERE size > 20`);
    expect(await found(newest)).toEqual([expect.objectContaining({ check: 'kept', found: expect.stringContaining('rolled back') })]);
  });

  it('who destroys the key of a secret raises no alarm: what is hashed is the ciphertext', async () => {
    const { rowCount } = await superuser.query(`
      UPDATE concord_secrets.key SET wrapped = NULL, destroyed_at = clock_timestamp() WHERE subject = 'ballot/sealed'`);
    expect(rowCount).toBe(1);
    expect(await verified()).toMatchObject({ isRight: true, findings: [] });
  });

  it('is found out by a tree that was computed anew over another log, without the key', async () => {
    await platform.end();
    await superuser.query(`UPDATE concord_log.event SET data = replace(data::text, 'Norm', 'norm')::json WHERE ${at(100)}`);
    await superuser.query(`TRUNCATE ${TABLES.join(', ')}, concord_secrets.key, concord_secrets.master_key`);
    const pool = new Pool({ connectionString: server.url, max: 6 });
    const log = new PostgresEventLog(pool);
    const secrets = await PostgresSecrets.open(pool, statedKey('the key of the thief', randomBytes(32).toString('base64')));
    const runtimeLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const notary = new Notary({ pool, log, keys: new SigningKeys(secrets), runtimeLog, signed: () => undefined });
    notary.start();
    for (let covered = 0; covered < size; await pause(100)) {
      const { rows } = await superuser.query<{ size: number }>('SELECT max(size)::integer AS size FROM concord_transparency.checkpoint');
      covered = rows[0]?.size ?? 0;
    }
    await notary.stop();
    await log.close();
    await pool.end();
    await superuser.query('TRUNCATE concord_secrets.key, concord_secrets.master_key');
    await platform.startAgain();
    expect(checksIn(await found())).toEqual(['kept', 'signature']);
    await superuser.query('TRUNCATE concord_secrets.key, concord_secrets.master_key');
  });
});
