import type { EventLog } from '@concord/event-log';
import type { Position } from '@concord/kernel';
import type { Pool } from 'pg';
import type { Stage, StoppedAt } from '../runtime/checkpoint.js';
import { ASK_FOR_TABLES } from '../runtime/stages.sql.js';
import { inTransaction } from '../runtime/transaction.js';
import type { Model } from '../tables/model.js';
import { OperationRefused } from './refused.js';

/** How a projection is doing. */
export interface ProjectionStatus {
  readonly name: string;
  /** The version of the code that asks. */
  readonly version: number;
  /** The version of the tables that queries read; 0 while they have yet to be built. */
  readonly liveVersion: number;
  /** `stopped` before an event that it cannot handle; then `error` says which. */
  readonly status: 'running' | 'rebuilding' | 'stopped';
  /** What has been seen of the log. */
  readonly position: Position;
  readonly head: Position;
  /** Positions between the two, those of events that do not concern it included. */
  readonly lag: number;
  readonly error: StoppedAt | null;
  /** How far a rebuild is that is under way. */
  readonly rebuild: { readonly version: number; readonly position: Position } | null;
  readonly updatedAt: string;
}

interface StageRow {
  readonly name: string;
  readonly stage: Stage;
  readonly version: number;
  readonly shape: string;
  readonly position: Position;
  readonly error: StoppedAt | null;
  readonly updated_at: Date;
}

const TELL_WORKERS = `SELECT pg_notify('concord_projection_control', $1)`;

/** What operators see of the projections and may do about them, from any process: the workers learn of it from the database. */
export class ProjectionOperator {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly models: () => Promise<readonly Model[]>,
  ) {}

  /** All projections of this code, by name. */
  async list(): Promise<readonly ProjectionStatus[]> {
    // In this order, so that no projection is ahead of the log.
    const { rows } = await this.pool.query<StageRow>(
      'SELECT name, stage, version, shape, position::text, error, updated_at FROM concord_projections.projection ORDER BY name',
    );
    const head = await this.log.head();
    const models = await this.models();
    return models.flatMap((model) => statusOf(model, rows, head)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Lets a stopped projection try its event again. @throws OperationRefused when it is not stopped */
  async resume(name: string): Promise<void> {
    await this.known(name);
    const { rowCount } = await this.pool.query(RESUME, [name]);
    if (rowCount === 0) throw new OperationRefused(`The projection ${name} is not stopped`);
    await this.pool.query(TELL_WORKERS, [name]);
  }

  /**
   * Lets a stopped projection go on without its event, now and in every rebuild. The reason and who gave it are kept.
   * @throws OperationRefused when it does not stand before this event, or there is no reason or no operator
   */
  async skip(name: string, eventId: string, reason: string, operator: string): Promise<void> {
    await this.known(name);
    if (reason.trim() === '') throw new OperationRefused('An event is skipped for a reason, and the reason is empty');
    if (operator.trim() === '') throw new OperationRefused('An event is skipped by somebody, and the operator has no name');
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ error: StoppedAt }>(
        `SELECT error FROM concord_projections.projection WHERE name = $1 AND status = 'stopped' ORDER BY stage FOR UPDATE`,
        [name],
      );
      const stopped = rows.find(({ error }) => error.eventId === eventId);
      if (!stopped) throw new OperationRefused(standsBefore(name, eventId, rows[0]?.error));
      await client.query(
        `INSERT INTO concord_projections.skipped_event (projection, event_id, position, reason, operator)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (projection, event_id) DO NOTHING`,
        [name, eventId, stopped.error.position, reason.trim(), operator.trim()],
      );
      await client.query(`${RESUME} AND error ->> 'eventId' = $2`, [name, eventId]);
      await client.query(TELL_WORKERS, [name]);
    });
  }

  /** Has a worker build the projection anew beside the one that is read; one that is under way begins again. */
  async rebuild(name: string): Promise<void> {
    await this.known(name);
    await this.pool.query(
      `${ASK_FOR_TABLES}
       ON CONFLICT (name, stage) DO UPDATE
       SET shape = 'asked for', epoch = p.epoch + 1, status = 'running', error = NULL, updated_at = clock_timestamp()`,
      [name, 'next'],
    );
    await this.pool.query(TELL_WORKERS, [name]);
  }

  private async known(name: string): Promise<void> {
    const names = (await this.models()).map((model) => model.name).sort();
    if (!names.includes(name)) throw new OperationRefused(`There is no projection ${name}, but ${names.join(', ')}`);
  }
}

const RESUME = `UPDATE concord_projections.projection SET status = 'running', error = NULL, updated_at = clock_timestamp()
  WHERE name = $1 AND stage IN ('live', 'next') AND status = 'stopped'`;

const standsBefore = (name: string, eventId: string, stopped: StoppedAt | undefined): string =>
  stopped
    ? `The projection ${name} stands before the event ${stopped.eventId}, not before ${eventId}: only that one can be skipped`
    : `The projection ${name} is not stopped: only the event before which it stands can be skipped`;

function statusOf(model: Model, rows: readonly StageRow[], head: Position): readonly ProjectionStatus[] {
  const live = rows.find(({ name, stage }) => name === model.name && stage === 'live');
  const next = rows.find(({ name, stage }) => name === model.name && stage === 'next');
  if (!live) return [];
  const error = live.error ?? next?.error ?? null;
  const isRebuilding = next !== undefined || live.shape !== model.shape;
  return [
    {
      name: model.name,
      version: model.version,
      liveVersion: live.version,
      status: error ? 'stopped' : isRebuilding ? 'rebuilding' : 'running',
      position: live.position,
      head,
      lag: Math.max(0, Number(head) - Number(live.position)),
      error,
      rebuild: next ? { version: next.version, position: next.position } : null,
      updatedAt: live.updated_at.toISOString(),
    },
  ];
}
