import { setMaxListeners } from 'node:events';
import type { Position, ProposedEvent, RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';
import type { AppendResult, EventLog, LogBatch, ReadAllOptions, ReadStreamOptions, SubscribeOptions } from '../event-log.js';
import { placeOf, toPosition } from '../positions.js';
import { storable } from '../storable.js';
import { Coalescer } from './coalescer.js';
import { PageSize } from './page-size.js';
import { guard } from './query.js';
import { Reader } from './reader.js';
import { scan } from './scan.js';
import { subscription } from './subscription.js';
import { Tail } from './tail.js';

/** All in milliseconds. */
export interface PostgresEventLogOptions {
  /** After which an append or a read whose outcome cannot be learnt is given up; 10,000 when left out. */
  readonly deadline?: number;
  /** What one attempt may take; 5,000 when left out. */
  readonly attempt?: number;
  /** How often a subscription asks for news of which it was not told; 5,000 when left out. */
  readonly poll?: number;
}

/** The event log in a PostgreSQL database that `migrateEventLog` has prepared. The pool stays the caller's, who ends it after `close`. */
export class PostgresEventLog implements EventLog {
  private readonly closing = new AbortController();
  private readonly coalescer: Coalescer;
  private readonly reader: Reader;
  private readonly patient: Reader;
  private readonly tail: Tail;

  constructor(pool: Pool, { deadline = 10_000, attempt = 5_000, poll = 5_000 }: PostgresEventLogOptions = {}) {
    guard(pool);
    // One listener a subscription: many are no leak.
    setMaxListeners(0, this.closing.signal);
    this.coalescer = new Coalescer(pool, { deadline, attempt });
    this.reader = new Reader(pool, deadline, attempt);
    // A subscription does not give up; it ends by its signal.
    this.patient = new Reader(pool, Number.POSITIVE_INFINITY, attempt);
    this.tail = new Tail(pool, this.patient, { poll, attempt });
  }

  async append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<AppendResult> {
    return this.coalescer.append(stream, expectedRevision, storable(stream, expectedRevision, events));
  }

  async *readStream(stream: string, { from = 0, until, signal }: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    if (!Number.isSafeInteger(from) || from < 0) throw new RangeError(`from is ${from}, not a revision: a whole number from 0`);
    const last = until === undefined ? Number.MAX_SAFE_INTEGER : placeOf(until);
    const size = new PageSize();
    for (let next = from; ; ) {
      const limit = size.rows;
      const page = await this.reader.stream(stream, next, last, limit, signal);
      size.learn(page);
      yield* handOut(page.events, signal);
      next += page.events.length;
      if (page.events.length < limit) return;
    }
  }

  readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    const head = this.reader.head(options.signal);
    // Asked for now, awaited with the first event; whoever never reads shall not hear of its failure.
    head.catch(() => undefined);
    return this.readUpTo(head, options);
  }

  subscribe(options: SubscribeOptions = {}): AsyncGenerator<LogBatch> {
    return subscription(this.patient, this.tail, options, this.closing.signal);
  }

  async head(): Promise<Position> {
    return toPosition(await this.reader.head());
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.coalescer.close();
    await this.tail.close();
  }

  private async *readUpTo(
    head: Promise<number>,
    { after, until, types, backwards, signal }: ReadAllOptions,
  ): AsyncGenerator<RecordedEvent> {
    const range = {
      after: after === undefined ? 0 : placeOf(after),
      until: Math.min(await head, until === undefined ? Number.MAX_SAFE_INTEGER : placeOf(until)),
      types,
    };
    for await (const { events } of scan(this.reader, range, { size: new PageSize(), backwards, signal })) yield* handOut(events, signal);
  }
}

function* handOut(events: readonly RecordedEvent[], signal?: AbortSignal): Generator<RecordedEvent> {
  for (const event of events) {
    signal?.throwIfAborted();
    yield event;
  }
}
