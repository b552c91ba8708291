import type { Measurement } from './measurement.js';
import { roundsOf } from './rounds.js';

/** A measurement that notes the order in which it is asked. */
function noting(ours = 1): { readonly measurement: Measurement; readonly calls: string[] } {
  const calls: string[] = [];
  const call = (side: string, value: number) => async () => {
    calls.push(side);
    return value;
  };
  const measurement = {
    name: 'sample',
    unit: 'events/s',
    better: 'higher',
    ours: call('ours', ours),
    yardstick: call('yardstick', 2),
  } as const;
  return { measurement: { ...measurement, prepare: async () => void calls.push('prepare') }, calls };
}

describe('the rounds of a measurement', () => {
  it('take turns in coming first, after one preparation and a warm-up that does not count', async () => {
    const { measurement, calls } = noting();
    expect(await roundsOf(measurement, 3)).toEqual(Array.from({ length: 3 }, () => ({ ours: 1, yardstick: 2 })));
    expect(calls).toEqual(['prepare', 'ours', 'yardstick', 'ours', 'yardstick', 'yardstick', 'ours', 'ours', 'yardstick']);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuse the figure %d, which nothing can be compared with', async (figure) => {
    await expect(roundsOf(noting(figure).measurement, 1)).rejects.toThrow('sample: the figure of ours');
  });
});
