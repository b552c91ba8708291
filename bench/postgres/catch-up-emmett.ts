import { newId } from '@concord/kernel';
import { appended, type Load, type Writer } from '../harness/load.js';
import { type Measurement, perSecond } from '../harness/measurement.js';
import { SAMPLE_TYPES } from '../harness/sample-events.js';
import { projected } from './catch-up.js';
import type { BenchDatabase } from './database.js';
import type { Emmett, EmmettProjection, EmmettStore } from './emmett.js';
import { emmettEvent, versionAt } from './emmett-events.js';

/** What is recorded at a time: 16 callers, each to a stream of its own. */
const WRITTEN: Load = { callers: 16, appends: 25, events: 1 };
const TIMES = 100;
const EVENTS = TIMES * WRITTEN.callers * WRITTEN.appends;
const BATCH = 1_000;

async function record(write: Writer, seed: number): Promise<void> {
  for (let time = 0; time < TIMES; time++) await appended(WRITTEN, write, seed + time);
}

const emmettWriter =
  (store: EmmettStore): Writer =>
  (stream, revision, events) =>
    store.appendToStream(stream, events.map(emmettEvent), { expectedStreamVersion: versionAt(revision) });

/** How many events each object has, and which was the last: the table that `catch-up` fills, and every event once. */
function objects(name: string, seen: Set<string>): EmmettProjection {
  const text = `INSERT INTO ${name} AS o (id, events, last_type) VALUES ($1, 1, $2)
    ON CONFLICT (id) DO UPDATE SET events = o.events + 1, last_type = excluded.last_type`;
  return {
    name,
    canHandle: SAMPLE_TYPES,
    async handle(events, { connection }) {
      for (const { type, metadata } of events) {
        await connection.client.query({ name, text, values: [metadata.streamName, type] });
        seen.add(metadata.messageId);
      }
    },
  };
}

/** Emmett's consumer fills an empty table until it finds nothing more. @returns how many events it has seen in a second, and how many at all */
async function consumed(emmett: Emmett, database: BenchDatabase): Promise<{ readonly speed: number; readonly seen: number }> {
  const name = `object_${newId().replaceAll('-', '')}`;
  await database.pool.query(`CREATE TABLE ${name} (id text PRIMARY KEY, events integer NOT NULL, last_type text NOT NULL)`);
  const consumer = emmett.postgreSQLEventStoreConsumer({
    connectionString: database.url,
    pulling: { batchSize: BATCH, pullingFrequencyInMs: 1 },
    stopWhen: { noMessagesLeft: true },
  });
  try {
    const seen = new Set<string>();
    consumer.projector({ processorId: name, projection: objects(name, seen) });
    const perEvent = await perSecond(1, () => consumer.start());
    const { rows } = await database.pool.query<{ sum: string }>(`SELECT coalesce(sum(events), 0) AS sum FROM ${name}`);
    if (Number(rows[0]?.sum) !== seen.size) throw new Error(`${rows[0]?.sum} events are in the table of ${seen.size} that Emmett has seen`);
    return { speed: perEvent * seen.size, seen: seen.size };
  } finally {
    await consumer.close();
    await database.pool.query(`DROP TABLE ${name}`);
  }
}

/**
 * A read model from empty, beside Emmett's consumer with batches of 1,000. Events a second are those that a side has
 * seen: what Emmett skips is not counted for it, and told in the note.
 */
export function catchUpEmmett(database: () => BenchDatabase, emmett: () => Emmett, seed: number): Measurement {
  let sample = 0;
  const skipped = new Set<number>();
  return {
    name: 'catch-up-emmett',
    goal: 10,
    unit: 'events/s',
    better: 'higher',
    async prepare() {
      const { log, url } = database();
      await record((stream, revision, events) => log.append(stream, revision, events), seed);
      const store = emmett().getPostgreSQLEventStore(url);
      try {
        await store.schema.migrate();
        await record(emmettWriter(store), seed);
      } finally {
        await store.close();
      }
    },
    ours: () => database().beside(`bench_emmett_${sample++}`, (url) => projected(database(), url, EVENTS)),
    async yardstick() {
      const { speed, seen } = await consumed(emmett(), database());
      skipped.add(EVENTS - seen);
      return speed;
    },
    note() {
      const counts = [...skipped].toSorted((a, b) => a - b);
      if (counts.every((count) => count === 0)) return undefined;
      return `Emmett is disqualified: it skipped ${counts.join(' or ')} of ${EVENTS} events, and Concord none; its figure is of those it has seen`;
    },
  };
}
