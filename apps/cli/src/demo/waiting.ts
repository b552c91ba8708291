import { setTimeout as sleep } from 'node:timers/promises';
import { CannotBeDone } from '../cannot-be-done.js';

const PAUSE_MS = 100;
const PATIENCE_MS = 30_000;

/**
 * Asks again and again until the answer is there: for what the platform does by itself, after the receipt.
 * @param what what is waited for, to end the sentence "The demo waited for …"
 * @param look gives undefined while it is not there
 * @throws CannotBeDone after 30 seconds
 */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) {
      throw new CannotBeDone(
        `The demo waited ${PATIENCE_MS / 1_000} s for ${what}, in vain. A worker does that: see whether one runs (CONCORD_WORKER), and whether \`concord projections list\` shows one that has stopped`,
      );
    }
    await sleep(PAUSE_MS);
  }
}
