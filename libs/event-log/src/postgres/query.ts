import { type CustomTypesConfig, DatabaseError, type Pool, type PoolClient, type QueryArrayConfig } from 'pg';

/** A prepared statement, named so that each connection plans it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the server wrote it: columns in order, each as text. */
export type TextRow = readonly (string | null)[];

const AS_TEXT: CustomTypesConfig = { getTypeParser: () => (value: string) => value };

const ignore = (): void => undefined;
const guarded = new WeakSet<Pool | PoolClient>();

/**
 * A connection that breaks is an 'error' event, of its pool while idle and of itself while at work, and ends the process
 * where nobody listens. The pool replaces it, and whoever waits for its answer hears of it otherwise. One that breaks
 * as it is made says so before a promise could hand it to anybody, so the pool has to listen.
 */
export function guard(pool: Pool): void {
  if (guarded.has(pool)) return;
  guarded.add(pool);
  pool.on('error', ignore);
  pool.on('acquire', (client) => {
    if (guarded.has(client)) return;
    guarded.add(client);
    client.on('error', ignore);
  });
}

async function acquire(pool: Pool, timeout: number): Promise<PoolClient> {
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const connecting = pool.connect();
  connecting.then((client) => late && client.release(), ignore);
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error(`No connection to PostgreSQL within ${timeout} ms`));
    }, timeout);
  });
  try {
    return await Promise.race([connecting, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs one statement in a transaction of its own on a connection of the pool, which is guarded.
 * @param timeout milliseconds, for the connection and again for the answer; when they are over the connection is thrown away
 */
export async function run(pool: Pool, statement: Statement, values: readonly unknown[], timeout: number): Promise<readonly TextRow[]> {
  const client = await acquire(pool, timeout);
  let failure: Error | undefined;
  try {
    const config: QueryArrayConfig & { query_timeout: number } = {
      ...statement,
      values: [...values],
      rowMode: 'array',
      types: AS_TEXT,
      query_timeout: timeout,
    };
    const { rows } = await client.query<(string | null)[]>(config);
    return rows;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    client.release(failure);
  }
}

const sqlClass = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code?.slice(0, 2) : undefined);

/** The server refused what was in the statement: data exception, constraint, limit of the program. */
export const isDataError = (error: unknown): boolean => ['21', '22', '23', '54'].includes(sqlClass(error) ?? '');

/**
 * The statement itself is wrong, or may not be run: no schema, no right, no password, no such database.
 * To say it again is of no use. Everything else (connection, shutdown, lock, timeout) may pass.
 */
export const isHopeless = (error: unknown): boolean => ['0A', '25', '28', '3D', '3F', '42'].includes(sqlClass(error) ?? '');
