import type { Position, RecordedEvent, Uuid } from '@concord/kernel';
import type { Pool, PoolClient } from 'pg';
import { type Model, nextSchema, replaySchema } from '../tables/model.js';
import { Fenced, type PoisonEvent } from './faults.js';
import { prepared } from './prepared.js';

/** Which tables of a model: those that queries read, those that a rebuild makes, or those of a replay, by its name. */
export type Stage = 'live' | 'next' | `replay:${string}`;

export const replayStage = (replay: string): `replay:${string}` => `replay:${replay}`;

/** The schema in which they lie. */
export function schemaAt({ schema }: Model, stage: Stage): string {
  if (stage === 'live') return schema;
  return stage === 'next' ? nextSchema(schema) : replaySchema(schema, stage.slice('replay:'.length));
}

/** An event by its place in its stream, which is the same in every copy of the log. */
export interface EventRef {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
}

/** Rows to be written with a checkpoint. */
export interface Write {
  /** The statement, by the number of its first parameter, and under a condition. */
  readonly sql: (first: number, condition: string) => string;
  readonly values: readonly string[];
}

/** What stands in the way of a model. */
export interface StoppedAt {
  readonly eventId: string;
  readonly type: string;
  readonly position: Position;
  readonly message: string;
  readonly at: string;
}

export const refTo = ({ id, stream, revision }: RecordedEvent): EventRef => ({ eventId: id, stream, revision });

/** The right to move one model on, until somebody else takes it. */
export class Checkpoint {
  private constructor(
    readonly model: Model,
    readonly stage: Stage,
    readonly epoch: string,
    private at: Position,
    private open: EventRef | null,
  ) {}

  /** Takes over from whoever had it; nothing where the model is stopped, gone, of another shape, or follows another log than this one. */
  static async takeOver(pool: Pool, model: Model, stage: Stage, log: Uuid): Promise<Checkpoint | undefined> {
    const { rows } = await pool.query<{ epoch: string; position: Position; reacting: EventRef | null }>(
      `UPDATE concord_projections.projection SET epoch = epoch + 1, updated_at = clock_timestamp()
       WHERE name = $1 AND stage = $2 AND shape = $3 AND log = $4 AND status = 'running' RETURNING epoch, position::text, reacting`,
      [model.name, stage, model.shape, log],
    );
    const [row] = rows;
    return row && new Checkpoint(model, stage, row.epoch, row.position, row.reacting);
  }

  /** Everything up to here is in the tables. */
  get position(): Position {
    return this.at;
  }

  get reacting(): EventRef | null {
    return this.open;
  }

  /**
   * Moves on and writes rows in one statement, or does neither; readers who wait are told when it commits.
   * The caller calls `moved` after the commit.
   * @param behind the last event that was handled; the one before when left out
   * @throws Fenced when another worker has taken over
   */
  async move(
    client: PoolClient | Pool,
    writes: readonly Write[],
    to: Position,
    reacting: EventRef | null,
    behind?: EventRef,
  ): Promise<void> {
    const place = [to, reacting && JSON.stringify(reacting), behind && JSON.stringify(behind)];
    const values: unknown[] = [this.model.name, this.stage, this.epoch, this.at, ...place];
    const inserts = writes.map((write, index) => {
      const insert = write.sql(values.length + 1, 'EXISTS (SELECT FROM moved)');
      values.push(...write.values);
      return `, write_${index} AS (${insert})`;
    });
    const tell = this.stage === 'live' ? `pg_notify('concord_projection', name || ':' || position)` : 'true';
    const { rowCount } = await client.query({
      ...prepared(
        `WITH moved AS (
           UPDATE concord_projections.projection SET position = $5, reacting = $6, behind = coalesce($7, behind), updated_at = clock_timestamp()
           WHERE name = $1 AND stage = $2 AND epoch = $3 AND position = $4 AND status = 'running' RETURNING name, position)${inserts.join('')}
         SELECT ${tell} FROM moved`,
      ),
      values,
    });
    if (rowCount !== 1) throw new Fenced(this.model.name);
  }

  moved(to: Position, reacting: EventRef | null): void {
    this.at = to;
    this.open = reacting;
  }

  /** Stops the model before an event, until an operator resumes or skips. */
  async stop(pool: Pool, { event, message }: PoisonEvent): Promise<void> {
    const error: StoppedAt = { eventId: event.id, type: event.type, position: event.position, message, at: new Date().toISOString() };
    const { rowCount } = await pool.query(
      `WITH stopped AS (
         UPDATE concord_projections.projection SET status = 'stopped', error = $4, updated_at = clock_timestamp()
         WHERE name = $1 AND stage = $2 AND epoch = $3 RETURNING name)
       SELECT pg_notify('concord_projection', name || ':stopped') FROM stopped`,
      [this.model.name, this.stage, this.epoch, JSON.stringify(error)],
    );
    if (rowCount !== 1) throw new Fenced(this.model.name);
  }
}
