/** One figure of ours beside the same figure of a yardstick, taken in turns on one machine. */
export interface Measurement {
  readonly name: string;
  /** Of both figures. */
  readonly unit: string;
  /** The ratio, ours to the yardstick, that is aimed at; a row without one is told and not judged. */
  readonly goal?: number;
  /** Which side of the goal is the good one. */
  readonly better: 'higher' | 'lower';
  /** Makes what both sides need, once, before the warm-up. */
  prepare?(): Promise<void>;
  ours(): Promise<number>;
  yardstick(): Promise<number>;
  /** What is to be known of the figures when they have been taken, as a sentence without its point. */
  note?(): string | undefined;
}

/** Both figures of one round. */
export interface Round {
  readonly ours: number;
  readonly yardstick: number;
}

/** How often in a second, when the work does it so many times. */
export async function perSecond(times: number, work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (times * 1_000) / (performance.now() - begin);
}
