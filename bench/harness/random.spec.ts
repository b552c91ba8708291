import { Random } from './random.js';

const draw = (seed: number, count = 10_000): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.below(10));
};

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('gives every number below the bound about equally often, and no other', () => {
    const counts = new Map<number, number>();
    for (const number of draw(0)) counts.set(number, (counts.get(number) ?? 0) + 1);
    expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.min(...counts.values())).toBeGreaterThan(900);
    expect(Math.max(...counts.values())).toBeLessThan(1_100);
  });

  it('cannot pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
