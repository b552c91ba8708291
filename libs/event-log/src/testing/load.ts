import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, newId, type Position, type RecordedEvent } from '@concord/kernel';
import { EventLogUnavailable } from '../errors.js';
import { type EventLog, NO_STREAM } from '../event-log.js';
import { collect, freshStream, idsOf } from './contract/store.js';
import { proposed } from './proposed.js';

const WRITERS = 16;
const TYPES = ['testing.sample.SampleTaken', 'testing.sample.SampleLost'];

/** Writers and subscribers that are at work while a log is disturbed, and what they have been told. */
export class Load {
  /** In each writer's own order. */
  private readonly acknowledged: string[][] = Array.from({ length: WRITERS }, () => []);
  private readonly seen: Readonly<Record<'all' | 'typed' | 'slow', RecordedEvent[]>> = { all: [], typed: [], slow: [] };
  private readonly stopping = new AbortController();
  private readonly subscribers: readonly Promise<void>[];
  private readonly writers: readonly Promise<void>[];
  /** Is rejected when a writer or a subscriber was told what it must not be told. */
  private readonly failed: Promise<unknown>;
  private isOver = false;
  /** How many calls were told that the log is not available. */
  refused = 0;

  /**
   * @param writer where appends go
   * @param reader where the subscribers are
   * @param after where the log ends
   */
  constructor(
    private readonly writer: EventLog,
    private readonly reader: EventLog,
    private readonly after: Position,
  ) {
    this.subscribers = [
      this.subscribe('all', {}),
      this.subscribe('typed', { types: [TYPES[1] as string] }),
      this.subscribe('slow', { batchSize: 10 }, 5),
    ];
    this.writers = this.acknowledged.map((ids, number) => this.write(ids, number));
    this.failed = Promise.all([...this.writers, ...this.subscribers]);
    this.failed.catch(() => undefined);
  }

  /** How many events have been acknowledged. */
  get count(): number {
    return this.acknowledged.reduce((sum, ids) => sum + ids.length, 0);
  }

  /** Resolves when so many more events have been acknowledged. */
  async goesOn(more = 200): Promise<void> {
    for (const goal = this.count + more; this.count < goal; ) await Promise.race([sleep(10), this.failed]);
  }

  /** Ends the writers, waits for the subscribers, and compares what everybody was told with what is in the log. */
  async expectAllOnce(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.writers);
    const recorded = await collect(this.writer.readAll({ after: this.after }));
    expect(idsOf(recorded).toSorted()).toEqual(this.acknowledged.flat().toSorted());
    const typed = recorded.filter(({ type }) => type === TYPES[1]);
    for (const [seen, expected] of [
      [this.seen.all, recorded] as const,
      [this.seen.typed, typed] as const,
      [this.seen.slow, recorded] as const,
    ]) {
      while (seen.length < expected.length) await Promise.race([sleep(10), ...this.subscribers]);
      expect(idsOf(seen)).toEqual(idsOf(expected));
    }
    const order = new Map(recorded.map(({ id }, index) => [id, index]));
    for (const ids of this.acknowledged) {
      const places = ids.map((id) => order.get(id as never));
      expect(places).toEqual(places.toSorted((a, b) => Number(a) - Number(b)));
    }
    await this.stop();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.stopping.abort();
    await Promise.allSettled([...this.writers, ...this.subscribers]);
  }

  /** Appends to a stream of its own, each event until it is known to be in the log; every other one with an id that can come again. */
  private async write(ids: string[], number: number): Promise<void> {
    const stream = freshStream();
    for (let revision = NO_STREAM; !this.isOver; revision++) {
      const id = revision % 2 === 0 ? derivedId(stream, revision) : newId();
      const event = proposed({ id, type: TYPES[(number + revision + 1) % 2] as string });
      await untilAppended(
        () => this.writer.append(stream, revision, [event]),
        () => {
          this.refused++;
          return !this.stopping.signal.aborted;
        },
      );
      ids.push(id);
    }
  }

  private async subscribe(name: keyof Load['seen'], options: { types?: readonly string[]; batchSize?: number }, rest = 0): Promise<void> {
    for await (const { events } of this.reader.subscribe({ ...options, after: this.after, signal: this.stopping.signal })) {
      this.seen[name].push(...events);
      if (rest > 0) await sleep(rest);
    }
  }
}

/**
 * Appends until it is known that it has been done.
 * @param again is asked after each refusal
 */
export async function untilAppended(append: () => Promise<unknown>, again: () => boolean = () => true): Promise<void> {
  for (;;) {
    try {
      await append();
      return;
    } catch (error) {
      if (!(error instanceof EventLogUnavailable)) throw error;
      if (!again()) return;
    }
  }
}
