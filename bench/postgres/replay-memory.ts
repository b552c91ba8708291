import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Measurement } from '../harness/measurement.js';
import { Pair } from '../harness/pair.js';
import { BenchDatabase } from './database.js';
import type { Pattern } from './pattern.js';

const EVENTS = { many: 1_000_000, few: 100_000 };
/** MiB. Without a limit, garbage is collected the later the longer a process has run. */
const HEAP = 192;
const VOTES = `SELECT count(*)::integer AS votes FROM concord_log.event WHERE type = 'association.ballot.VoteCast'`;

interface Replay {
  readonly peak: number;
  readonly votes: number;
}

async function replay(logUrl: string, modelUrl: string): Promise<Replay> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, join(import.meta.dirname, 'replaying.mjs')], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ logUrl, modelUrl }));
  return JSON.parse(await text(child.stdout)) as Replay;
}

/** A log in a server of its own, and how many votes are in it. */
export class ReplayedLog {
  private replays = 0;

  private constructor(
    private readonly database: BenchDatabase,
    private readonly votes: number,
  ) {}

  static async open(pattern: Pattern, events: number): Promise<ReplayedLog> {
    const database = await BenchDatabase.open();
    await pattern.fill(database.url, events);
    const { rows } = await database.pool.query<{ votes: number }>(VOTES);
    return new ReplayedLog(database, rows[0]?.votes ?? 0);
  }

  /** MiB, at most, of a process that replays it. @throws Error when that has not kept every vote */
  async peak(): Promise<number> {
    const { peak, votes } = await this.database.beside(`replay_${this.replays++}`, (url) => replay(this.database.url, url));
    if (votes !== this.votes) throw new Error(`${votes} votes were kept of ${this.votes}`);
    return peak;
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

/** A long log and a short one. */
export const replayedPair = (pattern: Pattern): Promise<Pair<ReplayedLog>> =>
  Pair.open((events) => ReplayedLog.open(pattern, events), EVENTS);

/** The memory that the worker takes to fill a read model from a long log, beside a short one. */
export const replayMemory = (pair: () => Promise<Pair<ReplayedLog>>): Measurement => ({
  name: 'replay-memory',
  goal: 1.1,
  unit: 'MiB',
  better: 'lower',
  prepare: async () => {
    await pair();
  },
  ours: async () => (await pair()).many.peak(),
  yardstick: async () => (await pair()).few.peak(),
});
