import { ConcordError } from '@concord/graphql';

/** Forms are read and made in memory, so few of them at once. */
export class Turns {
  private underWay = 0;

  constructor(private readonly most: number) {}

  /** @throws ConcordError TOO_MANY_REQUESTS */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.underWay >= this.most) {
      const rule = `at most ${this.most} forms at once`;
      throw new ConcordError('TOO_MANY_REQUESTS', `Other forms are under way: ${rule}. Try again in a moment`, { rule });
    }
    this.underWay++;
    try {
      return await work();
    } finally {
      this.underWay--;
    }
  }
}
