import type { Position } from '@concord/kernel';
import type { Pool, PoolClient } from 'pg';
import { type Model, nextSchema, oldSchema } from '../tables/model.js';
import { catchUp, Interrupted } from './catch-up.js';
import { Checkpoint } from './checkpoint.js';
import { Fenced, PoisonEvent } from './faults.js';
import type { FeedParts } from './feed.js';
import { prepareTables } from './prepare-tables.js';
import { Skipped } from './skipped.js';
import { inTransaction } from './transaction.js';

/** With so few events to do in a round the switch begins: what is left is done while the live model waits. */
const NEAR = 1_000;

type Parts = Pick<FeedParts, 'pool' | 'log'>;

/**
 * Builds a model anew beside the one that queries read, and puts it in its place in one transaction. After a
 * crash the same call goes on where it was.
 */
export class Rebuild {
  private constructor(
    private readonly parts: Parts,
    private readonly model: Model,
    private readonly checkpoint: Checkpoint,
    private readonly skipped: Skipped,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @returns whether the new model is in place; false when the signal came first, or the rebuild is stopped
   * @throws Fenced when another worker has taken over; PoisonEvent, after the rebuild has been stopped; passing faults
   */
  static async run(parts: Parts, model: Model, signal: AbortSignal): Promise<boolean> {
    const identity = await parts.log.identity();
    await prepareTables(parts.pool, model, 'next', identity);
    const checkpoint = await Checkpoint.takeOver(parts.pool, model, 'next', identity);
    if (!checkpoint) return false;
    const rebuild = new Rebuild(parts, model, checkpoint, await Skipped.of(model.name, parts.pool), signal);
    try {
      await rebuild.approach();
      if (signal.aborted) return false;
      await dropReplaced(parts.pool, model);
      await inTransaction(parts.pool, (client) => rebuild.switchOver(client));
    } catch (error) {
      if (error instanceof PoisonEvent) await checkpoint.stop(parts.pool, error);
      if (error instanceof Interrupted) return false;
      throw error;
    }
    return true;
  }

  /** Gets so near to the goal that the rest is a moment's work. */
  private async approach(): Promise<void> {
    while (!this.signal.aborted && (await this.catchUp(await this.goal())) >= NEAR);
  }

  /** A process manager's new tables end where the running one has acted; all others go on to the end of the log. */
  private async goal(): Promise<Position> {
    if (!this.model.manager) return this.parts.log.head();
    const { rows } = await this.parts.pool.query<{ position: Position }>(LIVE, [this.model.name]);
    return rows[0]?.position ?? this.checkpoint.position;
  }

  /** Brings the new tables to a position, no further. Gives how many events that took. */
  private catchUp(goal: Position): Promise<number> {
    return catchUp(this.parts, this.checkpoint, { skipped: this.skipped, goal, signal: this.signal });
  }

  /** Holds the live model where it is, does what is left, and changes the schemas' names: no query ever waits, or sees half of it. */
  private async switchOver(client: PoolClient): Promise<void> {
    const { model, checkpoint } = this;
    const { rows } = await client.query<{ position: Position }>(`${LIVE} FOR UPDATE`, [model.name]);
    await this.catchUp(rows[0]?.position ?? checkpoint.position);
    const { rowCount } = await client.query(
      `WITH live AS (DELETE FROM concord_projections.projection WHERE name = $1 AND stage = 'live' RETURNING epoch, reacting)
       UPDATE concord_projections.projection n
       SET epoch = greatest(n.epoch, live.epoch) + 1, reacting = live.reacting, updated_at = clock_timestamp()
       FROM live WHERE n.name = $1 AND n.stage = 'next' AND n.epoch = $2 AND n.status = 'running'`,
      [model.name, checkpoint.epoch],
    );
    if (rowCount !== 1) throw new Fenced(model.name);
    await client.query(`ALTER SCHEMA "${model.schema}" RENAME TO "${oldSchema(model.schema)}"`);
    await client.query(`ALTER SCHEMA "${nextSchema(model.schema)}" RENAME TO "${model.schema}"`);
    // The key may name each stage once at any moment, so the stage follows in a statement of its own.
    await client.query(
      `WITH live AS (UPDATE concord_projections.projection SET stage = 'live' WHERE name = $1 AND stage = 'next' RETURNING name, position)
       SELECT pg_notify('concord_projection', name || ':' || position) FROM live`,
      [model.name],
    );
  }
}

const LIVE = `SELECT position::text FROM concord_projections.projection WHERE name = $1 AND stage = 'live'`;

/** Removes the tables that a rebuild has replaced. Queries that were under way read them to their end: then this fails, and may be tried again. */
export async function dropReplaced(pool: Pool, { schema }: Model): Promise<void> {
  await pool.query(`DROP SCHEMA IF EXISTS "${oldSchema(schema)}" CASCADE`);
}
