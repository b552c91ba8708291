import { derivedId, newId, type ProposedEvent } from '@concord/kernel';
import { perSecond } from './measurement.js';
import { Random } from './random.js';
import { sampleEvents } from './sample-events.js';

/** How much is appended, by how many. */
export interface Load {
  readonly callers: number;
  /** Of each caller, one after the other, to a stream of its own. */
  readonly appends: number;
  /** Of each append. */
  readonly events: number;
  /** Whether the ids are derived, as are those of every command: such an id can come again, and the log makes sure of it. */
  readonly derived?: boolean;
}

/** Appends events to a stream whose last revision is known, -1 for a stream that is not there. */
export type Writer = (stream: string, revision: number, events: readonly ProposedEvent[]) => Promise<unknown>;

async function call(write: Writer, stream: string, events: readonly ProposedEvent[], size: number): Promise<void> {
  for (let from = 0; from < events.length; from += size) await write(stream, from - 1, events.slice(from, from + size));
}

/** Events in a second. They are the same for every writer, but for their ids, and made before the clock starts. */
export async function appended({ callers, appends, events, derived }: Load, write: Writer, seed: number): Promise<number> {
  const random = new Random(seed);
  const shares = Array.from({ length: callers }, () =>
    sampleEvents(random, appends * events).map((event) => (derived ? { ...event, id: derivedId(event.id) } : event)),
  );
  return perSecond(callers * appends * events, async () => {
    await Promise.all(shares.map((share) => call(write, `bench.sample/${newId()}`, share, events)));
  });
}
