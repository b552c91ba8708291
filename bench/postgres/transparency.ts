import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Proofs, TreeReader } from '@concord/transparency';
import { Notary } from '../../libs/transparency/src/notary/notary.js';
import { SigningKeys } from '../../libs/transparency/src/notary/signing-keys.js';
import { TRANSPARENCY_SQL } from '../../libs/transparency/src/schema.sql.js';
import { appended, type Load, type Writer } from '../harness/load.js';
import { type Measurement, perSecond } from '../harness/measurement.js';
import { Random } from '../harness/random.js';
import { BenchDatabase } from './database.js';
import type { Pattern } from './pattern.js';

const EVENTS = 1_000_000;
const PROOFS = 400;
const SIXTEEN: Load = { callers: 16, appends: 1_000, events: 1 };
const LOOK_MS = 250;

const LOADER = join(import.meta.dirname, '../../test/support/typescript.mjs');
const NOTARY = join(import.meta.dirname, '../../libs/transparency/src/testing/notary-process.ts');
const FOLLOWING = join(import.meta.dirname, 'following.ts');

const runtimeLog = { info: () => undefined, warn: console.error, error: console.error };

/** A log with a notary that can be let work. */
export class NotarisedLog {
  private constructor(
    private readonly database: BenchDatabase,
    private readonly reader: TreeReader,
    private readonly keys: SigningKeys,
    private readonly proofs: Proofs,
    private readonly secretsKey: string,
  ) {}

  /** An empty one, or one with a history, of which the notary has taken everything into its tree. */
  static async open(pattern?: Pattern): Promise<NotarisedLog> {
    const database = await BenchDatabase.open();
    const { pool, log } = database;
    await pool.query(TRANSPARENCY_SQL);
    const key = randomBytes(32).toString('base64');
    const secrets = await PostgresSecrets.open(pool, statedKey('the key of the benchmark', key));
    const reader = new TreeReader(pool, log);
    const notarised = new NotarisedLog(database, reader, new SigningKeys(secrets), new Proofs(reader, pool, log), key);
    if (pattern) {
      await pattern.fill(database.url, EVENTS);
      await notarised.catchUp();
      await pool.query('VACUUM (ANALYZE)');
    }
    return notarised;
  }

  /** Events in a second, beside a worker in which a notary signs them, or one that only follows the log as its read models do. */
  async append(seed: number, withNotary: boolean): Promise<number> {
    const write: Writer = (stream, revision, events) => this.database.log.append(stream, revision, events);
    await this.catchUp();
    const program = withNotary ? NOTARY : FOLLOWING;
    const worker = spawn(process.execPath, ['--import', LOADER, program, this.database.url, this.secretsKey], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {},
    });
    await once(worker.stdout, 'data');
    worker.stdout.resume();
    try {
      // A worker runs for weeks: what it does is compiled by then.
      await appended(SIXTEEN, write, seed + 1);
      return await appended(SIXTEEN, write, seed);
    } finally {
      worker.kill();
      await once(worker, 'exit');
    }
  }

  /** Proofs of single events in a second, one after the other. */
  async prove(seed: number): Promise<number> {
    const ids = await this.some(seed, 'id::text');
    return perSecond(ids.length, async () => {
      for (const id of ids) if (!(await this.proofs.ofEvent(id))) throw new Error(`There is no proof of ${id}`);
    });
  }

  /** How often in a second two events can be read by their places, one after the other. */
  async readTwo(seed: number): Promise<number> {
    const positions = await this.some(seed, 'position::text');
    const read = (position: string) => this.database.pool.query('SELECT * FROM concord_log.event WHERE position = $1', [position]);
    return perSecond(positions.length, async () => {
      for (const [at, position] of positions.entries()) {
        await read(position);
        await read(positions.at(at - 1) ?? position);
      }
    });
  }

  close(): Promise<void> {
    return this.database.close();
  }

  private notary(): Notary {
    const { pool, log } = this.database;
    return new Notary({ pool, log, runtimeLog, keys: this.keys, signed: () => undefined });
  }

  private async catchUp(): Promise<void> {
    const notary = this.notary();
    notary.start();
    // Before its first look there is no tree.
    while ((await this.reader.checkpoint()) === undefined || (await this.reader.firstUncovered())) await pause(LOOK_MS);
    await notary.stop();
  }

  private async some(seed: number, column: string): Promise<readonly string[]> {
    const random = new Random(seed);
    const positions = Array.from({ length: PROOFS }, () => random.below(EVENTS) + 1);
    const { rows } = await this.database.pool.query<{ value: string }>(
      `SELECT ${column} AS value FROM concord_log.event WHERE position = ANY($1::bigint[])`,
      [positions],
    );
    return rows.map(({ value }) => value);
  }
}

/** What the proof of the log costs: the appends beside it, and one proof. */
export function transparency(empty: () => Promise<NotarisedLog>, grown: () => Promise<NotarisedLog>, seed: number): readonly Measurement[] {
  return [
    {
      name: 'notary-append-16',
      goal: 0.95,
      unit: 'events/s',
      better: 'higher',
      prepare: async () => {
        await empty();
      },
      ours: async () => (await empty()).append(seed, true),
      yardstick: async () => (await empty()).append(seed, false),
    },
    {
      name: 'proof-of-one',
      goal: 1,
      unit: 'proofs/s, pairs of reads/s',
      better: 'higher',
      prepare: async () => {
        await grown();
      },
      ours: async () => (await grown()).prove(seed),
      yardstick: async () => (await grown()).readTwo(seed),
    },
  ];
}
