import { instantOf } from '@concord/kernel';
import type { Pool } from 'pg';
import { backoff, pause } from '../backoff.js';
import { EventLogUnavailable } from '../errors.js';
import type { AppendResult } from '../event-log.js';
import type { StorableEvent } from '../storable.js';
import {
  APPEND,
  APPEND_UNDISPUTED,
  type AppendRequest,
  accept,
  appendValues,
  type Recorded,
  refuse,
  settle,
  sorted,
  tellLosers,
  undisputedValues,
} from './batch.js';
import { isDataError, isHopeless, run, type Statement, type TextRow } from './query.js';

export interface CoalescerOptions {
  /** Milliseconds after which an append whose outcome is unknown is given up; 10,000 when left out. */
  readonly deadline?: number;
  /** Milliseconds that one attempt may take; 5,000 when left out. */
  readonly attempt?: number;
}

const MAX_EVENTS = 2_000;
/** Milliseconds. */
const MIN_ATTEMPT = 1_000;
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * Sends all appends that wait in this process as one transaction, each with its own result. One batch is under way at
 * a time: the log takes one transaction at a time, and while it is busy the next batch grows.
 */
export class Coalescer {
  private readonly deadline: number;
  private readonly attempt: number;
  private queue: AppendRequest[] = [];
  private working: Promise<void> | undefined;
  private closed = false;

  /** @param tell is told of every batch that was recorded without dispute, when its callers have been answered */
  constructor(
    private readonly pool: Pool,
    private readonly tell: (recorded: Recorded) => void,
    options: CoalescerOptions = {},
  ) {
    this.deadline = options.deadline ?? 10_000;
    this.attempt = options.attempt ?? 5_000;
  }

  get isWorking(): boolean {
    return this.working !== undefined;
  }

  append(stream: string, expectedRevision: number, events: readonly StorableEvent[]): Promise<AppendResult> {
    if (this.closed) return Promise.reject(new EventLogUnavailable(new Error('It has been closed')));
    const length = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    return new Promise((resolve, reject) => {
      this.queue.push({ stream, expectedRevision, events, length, deadline: performance.now() + this.deadline, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Takes no more, and waits for the answers that are due. */
  async close(): Promise<void> {
    this.closed = true;
    await this.working;
  }

  private async work(): Promise<void> {
    // Callers who were answered together ask again together: let them all come before the batch leaves.
    await new Promise(setImmediate);
    while (this.queue.length > 0) {
      const batch = this.nextBatch();
      const deferred = await this.send(batch);
      this.queue = [...deferred, ...this.queue];
      await new Promise(setImmediate);
    }
    this.working = undefined;
  }

  /** As many as fit, in the order they came; whoever shares an event id with one before waits, so that each batch knows an id once. */
  private nextBatch(): AppendRequest[] {
    const batch: AppendRequest[] = [];
    const left: AppendRequest[] = [];
    const ids = new Set<string>();
    let events = 0;
    let length = 0;
    let full = false;
    for (const request of this.queue) {
      events += request.events.length;
      length += request.length;
      full ||= batch.length > 0 && (events > MAX_EVENTS || length > MAX_LENGTH);
      const waits = full || request.events.some(({ id }) => ids.has(id));
      for (const { id } of request.events) ids.add(id);
      (waits ? left : batch).push(request);
    }
    this.queue = left;
    return batch;
  }

  /** Until the outcome is known or every caller's time is over. The ids make a repetition harmless. */
  private async send(batch: readonly AppendRequest[]): Promise<readonly AppendRequest[]> {
    let waiting = batch;
    for (let failures = 0; waiting.length > 0; failures++) {
      if (failures > 0) await pause(backoff(failures));
      try {
        return await this.record(waiting);
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        if (isDataError(error)) return this.sendOneByOne(waiting, error);
        waiting = giveUp(waiting, error);
      }
    }
    return [];
  }

  /** Most batches meet nobody, and need no verdict for each request. */
  private async record(batch: readonly AppendRequest[]): Promise<readonly AppendRequest[]> {
    const ask = (statement: Statement, values: readonly unknown[]): Promise<readonly TextRow[]> =>
      run(this.pool, statement, values, this.timeFor(batch));
    const requests = sorted(batch);
    const [last, milliseconds] = (await ask(APPEND_UNDISPUTED, undisputedValues(requests)))[0] ?? [];
    if (!last) return settle(batch, await ask(APPEND, appendValues(batch)));
    const recorded: Recorded = { batch: requests.leaders, last: Number(last), at: instantOf(new Date(Number(milliseconds))) };
    accept(recorded);
    this.tell(recorded);
    return tellLosers(requests);
  }

  /** Whoever waited long for the batches before gets an attempt all the same. */
  private timeFor(batch: readonly AppendRequest[]): number {
    const left = Math.max(...batch.map(({ deadline }) => deadline)) - performance.now();
    return Math.max(MIN_ATTEMPT, Math.min(this.attempt, left));
  }

  /** One bad event fails the whole transaction, but must not fail its neighbours. */
  private async sendOneByOne(batch: readonly AppendRequest[], error: Error): Promise<readonly AppendRequest[]> {
    const [only] = batch;
    if (only && batch.length === 1) {
      refuse(only, error);
      return [];
    }
    const deferred: AppendRequest[] = [];
    for (const request of batch) deferred.push(...(await this.send([request])));
    return deferred;
  }
}

function giveUp(batch: readonly AppendRequest[], error: Error): readonly AppendRequest[] {
  const now = performance.now();
  const isOver = (request: AppendRequest): boolean => isHopeless(error) || request.deadline <= now;
  for (const request of batch.filter(isOver)) request.reject(new EventLogUnavailable(error));
  return batch.filter((request) => !isOver(request));
}
