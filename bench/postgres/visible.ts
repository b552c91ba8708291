import type { Measurement } from '../harness/measurement.js';
import { median, percentile } from '../harness/statistics.js';
import type { Drafting, NormAppender } from './command.js';

/** Commands of one sample, one after the other. */
const SAMPLES = 100;
const NORM = 'query Norm($normId: ID!) { norm(id: $normId) { id } }';

async function times(act: () => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) taken.push(await act());
  return taken;
}

/** Milliseconds from the receipt of a norm to the first answer that has it, asked for again and again. */
async function untilVisible(drafting: Drafting): Promise<number> {
  const normId = (await drafting.draft()).replace(/^.*\//, '');
  const begin = performance.now();
  while ((await drafting.ask(NORM, { normId })).norm === null);
  return performance.now() - begin;
}

async function latency(append: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await append();
  return performance.now() - begin;
}

/** How soon what has a receipt is seen by whoever asks without naming it, beside the median time of an append to the same log. */
export function visible(drafting: () => Drafting, norms: NormAppender): readonly Measurement[] {
  const row = (name: string, goal: number, of: (values: readonly number[]) => number): Measurement => ({
    name,
    goal,
    unit: 'ms',
    better: 'lower',
    prepare: () => norms.prepare(),
    ours: async () => of(await times(() => untilVisible(drafting()))),
    yardstick: async () => median(await times(() => latency(() => norms.append()))),
  });
  return [row('visible', 3, median), row('visible-p99', 10, (values) => percentile(values, 99))];
}
