import { setImmediate as breathe } from 'node:timers/promises';
import { streamKey } from '../streams.js';
import { KEY_SUCCEEDED } from '../succession.js';
import { type Entry, readEntry } from './entry.js';
import { EventBytes } from './event-bytes.js';
import { type Findings, namesOf } from './finding.js';
import { IdCheck } from './id-check.js';
import type { SpillFolder } from './spill.js';
import { StreamCheck } from './stream-check.js';
import type { TrustedKeys } from './trusted-keys.js';

const SUCCESSION = Buffer.from(KEY_SUCCEEDED);

/** The entry in bytes in which one was found. */
function entryIn(bytes: Buffer): Entry {
  const entry = readEntry(bytes);
  if (typeof entry === 'string') throw new TypeError(`Scanned as an event, and parsed as ${entry}`);
  return entry;
}

/** Checks the events one after another: their order, their streams, their ids, and the keys that they hand on. */
export class EventCheck {
  /** Entries from which no event could be read. */
  unread = 0;
  private readonly streams: StreamCheck;
  private readonly ids: IdCheck;
  private event = new EventBytes();
  private last: EventBytes | undefined;

  constructor(
    folder: SpillFolder,
    readonly parts: number,
    private readonly findings: Findings,
    private readonly keys: TrustedKeys,
  ) {
    this.streams = new StreamCheck(folder, parts);
    this.ids = new IdCheck(folder, parts);
  }

  /** The event at an index. That one is changed has been told already, and nothing more is told of what is in it alone. */
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

  /** What shows only when all events are there. */
  async conclude(
    onPart: (done: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly root: Buffer; readonly count: number }> {
    const twice = this.ids.run(({ index, firstIndex, id }) =>
      this.findings.add(
        { check: 'eventId', index, expected: 'an id of its own', found: `the id of index ${firstIndex}` },
        (entry) => entry.id.replaceAll('-', '') === id,
      ),
    );
    const streams = this.streams.run(({ index, expected, found, key }) =>
      this.findings.add(
        { check: 'revision', index, expected: `revision ${expected}`, found: `revision ${found}` },
        ({ stream, revision }) => revision === found && streamKey(stream).equals(key),
      ),
    );
    for (let done = 1; ; done++) {
      twice.next();
      const { done: isDone, value } = streams.next();
      if (isDone) return value;
      onPart(done);
      signal?.throwIfAborted();
      // Lets a request to stop, and whoever shows the progress, come in between.
      await breathe();
    }
  }

  private checkOrder(event: EventBytes, last: EventBytes, index: number, bytes: Buffer): void {
    const tell = (check: 'position' | 'recordedAt', expected: string, found: string): void =>
      this.findings.add({ check, index, ...namesOf(entryIn(bytes)), expected, found });
    if (!event.isAfter(last)) tell('position', `a position after ${last.position}`, event.position);
    if (event.isEarlier(last)) tell('recordedAt', `an instant not before ${last.instant}`, event.instant);
  }
}
