/** Seconds after which an attempt that failed is repeated, as Standard Webhooks 1.0.0 proposes: ten attempts over three days. */
export const RETRIES: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** A receiver that only failed for so long is left alone: seconds. */
export const LONGEST_FAILURE = 5 * 86_400;

/** How much longer than the schedule says one waits at most, so that those who failed together do not come back together. */
const JITTER = 0.2;

/**
 * When to try again.
 * @param failures how often it has failed in this round; 1 after the first attempt
 * @param chance from 0 to 1
 * @returns milliseconds from now; undefined when it was tried often enough
 */
export function retryAfter(failures: number, retries: readonly number[] = RETRIES, chance = Math.random()): number | undefined {
  const seconds = retries[failures - 1];
  return seconds === undefined ? undefined : Math.round(seconds * 1_000 * (1 + JITTER * chance));
}
