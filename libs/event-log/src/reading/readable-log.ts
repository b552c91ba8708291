import { setMaxListeners } from 'node:events';
import type { Position, RecordedEvent } from '@concord/kernel';
import type { LogBatch, ReadAllOptions, ReadStreamOptions, SubscribeOptions } from '../event-log.js';
import { placeOf, toPosition } from '../positions.js';
import type { Engine } from './engine.js';
import { subscription } from './subscription.js';
import type { Tail } from './tail.js';

/** The reading half of a log, the same over every store; how it is written to is for its adapter to say. */
export abstract class ReadableLog {
  private readonly closing = new AbortController();

  /**
   * @param engine gives up after a while
   * @param patient never gives up: for subscriptions, which end by their signal
   */
  constructor(
    private readonly engine: Engine,
    private readonly patient: Engine,
    private readonly tail: Tail,
  ) {
    // One listener a subscription: many are no leak.
    setMaxListeners(0, this.closing.signal);
  }

  async *readStream(stream: string, { from = 0, until, signal }: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    if (!Number.isSafeInteger(from) || from < 0) throw new RangeError(`from is ${from}, not a revision: a whole number from 0`);
    for await (const events of this.engine.stream(stream, from, lastOf(until), signal)) yield* handOut(events, signal);
  }

  readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    const head = this.engine.head(options.signal);
    // Asked for now, awaited with the first event; whoever never reads shall not hear of its failure.
    head.catch(() => undefined);
    return this.readUpTo(head, options);
  }

  subscribe(options: SubscribeOptions = {}): AsyncGenerator<LogBatch> {
    return subscription(this.patient, this.tail, options, this.closing.signal);
  }

  async head(): Promise<Position> {
    return toPosition(await this.engine.head());
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.tail.close();
  }

  private async *readUpTo(
    head: Promise<number>,
    { after, until, types, backwards, signal }: ReadAllOptions,
  ): AsyncGenerator<RecordedEvent> {
    const range = { after: after === undefined ? 0 : placeOf(after), until: Math.min(await head, lastOf(until)), types };
    for await (const { events } of this.engine.walk(range, { backwards, signal })) yield* handOut(events, signal);
  }
}

const lastOf = (until: Position | undefined): number => (until === undefined ? Number.MAX_SAFE_INTEGER : placeOf(until));

function* handOut(events: readonly RecordedEvent[], signal?: AbortSignal): Generator<RecordedEvent> {
  for (const event of events) {
    signal?.throwIfAborted();
    yield event;
  }
}
