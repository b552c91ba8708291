import type { Measurement, Round } from './measurement.js';

/** What came of a measurement. */
export interface Result {
  readonly name: string;
  /** Medians over the rounds. */
  readonly ours: number;
  readonly yardstick: number;
  /** The median of the ratios of the rounds: a machine that is busy for a while slows both sides of a round, and not their ratio. */
  readonly ratio: number;
  readonly unit: string;
  /** The lowest and the highest ratio of a round. */
  readonly spread: readonly [number, number];
  /** What is to be known of the figures; left out where there is nothing. */
  readonly note?: string;
}

/** @throws RangeError when there is no value */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('No values have no median');
  return (low + high) / 2;
}

/**
 * The value that so many per cent of the values do not exceed.
 * @throws RangeError when there is no value
 */
export function percentile(values: readonly number[], percent: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1];
  if (value === undefined) throw new RangeError('No values have no percentile');
  return value;
}

export function summary({ name, unit }: Pick<Measurement, 'name' | 'unit'>, rounds: readonly Round[]): Result {
  const ratios = rounds.map(({ ours, yardstick }) => ours / yardstick);
  return {
    name,
    ours: median(rounds.map(({ ours }) => ours)),
    yardstick: median(rounds.map(({ yardstick }) => yardstick)),
    ratio: median(ratios),
    unit,
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** Whether the ratio reaches the goal; undefined where there is none. */
export function isMet({ goal, better }: Pick<Measurement, 'goal' | 'better'>, ratio: number): boolean | undefined {
  if (goal === undefined) return undefined;
  return better === 'higher' ? ratio >= goal : ratio <= goal;
}
