import { setImmediate as breathe } from 'node:timers/promises';
import { KEY_SUCCEEDED } from '../succession.js';
import type { Vkey } from '../vkey.js';
import { type Entry, readEntry } from './entry.js';
import { EventBytes } from './event-bytes.js';
import { Findings, type Found, namesOf } from './finding.js';
import { IdCheck } from './id-check.js';
import type { SpillFolder } from './spill.js';
import { StreamCheck } from './stream-check.js';
import { TrustedKeys } from './trusted-keys.js';

const SUCCESSION = Buffer.from(KEY_SUCCEEDED);

/** The entry in bytes in which one was found. */
function entryIn(bytes: Buffer): Entry {
  const entry = readEntry(bytes);
  if (typeof entry === 'string') throw new TypeError(`Scanned as an event, and parsed as ${entry}`);
  return entry;
}

/** A key as it goes from thread to thread: its text, and the smallest size of a checkpoint that it signs. */
export interface KeyFrom {
  readonly text: string;
  readonly from: number;
}

/** What the events came to. It can be copied from thread to thread. */
export interface EventsReport {
  /** Entries from which no event could be read. */
  readonly unread: number;
  /** The key that is trusted, and those that follow it. */
  readonly keys: readonly KeyFrom[];
  /** What was found in single events, and then between those of all the log. */
  readonly inEvents: readonly Found[];
  readonly betweenEvents: readonly Found[];
  /** How many findings there are beyond those. */
  readonly more: number;
  /** Of the map of streams. */
  readonly root: Uint8Array;
  /** How many streams there are. */
  readonly count: number;
}

/** Who checks the events: whoever asks, or another thread. */
export interface EventWork {
  /**
   * The event at an index of the tree, with the hash that the tree has there. That one is changed has been told already, and nothing
   * more is told of what is in it alone.
   */
  take(index: number, entry: Buffer, hashes: Buffer, hashAt: number, isChanged: boolean): void;
  /** Resolves when more may come. */
  ready(signal: AbortSignal | undefined): Promise<void>;
  /** What shows only when all events are there. */
  conclude(onPart: (done: number) => void, signal: AbortSignal | undefined): Promise<EventsReport>;
  close(): Promise<void>;
}

/** Checks the events one after another: their order, their streams, their ids, and the keys that they hand on. */
export class EventCheck implements EventWork {
  private readonly findings = new Findings();
  private readonly late = new Findings();
  private readonly keys: TrustedKeys;
  private unread = 0;
  private readonly streams: StreamCheck;
  private readonly ids: IdCheck;
  private event = new EventBytes();
  private last: EventBytes | undefined;

  constructor(folder: SpillFolder, parts: number, trusted: Vkey) {
    this.keys = new TrustedKeys(trusted, this.findings);
    this.streams = new StreamCheck(folder, parts);
    this.ids = new IdCheck(folder, parts);
  }

  take(index: number, bytes: Buffer, hashes: Buffer, hashAt: number, isChanged: boolean): void {
    const event = this.event;
    if (!event.scan(bytes)) {
      const entry = readEntry(bytes);
      if (typeof entry === 'string') {
        this.unread += 1;
        const expected = 'a recorded event as canonical JSON (RFC 8785)';
        if (!isChanged) this.findings.add({ check: 'entry', index, expected, found: entry });
        return;
      }
      event.set(entry);
    }
    if (this.last) this.checkOrder(event, this.last, index, bytes);
    this.streams.add(event, index, hashes, hashAt);
    this.ids.add(event.id, index);
    if (!isChanged && event.isOfType(SUCCESSION)) this.keys.take(entryIn(bytes), index);
    this.event = this.last ?? new EventBytes();
    this.last = event;
  }

  async ready(): Promise<void> {}

  async conclude(onPart: (done: number) => void, signal: AbortSignal | undefined): Promise<EventsReport> {
    const twice = this.ids.run(({ index, firstIndex, id }) =>
      this.late.add({ check: 'eventId', index, expected: 'an id of its own', found: `the id of index ${firstIndex}` }, { id }),
    );
    const streams = this.streams.run(({ index, expected, found, key }) =>
      this.late.add(
        { check: 'revision', index, expected: `revision ${expected}`, found: `revision ${found}` },
        { streamKey: key, revision: found },
      ),
    );
    for (let done = 1; ; done++) {
      twice.next();
      const { done: isDone, value } = streams.next();
      if (isDone) return { ...value, ...this.report() };
      onPart(done);
      signal?.throwIfAborted();
      // Lets a request to stop, and whoever shows the progress, come in between.
      await breathe();
    }
  }

  async close(): Promise<void> {}

  private report(): Omit<EventsReport, 'root' | 'count'> {
    return {
      unread: this.unread,
      keys: this.keys.chain.map(({ vkey, from }) => ({ text: vkey.text, from })),
      inEvents: this.findings.all,
      betweenEvents: this.late.all,
      more: this.findings.more + this.late.more,
    };
  }

  private checkOrder(event: EventBytes, last: EventBytes, index: number, bytes: Buffer): void {
    const tell = (check: 'position' | 'recordedAt', expected: string, found: string): void =>
      this.findings.add({ check, index, ...namesOf(entryIn(bytes)), expected, found });
    if (!event.isAfter(last)) tell('position', `a position after ${last.position}`, event.position);
    if (event.isEarlier(last)) tell('recordedAt', `an instant not before ${last.instant}`, event.instant);
  }
}
