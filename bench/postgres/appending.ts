import type { Client } from 'pg';
import { appended, type Load, type Writer } from '../harness/load.js';
import type { Measurement } from '../harness/measurement.js';
import { Random } from '../harness/random.js';
import { sampleEvents } from '../harness/sample-events.js';
import type { BenchDatabase } from './database.js';
import { pgbench } from './pgbench.js';
import { plainRow, plainRows } from './plain.js';

const ONE: Load = { callers: 1, appends: 4_000, events: 1 };
const SIXTEEN: Load = { callers: 16, appends: 1_000, events: 1 };
const BATCH: Load = { callers: 1, appends: 100, events: 500 };

async function withClient(database: BenchDatabase, work: (client: Client) => Promise<number>): Promise<number> {
  const client = await database.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** How fast events get into the log. */
export function appending(database: () => BenchDatabase, seed: number): readonly Measurement[] {
  const ours: Writer = (stream, revision, events) => database().log.append(stream, revision, events);
  const row = (name: string, goal: number, load: Load, yardstick: () => Promise<number>): Measurement => ({
    name,
    goal,
    unit: 'events/s',
    better: 'higher',
    ours: () => appended(load, ours, seed),
    yardstick,
  });
  return [
    row('append-1', 0.8, ONE, () => withClient(database(), (client) => appended(ONE, plainRow(client), seed))),
    row('append-16', 1.5, SIXTEEN, () => {
      const [event] = sampleEvents(new Random(seed), 1);
      if (!event) throw new RangeError('There is no event to insert');
      return pgbench(database().url, SIXTEEN.callers, SIXTEEN.appends, event);
    }),
    row('append-batch', 0.7, BATCH, () => withClient(database(), (client) => appended(BATCH, plainRows(client), seed))),
  ];
}
