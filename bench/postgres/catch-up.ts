import { type DomainEvent, objectOf } from '@concord/kernel';
import { ensureSchemas, migrateProjections, modelOf, type Projection, ProjectionWorker, ReadModels, rows } from '@concord/projections';
import { Pool } from 'pg';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { guard } from '../../libs/event-log/src/postgres/query.js';
import { type Measurement, perSecond } from '../harness/measurement.js';
import { record } from '../harness/recording.js';
import { SAMPLE_TYPES } from '../harness/sample-events.js';
import type { BenchDatabase } from './database.js';
import { pulled } from './plain.js';

const RECORDED = 300_000;
/** One more stands before what is recorded. */
const EVENTS = RECORDED + 1;
const PATIENCE_MS = 600_000;

@Entity({ schema: 'bench_objects', name: 'object' })
class BenchObject {
  @PrimaryColumn('text')
  id!: string;

  @Column('int')
  events!: number;

  @Column('text')
  lastType!: string;
}

/** How many events each object has, and which was the last. */
const objects: Projection = {
  name: 'bench.objects',
  version: 1,
  tables: [
    rows<BenchObject, DomainEvent>({
      entity: BenchObject,
      events: Object.fromEntries(SAMPLE_TYPES.map((type) => [type, { phase: 'BEFORE', version: 1 }])),
      keys: (event) => [objectOf(event)],
      evolve: (row, event) => ({ id: objectOf(event), events: (row?.events ?? 0) + 1, lastType: event.type }),
    }),
  ],
};

const unreachable = (): never => {
  throw new Error('This projection issues no commands');
};

/** The worker of the platform fills an empty table from the log. @throws Error when it has not counted every event */
export async function projected({ log }: BenchDatabase, url: string, events: number): Promise<number> {
  const pool = new Pool({ connectionString: url });
  // Its connections may still be on their way out when the database is dropped.
  guard(pool);
  const dataSource = await new DataSource({ type: 'postgres', url, entities: [BenchObject] }).initialize();
  const runtimeLog = { info: () => undefined, warn: console.error, error: console.error };
  await migrateProjections(pool);
  const model = await modelOf(objects, dataSource);
  await ensureSchemas([model], pool, log);
  const readModels = new ReadModels(pool, log, () => model);
  const worker = new ProjectionWorker({ pool, log, runtimeLog, issue: unreachable }, [model]);
  const head = await log.head();
  try {
    const speed = await perSecond(events, async () => {
      worker.start();
      await readModels.waitFor(objects.name, head, { timeoutMs: PATIENCE_MS });
    });
    const { rows: sums } = await pool.query<{ sum: string }>('SELECT coalesce(sum(events), 0) AS sum FROM bench_objects.object');
    if (Number(sums[0]?.sum) !== events) throw new Error(`${sums[0]?.sum} events were counted of ${events}`);
    return speed;
  } finally {
    await worker.stop();
    await readModels.close();
    await dataSource.destroy();
    await pool.end();
  }
}

/** A read model from empty, beside reading the same events and keeping nothing. */
export function catchUp(database: () => BenchDatabase, seed: number): Measurement {
  let sample = 0;
  return {
    name: 'catch-up',
    goal: 0.3,
    unit: 'events/s',
    better: 'higher',
    async prepare() {
      await record(database().log, RECORDED, seed);
    },
    ours: () => database().beside(`bench_${sample++}`, (url) => projected(database(), url, EVENTS)),
    async yardstick() {
      const client = await database().connect();
      try {
        return await perSecond(EVENTS, async () => {
          const events = await pulled(client, 'concord_log.event');
          if (events !== EVENTS) throw new Error(`${events} events were read of ${EVENTS}`);
        });
      } finally {
        await client.end();
      }
    },
  };
}
