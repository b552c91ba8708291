/** The golden ratio as a fraction of 2^32: its multiples spread evenly, whatever the seed. */
const STEP = 0x9e3779b9;

/** Numbers that look like chance and are the same for the same seed: so all sides, and all runs, have the same data. */
export class Random {
  private state: number;

  /** @param seed a whole number from 0, below 2^32 */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0, below the bound. */
  below(bound: number): number {
    this.state = (this.state + STEP) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * bound);
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('There is nothing to pick from');
    return from[this.below(from.length)] as T;
  }
}
