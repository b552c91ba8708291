import { setImmediate as breathe } from 'node:timers/promises';
import { streamKey } from '../streams.js';
import { comparePositions, type Entry, readEntry } from './entry.js';
import { type Findings, namesOf } from './finding.js';
import { IdCheck } from './id-check.js';
import { StreamCheck } from './stream-check.js';
import type { TrustedKeys } from './trusted-keys.js';

/** Checks the events one after another: their order, their streams, their ids, and the keys that they hand on. */
export class EventCheck {
  /** Entries from which no event could be read. */
  unread = 0;
  private readonly streams: StreamCheck;
  private readonly ids: IdCheck;
  private last: Entry | undefined;

  constructor(
    folder: string,
    readonly parts: number,
    private readonly findings: Findings,
    private readonly keys: TrustedKeys,
  ) {
    this.streams = new StreamCheck(folder, parts);
    this.ids = new IdCheck(folder, parts);
  }

  /** The event at an index. That one is changed has been told already, and nothing more is told of what is in it alone. */
  take(index: number, bytes: Buffer, hashes: Buffer, hashAt: number, isChanged: boolean): void {
    const entry = readEntry(bytes);
    if (typeof entry === 'string') {
      this.unread += 1;
      if (!isChanged) this.findings.add({ check: 'entry', index, expected: 'a recorded event as canonical JSON (RFC 8785)', found: entry });
      return;
    }
    this.checkOrder(entry, index);
    this.streams.add(entry, index, hashes, hashAt);
    this.ids.add(entry.id, index);
    if (!isChanged) this.keys.take(entry, index);
    this.last = entry;
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

  private checkOrder(entry: Entry, index: number): void {
    const last = this.last;
    if (!last) return;
    const { position, recordedAt } = entry;
    const where = { index, ...namesOf(entry) };
    if (comparePositions(position, last.position) <= 0) {
      this.findings.add({ check: 'position', ...where, expected: `a position after ${last.position}`, found: position });
    }
    if (recordedAt < last.recordedAt) {
      this.findings.add({ check: 'recordedAt', ...where, expected: `an instant not before ${last.recordedAt}`, found: recordedAt });
    }
  }
}
