import { type Position, type RecordedEvent, START } from '@concord/kernel';
import type { CopyTarget } from '../copy-target.js';
import type { EventLog } from '../event-log.js';
import { eventText } from './event-text.js';
import { NoCopy } from './no-copy.js';

export interface CopyProgress {
  /** Of the source, in its positions. */
  readonly position: Position;
  readonly head: Position;
  /** Events taken over by this call. */
  readonly copied: number;
}

export interface CopyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CopyProgress) => void;
}

/** Events, and roughly characters of JSON, that are handed over at once. */
const MOST_EVENTS = 500;
const MOST_TEXT = 4 * 1024 * 1024;

/**
 * Carries a log over to another, event by event, until the source has nothing more. After an interruption, whatever it
 * was, the same call goes on where the target ends.
 * @returns how many events were taken over
 * @throws NoCopy when the target holds what the source does not; the errors of `restore` and of reading
 */
export async function copyLog(from: EventLog, to: EventLog & CopyTarget, options: CopyOptions = {}): Promise<number> {
  const { signal, onProgress } = options;
  let after = await endOfCopy(from, to, signal);
  let copied = 0;
  for (let found = -1; found !== copied; ) {
    found = copied;
    const head = await from.head();
    onProgress?.({ position: after, head, copied });
    for await (const batch of batches(from.readAll({ after, until: head, ...(signal && { signal }) }))) {
      await to.restore(batch);
      signal?.throwIfAborted();
      copied += batch.length;
      after = batch.at(-1)?.position ?? after;
      onProgress?.({ position: after, head, copied });
    }
  }
  return copied;
}

/** The position in the source up to which the target has it. */
async function endOfCopy(from: EventLog, to: EventLog, signal?: AbortSignal): Promise<Position> {
  const last = await first(to.readAll({ backwards: true, ...(signal && { signal }) }));
  if (!last) return START;
  const original = await first(from.readStream(last.stream, { from: last.revision, ...(signal && { signal }) }));
  if (!original || eventText(original) !== eventText(last)) throw new NoCopy(last);
  return original.position;
}

async function first(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent | undefined> {
  for await (const event of events) return event;
  return undefined;
}

async function* batches(events: AsyncIterable<RecordedEvent>): AsyncGenerator<readonly RecordedEvent[]> {
  let batch: RecordedEvent[] = [];
  let length = 0;
  for await (const event of events) {
    batch.push(event);
    length += JSON.stringify(event.data).length;
    if (batch.length < MOST_EVENTS && length < MOST_TEXT) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
