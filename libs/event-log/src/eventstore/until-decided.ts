import type { Uuid } from '@concord/kernel';
import { backoff, pause } from '../backoff.js';
import { EventIdReused, EventLogUnavailable, RecordedTooEarly, UnstorableEvent, WrongExpectedRevision } from '../errors.js';
import { isHopeless, isTooMuch } from './faults.js';

const VERDICTS = [EventIdReused, EventLogUnavailable, RecordedTooEarly, UnstorableEvent, WrongExpectedRevision];

/**
 * Works at an append until its outcome is known: what came of an attempt that failed is found out by the next one.
 * @param deadline milliseconds after which no further attempt is made
 * @param first the id that an error names when the server refuses what it was sent
 */
export async function untilDecided<T>(deadline: number, first: Uuid, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + deadline;
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (VERDICTS.some((verdict) => error instanceof verdict)) throw error;
      if (isTooMuch(error))
        throw new UnstorableEvent(first, 'an event of its append', `was refused by EventStoreDB: ${(error as Error).message}`);
      if (isHopeless(error) || performance.now() > end) throw new EventLogUnavailable(error);
    }
    await pause(backoff(failures));
  }
}
