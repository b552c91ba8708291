import type { Pool } from 'pg';
import { unlessAborted } from '../abort.js';
import { backoff, pause } from '../backoff.js';
import { EventLogUnavailable } from '../errors.js';
import { isDataError, isHopeless, run, type Statement, type TextRow } from './query.js';

/** Both in milliseconds. */
export interface Patience {
  /** After which a statement without an answer is given up. */
  readonly deadline: number;
  /** What one attempt may take. */
  readonly attempt: number;
}

/**
 * Runs a statement that may be said again; a lost connection is repaired within the deadline.
 * @throws EventLogUnavailable; the signal's reason when it is aborted; the server's error when it refuses the values
 */
export async function ask(
  pool: Pool,
  statement: Statement,
  values: readonly unknown[],
  { deadline, attempt }: Patience,
  signal?: AbortSignal,
): Promise<readonly TextRow[]> {
  const end = performance.now() + deadline;
  for (let failures = 1; ; failures++) {
    try {
      return await unlessAborted(run(pool, statement, values, attempt), signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (isDataError(error)) throw error;
      if (isHopeless(error) || performance.now() > end) throw new EventLogUnavailable(error);
    }
    await pause(backoff(failures), signal);
  }
}
