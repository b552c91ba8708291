import { isMet, median, percentile, summary } from './statistics.js';

describe('the median', () => {
  it('is the value in the middle, whatever the order and however far out the others are', () => {
    expect(median([9, 1, 1_000_000])).toBe(9);
  });

  it('of an even number of values lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is an error, and no figure', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a percentile', () => {
  it('is a value that so many per cent do not exceed', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([50, 99, 100].map((percent) => percentile(values, percent))).toEqual([100, 198, 200]);
  });

  it('of nothing is an error, and no figure', () => {
    expect(() => percentile([], 99)).toThrow(RangeError);
  });
});

describe('the summary of the rounds', () => {
  const measurement = { name: 'append-1', unit: 'events/s' };

  it('takes the ratio of each round, so that a round in which the machine was slow counts like the others', () => {
    const rounds = [
      { ours: 900, yardstick: 1_000 },
      { ours: 9, yardstick: 10 },
      { ours: 90, yardstick: 100 },
    ];
    expect(summary(measurement, rounds)).toEqual({
      name: 'append-1',
      ours: 90,
      yardstick: 100,
      ratio: 0.9,
      unit: 'events/s',
      spread: [0.9, 0.9],
    });
  });

  it('tells the lowest and the highest ratio', () => {
    const rounds = [
      { ours: 1, yardstick: 2 },
      { ours: 3, yardstick: 2 },
      { ours: 2, yardstick: 2 },
    ];
    expect(summary(measurement, rounds)).toMatchObject({ ratio: 1, spread: [0.5, 1.5] });
  });
});

describe('a goal', () => {
  it('is met by what is exactly so high, where higher is better', () => {
    const measurement = { goal: 0.9, better: 'higher' } as const;
    expect([0.89, 0.9, 1.2].map((ratio) => isMet(measurement, ratio))).toEqual([false, true, true]);
  });

  it('is met by what is exactly so low, where lower is better', () => {
    const measurement = { goal: 1.1, better: 'lower' } as const;
    expect([1.11, 1.1, 0.5].map((ratio) => isMet(measurement, ratio))).toEqual([false, true, true]);
  });

  it('that was not set is neither met nor missed', () => {
    expect(isMet({ better: 'higher' }, 1)).toBeUndefined();
  });
});
