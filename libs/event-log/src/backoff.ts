/** Waits, or less when the signal says so; never throws. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Milliseconds before the next attempt: doubling from 25 to 2,000, less up to half by chance, so that a crowd does not come back at once. */
export function backoff(failures: number): number {
  const ceiling = Math.min(2_000, 25 * 2 ** Math.min(failures, 10));
  return ceiling * (1 - Math.random() / 2);
}
