import { Client, type ClientConfig, Pool, type PoolClient } from 'pg';

const ignore = (): void => undefined;

/** Runs the work in one transaction. A connection on which it failed is not used again, which also rolls back. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(failure);
  }
}

/** The pool hides its password from enumeration. */
const settingsOf = ({ options }: Pool): ClientConfig => ({ ...options, password: options.password, keepAlive: true });

/** A connection beside the pool, for what lives as long as the process. Its errors are heard by whoever listens for `end`. */
export function ownConnection(pool: Pool, name: string): Client {
  const client = new Client({ ...settingsOf(pool), application_name: name, connectionTimeoutMillis: 5_000 });
  client.on('error', ignore);
  return client;
}

/**
 * A pool of the worker's own: requests cannot starve it, nor it them. Above all a worker that waits for the log
 * never holds a connection that the log waits for. It waits for a lock no longer than a second, and
 * for any answer no longer than a minute, then tries again. Its statements find rows by their keys: a plan that was
 * made while a table was small must not read all of it when it has grown. Where all of it has to be read, an older
 * PostgreSQL takes that for so dear that it would compile the query each time.
 */
export function workerPool(pool: Pool, max: number): Pool {
  const own = new Pool({
    ...settingsOf(pool),
    application_name: 'concord worker',
    max,
    options: '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off',
    lock_timeout: 1_000,
    query_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
  });
  own.on('error', ignore);
  return own;
}
