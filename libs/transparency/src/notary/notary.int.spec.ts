import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { proposals, proposed } from '@concord/event-log/testing';
import { parseVkey, verifyNote } from '@concord/proof';
import { TRANSPARENCY_SQL } from '../schema.sql.js';
import { computed, Notarised, saidBy } from '../testing/notarised.js';
import { RightEdge } from './right-edge.js';

const LOADER = fileURLToPath(new URL('../../../../test/support/typescript.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../testing/notary-process.ts', import.meta.url));

describe('A notary', () => {
  let ground: Notarised;
  beforeEach(async () => {
    ground = await Notarised.open();
  });
  afterEach(() => ground.close());

  it('signs the tree and the map of an empty log, of one event, and of all that follow', async () => {
    const notary = ground.notary();
    notary.start();
    expect(saidBy(await ground.until(0))).toEqual({ size: 0, ...computed([]) });
    await ground.append('testing.sample/a', [proposed()]);
    expect(saidBy(await ground.until(1))).toEqual({ size: 1, ...computed(await ground.events()) });
    for (let stream = 0; stream < 30; stream++) await ground.append(`testing.sample/${stream}`, proposals(20));
    await ground.append('testing.sample/a', proposals(3), 0);
    const note = await ground.until(604);
    await notary.stop();
    expect(saidBy(note)).toEqual({ size: 604, ...computed(await ground.events()) });
    expect(verifyNote(note, (await ground.reader.keys()).map(parseVkey)).signedBy).toHaveLength(1);
  });

  it('goes on with the same tree after it was killed at any moment', async () => {
    const notaries: ChildProcess[] = [];
    const begin = (): ChildProcess => {
      const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, ground.database.url, ground.secretsKey], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {},
      });
      notaries.push(child);
      return child;
    };
    let written = 0;
    for (let round = 0; round < 4; round++) {
      const child = begin();
      await once(child.stdout!, 'data');
      for (let n = 0; n < 12; n++) {
        await ground.append(`testing.sample/${round}-${n}`, proposals(17));
        written += 17;
      }
      await pause(90 * round);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const notary = ground.notary();
    notary.start();
    const note = await ground.until(written);
    await notary.stop();
    const events = await ground.events();
    expect(saidBy(note)).toEqual({ size: written, ...computed(events) });
    // Whatever was signed before is a beginning of it.
    const { rows } = await ground.pool.query<{ size: string; note: string }>(
      'SELECT size::text, note FROM concord_transparency.checkpoint',
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { size, note } of rows) expect(saidBy(note)).toEqual({ size: Number(size), ...computed(events.slice(0, Number(size))) });
  });

  it('makes one tree with others that work at the same time', async () => {
    const others = [ground.notary(), ground.notary(), ground.notary()];
    for (const notary of others) notary.start();
    for (let n = 0; n < 40; n++) await ground.append(`testing.sample/${n}`, proposals(5));
    const note = await ground.until(200);
    await Promise.all(others.map((notary) => notary.stop()));
    expect(saidBy(note)).toEqual({ size: 200, ...computed(await ground.events()) });
  });

  it('keeps of checkpoints that are old the last of each day, and the last that a witness has signed', async () => {
    const first = ground.notary();
    first.start();
    for (let n = 0; n < 8; n++) {
      await ground.append(`testing.sample/${n}`, [proposed()]);
      await ground.until(n + 1);
    }
    await first.stop();
    const { pool } = ground;
    // Sizes 0 to 3 on one day, 4 and 5 on the next, 6 within the hour, 7 and 8 now.
    const age = (sizes: readonly number[], at: string) =>
      pool.query(`UPDATE concord_transparency.checkpoint SET signed_at = ${at} WHERE size = ANY($1)`, [sizes]);
    await age([0, 1, 2, 3], `'2026-01-01T23:59:59Z'`);
    await age([4, 5], `'2026-01-02T00:00:00Z'`);
    await age([6], `clock_timestamp() - interval '59 minutes'`);
    for (const [witness, size] of [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', 7],
    ]) {
      await pool.query('INSERT INTO concord_transparency.cosignature SELECT id, $2, $1, $1 FROM concord_transparency.tree', [
        witness,
        size,
      ]);
    }
    const second = ground.notary();
    second.start();
    const sizes = async () =>
      (await pool.query<{ size: string }>('SELECT size FROM concord_transparency.checkpoint ORDER BY size')).rows.map(({ size }) =>
        Number(size),
      );
    while ((await sizes()).length === 9) await pause(50);
    await second.stop();
    expect(await sizes()).toEqual([2, 3, 5, 6, 7, 8]);
    const { rows } = await pool.query('SELECT witness, size::int FROM concord_transparency.cosignature ORDER BY witness, size');
    // What b signed last stays, though its checkpoint is gone: from there b knows the tree.
    expect(rows).toEqual([
      { witness: 'a', size: 2 },
      { witness: 'a', size: 7 },
      { witness: 'b', size: 1 },
    ]);
  });

  it('signs nothing on a log whose last event is another than it was', async () => {
    const first = ground.notary();
    first.start();
    await ground.append('testing.sample/a', proposals(3));
    await ground.until(3);
    await first.stop();
    const { superuser } = ground;
    await superuser.query('ALTER TABLE concord_log.event DISABLE TRIGGER event_is_immutable');
    await superuser.query(`UPDATE concord_log.event SET data = '{"number": 7}' WHERE position = 3`);
    const alarms: string[] = [];
    const record = (facts: object) => void alarms.push(String((facts as { readonly error: unknown }).error));
    const second = ground.notary(undefined, { info: () => undefined, warn: () => undefined, error: record });
    second.start();
    await ground.append('testing.sample/b', proposals(1));
    while (alarms.length === 0) await pause(50);
    await second.stop();
    expect(alarms[0]).toBe('Event 2 of the log, at position 3, is not what it was when it was taken into the tree');
    expect((await ground.reader.checkpoint())?.size).toBe(3);
  });
});

describe('A tree that was kept in tiles', () => {
  it('is the same in strips, and a notary goes on with it', async () => {
    const ground = await Notarised.open();
    const { pool } = ground;
    const strips = async () =>
      (await pool.query(`SELECT level, n::int, encode(hashes, 'hex') AS hashes FROM concord_transparency.strip ORDER BY level, n`)).rows;
    const first = ground.notary();
    first.start();
    // A tile that is full, one that is not, and a strip that is not.
    for (let n = 0; n < 5; n++) await ground.append(`testing.sample/${n}`, proposals(n < 4 ? 80 : 13));
    await ground.until(333);
    await first.stop();
    const before = await strips();
    await pool.query(`
      CREATE TABLE concord_transparency.tile (
        tree smallint NOT NULL, level smallint NOT NULL, n bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (tree, level, n));
      INSERT INTO concord_transparency.tile
        SELECT tree, level / 2, n / 16, string_agg(hashes, ''::bytea ORDER BY n) FROM concord_transparency.strip
        WHERE level % 2 = 0 GROUP BY tree, level, n / 16;
      TRUNCATE concord_transparency.strip`);
    for (let twice = 0; twice < 2; twice++) await pool.query(TRANSPARENCY_SQL);
    expect(await strips()).toEqual(before);
    expect(new Set(before.map(({ level }) => level))).toEqual(new Set([0, 1, 2]));
    const second = ground.notary();
    second.start();
    await ground.append('testing.sample/more', proposals(4));
    const note = await ground.until(337);
    await second.stop();
    expect(saidBy(note)).toEqual({ size: 337, ...computed(await ground.events()) });
    await ground.close();
  });
});

describe('The right edge of a tree', () => {
  it('goes on from the strips that were kept, at every size', async () => {
    const strips = new Map<string, Buffer>();
    const keep = (edge: RightEdge, leaves: Buffer[]) => {
      for (const { level, n, hashes } of edge.append(leaves)) strips.set(`${level}/${n}`, hashes);
    };
    const leaf = (n: number) => Buffer.alloc(32, n % 251);
    const whole = await RightEdge.at(0, () => Promise.reject(new Error('There is no strip')));
    const sizes = [1, 2, 15, 16, 17, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000];
    for (const size of sizes) {
      const read = await RightEdge.at(
        whole.size,
        async (level, n) => strips.get(`${level}/${n}`) ?? Promise.reject(new Error(`${level}/${n}`)),
      );
      expect(read.root()).toEqual(whole.root());
      const next = Array.from({ length: size - whole.size }, (_, n) => leaf(whole.size + n));
      read.append(next);
      keep(whole, next);
      expect(read.root()).toEqual(whole.root());
    }
  });
});
