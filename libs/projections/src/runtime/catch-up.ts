import { comparePositions, type Position, type RecordedEvent } from '@concord/kernel';
import { apply } from './apply.js';
import { Batches } from './batches.js';
import type { Checkpoint } from './checkpoint.js';
import type { FeedParts } from './feed.js';
import type { Skipped } from './skipped.js';

const BATCH = 1_000;

/** The signal came before the goal. What was done until then stays. */
export class Interrupted extends Error {}

export interface Course {
  readonly skipped: Skipped;
  /** Inclusive, and no further than the end of the log. */
  readonly goal: Position;
  readonly signal: AbortSignal;
  /** Told after every batch: where the tables stand, and how many events that took. */
  readonly told?: (position: Position, handled: number) => void;
}

/**
 * Brings tables that nobody reads yet to a position, no further. No process manager reacts.
 * @returns how many events that took
 * @throws Interrupted; PoisonEvent at the first event that cannot be handled; Fenced when another has taken over
 */
export async function catchUp(
  { pool, log }: Pick<FeedParts, 'pool' | 'log'>,
  checkpoint: Checkpoint,
  { skipped, goal, signal, told }: Course,
): Promise<number> {
  let handled = 0;
  const isThere = (): boolean => comparePositions(checkpoint.position, goal) >= 0;
  if (isThere()) return handled;
  const batches = new Batches(log, { after: checkpoint.position, types: checkpoint.model.types, batchSize: BATCH, signal });
  try {
    while (!isThere()) {
      const batch = await batches.take();
      if (batch === undefined || batch === 'late' || signal.aborted) throw new Interrupted();
      const isPast = ({ position }: { readonly position: Position }): boolean => comparePositions(position, goal) > 0;
      const events = isPast(batch) ? batch.events.filter((event: RecordedEvent) => !isPast(event)) : batch.events;
      await apply(pool, checkpoint, skipped.without(events), isPast(batch) ? goal : batch.position);
      handled += events.length;
      told?.(checkpoint.position, handled);
    }
  } finally {
    await batches.close();
  }
  return handled;
}
