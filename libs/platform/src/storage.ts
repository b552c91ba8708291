import pg from 'pg';
import { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import type { Settings } from './settings/settings.js';

/** Connections of one process: for the log, for what writes read models, and for queries (TypeORM's own pool). */
const LOG_CONNECTIONS = 6;
const MODEL_CONNECTIONS = 24;
export const QUERY_CONNECTIONS = 10;

/** The databases of a process, opened before everything else and closed after it. */
export interface Storage {
  readonly url: string;
  readonly logPool: pg.Pool;
  readonly modelPool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens PostgreSQL: the operator's own, or the embedded one.
 * @param say is told what a person at the screen should know
 * @throws EmbeddedPostgresError with a sentence that says what to do
 */
export async function openStorage({ databaseUrl, dataDir }: Settings, say: (sentence: string) => void): Promise<Storage> {
  const embedded = databaseUrl === undefined ? await EmbeddedPostgres.open({ dataDir, log: say }) : undefined;
  const url = databaseUrl ?? (embedded as EmbeddedPostgres).url;
  const pool = (max: number, application_name: string): pg.Pool => {
    const opened = new pg.Pool({ connectionString: url, max, application_name, keepAlive: true });
    // A connection that breaks while nobody uses it is no news: the next one is opened anew.
    opened.on('error', () => undefined);
    return opened;
  };
  const logPool = pool(LOG_CONNECTIONS, 'concord log');
  const modelPool = pool(MODEL_CONNECTIONS, 'concord read models');
  return {
    url,
    logPool,
    modelPool,
    async close() {
      await Promise.all([logPool.end(), modelPool.end()]);
      await embedded?.close();
    },
  };
}
