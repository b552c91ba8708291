import type { EventLog } from '@concord/event-log';
import { comparePositions, type Position, START } from '@concord/kernel';
import type { Pool } from 'pg';
import type { StoppedAt } from '../runtime/checkpoint.js';
import type { Model } from '../tables/model.js';
import { News } from './news.js';
import { ReadModelBehind } from './read-model-behind.js';

export interface WaitOptions {
  /** Milliseconds; those of the settings when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** How long news is awaited before the database is asked, and between two such questions; milliseconds. */
const FIRST_QUESTION = 30;
const QUESTION = 250;
/**
 * Up to this many positions the log is asked whether any of them concerns the model: thousands of events in PostgreSQL, where the
 * database looks for the types, and some dozens in EventStoreDB, where positions are bytes and we look for them.
 */
const SMALL_GAP = 20_000;

interface Reached {
  readonly position: Position;
  readonly version: number;
  readonly stopped: StoppedAt | null;
}

/** Read your writes: waits until a read model has seen a position of the log. */
export class ReadModels {
  private readonly news: News;

  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly modelNamed: (name: string) => Model,
    private readonly patienceMs = 5_000,
  ) {
    this.news = new News(pool);
  }

  /**
   * Resolves when the read model has seen everything that concerns it up to the position; without a question
   * to the database when that is known already.
   * @throws ReadModelBehind when time is over, or the model stands before an event it cannot handle; the signal's reason
   * @throws RangeError when there is no such projection
   */
  async waitFor(projection: string, position: Position, { timeoutMs = this.patienceMs, signal }: WaitOptions = {}): Promise<void> {
    if (this.knows(projection, position)) return;
    const model = this.modelNamed(projection);
    const end = performance.now() + timeoutMs;
    const left = (): number => end - performance.now();
    // A model that was never heard of may be there already; one that was will be heard of again in a moment.
    if (this.news.of(projection)) await this.news.wait(projection, position, Math.min(FIRST_QUESTION, left()), signal);
    for (;;) {
      signal?.throwIfAborted();
      if (this.knows(projection, position)) return;
      const reached = await this.ask(model);
      if (await this.coverTo(model, reached, position)) return;
      this.refuse(model, reached, position, left() <= 0 ? timeoutMs : undefined);
      await this.news.wait(projection, position, Math.max(0, Math.min(QUESTION, left())), signal);
    }
  }

  async close(): Promise<void> {
    await this.news.close();
  }

  private knows(projection: string, position: Position): boolean {
    const known = this.news.of(projection);
    return position === START || (known !== undefined && comparePositions(known, position) >= 0);
  }

  private async ask({ name }: Model): Promise<Reached> {
    const { rows } = await this.pool.query<Reached>(
      `SELECT position::text, version, error AS stopped FROM concord_projections.projection WHERE name = $1 AND stage = 'live'`,
      [name],
    );
    return rows[0] ?? { position: START, version: 0, stopped: null };
  }

  /** Whether the model has seen all that concerns it up to the position; what lies between may be the business of others. */
  private async coverTo({ name, types }: Model, { position: at }: Reached, position: Position): Promise<boolean> {
    this.news.learn(name, at);
    if (comparePositions(at, position) >= 0) return true;
    if (Number(position) - Number(at) > SMALL_GAP) return false;
    // Of a place that the log has not reached nobody can say what will stand there.
    if (comparePositions(await this.log.head(), position) < 0) return false;
    for await (const _ of this.log.readAll({ after: at, until: position, types })) return false;
    this.news.learn(name, position);
    return true;
  }

  private refuse({ name }: Model, { position: at, version, stopped }: Reached, position: Position, timeoutMs: number | undefined): void {
    if (stopped && comparePositions(stopped.position, position) <= 0) {
      throw new ReadModelBehind(
        name,
        position,
        at,
        `it stands before the event ${stopped.eventId} (${stopped.type}), which it cannot handle`,
      );
    }
    if (timeoutMs === undefined) return;
    throw new ReadModelBehind(name, position, at, version === 0 ? 'it is being built' : `it has not come there within ${timeoutMs} ms`);
  }
}
