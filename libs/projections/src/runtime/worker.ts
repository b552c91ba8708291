import type { EventLog } from '@concord/event-log';
import type { Uuid } from '@concord/kernel';
import type { Pool } from 'pg';
import type { Model } from '../tables/model.js';
import { Assignment, type StageRow } from './assignment.js';
import type { Stage } from './checkpoint.js';
import { messageOf } from './faults.js';
import { Feed, type FeedParts } from './feed.js';
import { Lease } from './lease.js';
import type { RuntimeLog } from './log.js';
import { type IssuePlatformCommand, Reactions } from './reactions.js';
import { dropReplaced, Rebuild } from './rebuild.js';
import { Task } from './task.js';
import { workerPool } from './transaction.js';
import { UntilStopped } from './until-stopped.js';
import { WakeUp } from './wake-up.js';

/** Milliseconds between two looks at what there is to do. */
const TICK = 500;

interface Wanted {
  readonly stage: Stage;
  readonly model: Model;
}

export interface WorkerParts {
  /** Only its settings are used: a worker has connections of its own. */
  readonly pool: Pool;
  readonly log: EventLog;
  readonly issue: IssuePlatformCommand;
  readonly runtimeLog: RuntimeLog;
  /** The most connections that the worker uses at a time, besides its lease; 8 when left out. */
  readonly connections?: number;
}

/**
 * Runs the projections: those that no other worker runs, one feed each, and one rebuild at a time. What it does
 * depends only on what stands in the database, which it looks at twice a second.
 */
export class ProjectionWorker {
  private readonly wakeUp = new WakeUp();
  private readonly assignments: readonly Assignment[];
  private readonly tasks = new Map<string, Task>();
  private readonly running = new UntilStopped((signal) => this.run(signal));

  constructor(
    private readonly parts: WorkerParts,
    models: readonly Model[],
  ) {
    this.assignments = models.map((model) => new Assignment(model, parts.runtimeLog));
  }

  start(): void {
    this.running.start();
  }

  /** Ends after the batches under way are written. */
  async stop(): Promise<void> {
    const stopped = this.running.stop();
    this.wakeUp.now();
    await stopped;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const pool = workerPool(this.parts.pool, this.parts.connections ?? 8);
    while (!signal.aborted) {
      try {
        await this.work(pool, signal);
      } catch (error) {
        if (!signal.aborted) this.parts.runtimeLog.warn({ error: messageOf(error) }, 'The worker has lost its lease and asks for it again');
      }
      await this.stopTasks([...this.tasks.keys()]);
      if (!signal.aborted) await this.wakeUp.wait(TICK);
    }
    await pool.end();
  }

  /** Until the lease is lost. */
  private async work(pool: Pool, signal: AbortSignal): Promise<void> {
    const identity = await this.parts.log.identity();
    const lease = await Lease.open(pool, () => this.wakeUp.now());
    lease.lost.addEventListener('abort', () => this.wakeUp.now(), { once: true });
    try {
      while (!signal.aborted) {
        lease.lost.throwIfAborted();
        await this.look(pool, lease, identity);
        await this.wakeUp.wait(TICK);
      }
      await this.stopTasks([...this.tasks.keys()]);
    } finally {
      await lease.close();
    }
  }

  private async look(pool: Pool, lease: Lease, identity: Uuid): Promise<void> {
    const rows = await lease.query<StageRow>('SELECT name, stage, shape, status FROM concord_projections.projection WHERE log = $1', [
      identity,
    ]);
    const wanted = new Map<string, Wanted>();
    for (const assignment of this.assignments) {
      for (const stage of assignment.wants(rows)) wanted.set(`${stage}:${assignment.model.name}`, { stage, model: assignment.model });
    }
    await this.stopTasks([...this.tasks.keys()].filter((key) => !wanted.has(key)));
    await lease.hold(new Set(wanted.keys()));
    for (const [key, { stage, model }] of wanted) {
      if (!lease.holds(key) || (stage === 'next' && this.isRebuilding)) continue;
      const task = this.tasks.get(key) ?? this.newTask(pool, model, stage);
      this.tasks.set(key, task);
      task.start(() => this.wakeUp.now());
    }
  }

  /** A rebuild reads the whole log: one at a time is enough. */
  private get isRebuilding(): boolean {
    return [...this.tasks].some(([key, task]) => key.startsWith('next:') && task.isRunning);
  }

  private newTask(pool: Pool, model: Model, stage: Stage): Task {
    const { log, issue, runtimeLog } = this.parts;
    const parts: FeedParts = { pool, log, reactions: new Reactions(pool, log, issue, runtimeLog) };
    const work = stage === 'next' ? this.rebuild : this.feed;
    return new Task(model.name, (signal) => work.call(this, parts, model, signal), runtimeLog);
  }

  private async feed(parts: FeedParts, model: Model, signal: AbortSignal): Promise<void> {
    // A worker may have gone after it had replaced the tables, and before it had removed the old ones.
    await Promise.all([Feed.run(parts, model, signal), this.tidy(parts, model)]);
  }

  private async rebuild(parts: FeedParts, model: Model, signal: AbortSignal): Promise<void> {
    const { name, version } = model;
    this.parts.runtimeLog.info({ projection: name, version }, `The projection ${name} is being rebuilt`);
    if (!(await Rebuild.run(parts, model, signal))) return;
    this.parts.runtimeLog.info({ projection: name, version }, `The projection ${name} has been rebuilt`);
    await this.tidy(parts, model);
  }

  private async tidy({ pool }: FeedParts, model: Model): Promise<void> {
    await dropReplaced(pool, model).catch((error: unknown) =>
      this.parts.runtimeLog.info(
        { projection: model.name, error: messageOf(error) },
        `The replaced tables of ${model.name} are still being read, and stay until it is taken over or rebuilt`,
      ),
    );
  }

  private async stopTasks(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.tasks.get(key)?.stop()));
    for (const key of keys) this.tasks.delete(key);
  }
}
