import { type Measurement, perSecond } from '../harness/measurement.js';
import type { Recording } from '../harness/recording.js';
import type { Reader } from './readers.js';

const GOAL = 0.9;

/** Reads to the end and takes every event in hand. @throws Error when it is not all that was recorded */
async function readThrough(read: Reader, recording: Recording): Promise<number> {
  let events = 0;
  let characters = 0;
  const speed = await perSecond(recording.events, () =>
    read(recording, (data) => {
      events++;
      characters += (data as { readonly text: string }).text.length;
    }),
  );
  if (events !== recording.events || characters < events) throw new Error(`${events} events were read of ${recording.events}`);
  return speed;
}

/** How fast a reader reads what was recorded, beside another. */
export function reading(name: string, ours: Reader, yardstick: Reader, recorded: () => Promise<Recording>): Measurement {
  return {
    name,
    unit: 'events/s',
    goal: GOAL,
    better: 'higher',
    async prepare() {
      await recorded();
    },
    ours: async () => readThrough(ours, await recorded()),
    yardstick: async () => readThrough(yardstick, await recorded()),
  };
}
