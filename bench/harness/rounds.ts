import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Measurement, Round } from './measurement.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** A figure, unburdened by what the one before has left behind. */
async function figure({ name }: Measurement, side: 'ours' | 'yardstick', take: () => Promise<number>): Promise<number> {
  collectGarbage();
  const value = await take();
  if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${name}: the figure of ${side} is ${value}, not a number above 0`);
  return value;
}

/**
 * Both sides in turns, after a warm-up of each. Who comes first changes with every round, so that neither always has
 * the fresher machine.
 * @throws whatever a side throws: a benchmark that fails has no figure
 */
export async function roundsOf(measurement: Measurement, count: number): Promise<readonly Round[]> {
  const ours = () => figure(measurement, 'ours', () => measurement.ours());
  const yardstick = () => figure(measurement, 'yardstick', () => measurement.yardstick());
  await measurement.prepare?.();
  await ours();
  await yardstick();
  const rounds: Round[] = [];
  for (let round = 0; round < count; round++) {
    if (round % 2 === 0) {
      const first = await ours();
      rounds.push({ ours: first, yardstick: await yardstick() });
    } else {
      const first = await yardstick();
      rounds.push({ yardstick: first, ours: await ours() });
    }
  }
  return rounds;
}
