import type { EventLog } from '@concord/event-log';
import { newId, type Position } from '@concord/kernel';
import { Random } from './random.js';
import { sampleEvents } from './sample-events.js';

const STREAMS = 20;
const APPEND = 500;

/** What lies ready to be read. */
export interface Recording {
  /** Of the event before the first. */
  readonly after: Position;
  /** Of the last event. */
  readonly until: Position;
  readonly streams: readonly string[];
  readonly events: number;
}

/**
 * Records events in 20 streams that grow side by side.
 * @param count a multiple of 10,000, so that every append is full
 */
export async function record(log: EventLog, count: number, seed: number): Promise<Recording> {
  const random = new Random(seed);
  const streams = Array.from({ length: STREAMS }, () => `bench.sample/${newId()}`);
  const { position: after } = await log.append(`bench.sample/${newId()}`, -1, sampleEvents(random, 1));
  for (let revision = -1; revision < count / STREAMS - 1; revision += APPEND) {
    for (const stream of streams) await log.append(stream, revision, sampleEvents(random, APPEND));
  }
  return { after, until: await log.head(), streams, events: count };
}
