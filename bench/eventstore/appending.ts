import { appended, type Load, type Writer } from '../harness/load.js';
import type { Measurement } from '../harness/measurement.js';

const LOADS: Readonly<Record<string, Load>> = {
  'append-1': { callers: 1, appends: 1_000, events: 1 },
  'append-16': { callers: 16, appends: 250, events: 1 },
  'append-1-derived': { callers: 1, appends: 1_000, events: 1, derived: true },
  'append-16-derived': { callers: 16, appends: 250, events: 1, derived: true },
  'append-batch': { callers: 1, appends: 40, events: 500 },
};

const GOAL = 0.9;

/** How fast events get into the log. */
export const appending = (ours: Writer, bare: Writer, seed: number): readonly Measurement[] =>
  Object.entries(LOADS).map(([name, load]) => ({
    name,
    unit: 'events/s',
    goal: GOAL,
    better: 'higher',
    ours: () => appended(load, ours, seed),
    yardstick: () => appended(load, bare, seed),
  }));
