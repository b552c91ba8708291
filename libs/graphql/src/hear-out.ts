import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 33_554_432;
const PATIENCE_MS = 5_000;

/**
 * Lets a client finish sending what is not read. Most clients look at no answer before that, and see a broken connection
 * instead of the reason. After 32 MiB or 5 seconds nobody is listened to any longer.
 */
export const hearOut = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let bytes = 0;
    const done = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    };
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) done();
    };
    const timer = setTimeout(done, PATIENCE_MS);
    if (request.readableEnded || request.destroyed) return done();
    request.on('data', count).on('end', done).on('close', done).resume();
  });
