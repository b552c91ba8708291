import type { EventLog } from '@concord/event-log';
import type { Position } from '@concord/kernel';
import type { Pool, PoolClient } from 'pg';
import { catchUp } from '../runtime/catch-up.js';
import type { Checkpoint } from '../runtime/checkpoint.js';
import { messageOf, PoisonEvent } from '../runtime/faults.js';
import { Skipped } from '../runtime/skipped.js';
import { inTransaction, workerPool } from '../runtime/transaction.js';
import { type Model, replaySchema } from '../tables/model.js';
import { begin, type ReplayWork } from './begin.js';
import { holding } from './hold.js';
import { dropTables } from './remains.js';
import { COMPARISON } from './replay-name.js';
import { compareTable, type TableComparison } from './row-differences.js';

/** A live model against what the log makes of it. */
export interface ModelComparison {
  readonly model: string;
  /** Up to which the live model had seen the log; null where it could not be compared. */
  readonly position: Position | null;
  /** Why it could not be compared; null where it was. */
  readonly impossible: string | null;
  readonly tables: readonly TableComparison[];
}

interface Parts {
  readonly pool: Pool;
  readonly log: EventLog;
}

interface Live {
  readonly position: Position;
  readonly shape: string;
  readonly log: string;
}

/** With so few events to do in a round, what is left is done while the live model waits. */
const NEAR = 1_000;
/** A model that is rebuilt while it is compared is compared again, as often as that. */
const ATTEMPTS = 5;

const LIVE = `SELECT position::text, shape, log::text FROM concord_projections.projection WHERE name = $1 AND stage = 'live'`;

class Impossible extends Error {}

/**
 * Builds models from the log up to where the live ones stand, and compares them row by row, one model after the other. The live
 * ones go on: each is seen as it stood in one moment, with the position at which it stood.
 * @throws OperationRefused when another comparison is under way; Interrupted by the signal
 */
export function compareModels(parts: Parts, models: readonly Model[], work: ReplayWork): Promise<readonly ModelComparison[]> {
  return holding(parts.pool, COMPARISON, async () => {
    const pool = workerPool(parts.pool, 3);
    try {
      // One that was killed has left its tables.
      await dropTables(parts.pool, COMPARISON);
      const found: ModelComparison[] = [];
      for (const index of models.keys()) found.push(await new Comparison({ ...parts, builder: pool }, models, index, work).run());
      return found;
    } finally {
      await pool.end();
      await dropTables(parts.pool, COMPARISON);
    }
  });
}

class Comparison {
  private readonly model: Model;
  private readonly expected: string;

  constructor(
    /** `builder` is for the writes of building, `pool` for the comparison, which reads whole tables. */
    private readonly parts: Parts & { readonly builder: Pool },
    private readonly models: readonly Model[],
    private readonly index: number,
    private readonly work: ReplayWork,
  ) {
    this.model = models[index] as Model;
    this.expected = replaySchema(this.model.schema, COMPARISON);
  }

  async run(): Promise<ModelComparison> {
    const model = this.model.name;
    try {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const found = await this.compare();
        if (found) return { model, impossible: null, ...found };
      }
      throw new Impossible('It was rebuilt again and again meanwhile');
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      return { model, position: null, impossible: error.message, tables: [] };
    }
  }

  /** Undefined when the live model was replaced meanwhile. */
  private async compare(): Promise<Pick<ModelComparison, 'position' | 'tables'> | undefined> {
    const { builder, pool, log } = this.parts;
    let { position } = await this.live(builder);
    const checkpoint = await begin({ pool: builder, log }, COMPARISON, this.model);
    const skipped = await Skipped.of(this.model.name, builder);
    while ((await this.build(checkpoint, skipped, position)) >= NEAR) ({ position } = await this.live(builder));
    const client = await pool.connect();
    try {
      // The live model waits for what is left, and until the snapshot is taken; then it goes on.
      await inTransaction(builder, async (holder) => {
        ({ position } = await this.live(holder, 'FOR UPDATE'));
        await this.build(checkpoint, skipped, position);
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        await this.identify(client);
      });
      const before = await this.identify(client);
      const tables: TableComparison[] = [];
      for (const table of this.model.tables) tables.push(await compareTable(client, table, this.model.schema, this.expected));
      // A name means what it means at the moment: a rebuild may have put other tables behind it.
      return (await this.identify(client)) === before ? { position, tables } : undefined;
    } finally {
      client.release(true);
    }
  }

  private async build(checkpoint: Checkpoint, skipped: Skipped, goal: Position): Promise<number> {
    const { builder, log } = this.parts;
    const { signal, told } = this.work;
    const place = { model: this.model.name, index: this.index, models: this.models.length, until: goal };
    try {
      return await catchUp({ pool: builder, log }, checkpoint, {
        skipped,
        goal,
        signal,
        told: (position) => told?.({ ...place, position }),
      });
    } catch (error) {
      if (!(error instanceof PoisonEvent)) throw error;
      const { id, type, position } = error.event;
      throw new Impossible(`The event ${id} (${type}, position ${position}) cannot be handled: ${messageOf(error)}`);
    }
  }

  private async live(client: Pool | PoolClient, lock = ''): Promise<Live> {
    const { rows } = await client.query<Live>(`${LIVE} ${lock}`, [this.model.name]);
    const [live] = rows;
    if (live?.shape !== this.model.shape) throw new Impossible('Its tables are those of another version: a worker has yet to rebuild it');
    if (live.log !== (await this.parts.log.identity())) throw new Impossible('It follows another log');
    return live;
  }

  /** Which tables the names of the live model mean; also takes the snapshot of the transaction. */
  private async identify(client: PoolClient): Promise<string> {
    const paths = this.model.tables.map((table) => table.path(this.model.schema));
    const { rows } = await client.query<{ ids: string }>(
      'SELECT array_agg(to_regclass(path)::oid ORDER BY path)::text AS ids FROM unnest($1::text[]) AS p (path)',
      [paths],
    );
    return rows[0]?.ids ?? '';
  }
}
