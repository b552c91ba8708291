/** The promise's outcome, or the signal's reason as soon as it is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  promise.catch(() => undefined);
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** A signal that is aborted with the first of several; `unlink` when it is not needed any more. */
export function firstOf(...signals: readonly (AbortSignal | undefined)[]): { signal: AbortSignal; unlink(): void } {
  const controller = new AbortController();
  const sources = signals.filter((source) => source !== undefined);
  const stop = (): void => controller.abort();
  for (const source of sources) {
    if (source.aborted) stop();
    source.addEventListener('abort', stop, { once: true });
  }
  return {
    signal: controller.signal,
    unlink: () => {
      for (const source of sources) source.removeEventListener('abort', stop);
    },
  };
}
