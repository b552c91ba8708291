import { firstOf } from '../abort.js';
import type { LogBatch, SubscribeOptions } from '../event-log.js';
import { placeOf, toPosition } from '../positions.js';
import type { Engine, Stretch } from './engine.js';
import type { Tail } from './tail.js';

const BATCH = 1_000;

/** From its place to the tail stretch by stretch, then with the tail; nothing is fetched before it is asked for. */
export async function* subscription(
  engine: Engine,
  tail: Tail,
  { after, types, batchSize = BATCH, signal: caller }: SubscribeOptions,
  closing: AbortSignal,
): AsyncGenerator<LogBatch> {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`batchSize is ${batchSize}, not a whole number from 1`);
  let place = after === undefined ? 0 : placeOf(after);
  const { signal, unlink } = firstOf(caller, closing);
  const wanted = types && new Set(types);
  const batchOf = (stretch: Stretch): LogBatch => {
    place = stretch.place;
    return { events: stretch.events, position: toPosition(place), caughtUp: place >= tail.place };
  };
  try {
    if (signal.aborted) return;
    await tail.reachHead(signal);
    if (place >= tail.place) yield batchOf({ events: [], place });
    while (!signal.aborted) {
      await tail.moved(place, signal);
      const stretch = tail.read(place, batchSize, wanted);
      if (stretch && stretch.place > place) yield batchOf(stretch);
      if (stretch) continue;
      for await (const part of engine.walk({ after: place, until: tail.place, types }, { most: batchSize, signal })) yield batchOf(part);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unlink();
  }
}
