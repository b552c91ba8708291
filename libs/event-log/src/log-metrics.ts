import { Counter, Histogram } from 'prom-client';
import { EventLogUnavailable } from './errors.js';

/** How long appends took until they were durable, by outcome: `appended`, `refused` (a lost race, an id used twice), `unavailable`. */
const duration = new Histogram({
  name: 'concord_log_append_duration_seconds',
  help: 'Time from an append to its durable answer, by outcome.',
  labelNames: ['outcome'],
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const drops = new Counter({
  name: 'concord_log_subscription_drops_total',
  help: 'How often the connection over which this process is told of new events was lost. It is opened again by itself.',
});

/** Measures one append. */
export async function timed<T>(append: () => Promise<T>): Promise<T> {
  const stop = duration.startTimer();
  try {
    const result = await append();
    stop({ outcome: 'appended' });
    return result;
  } catch (error) {
    stop({ outcome: error instanceof EventLogUnavailable ? 'unavailable' : 'refused' });
    throw error;
  }
}

export const countDrop = (): void => drops.inc();
