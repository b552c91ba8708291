import { Client, Pool, type PoolConfig } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.js';
import { PostgresEventLog, type PostgresEventLogOptions } from '../postgres/postgres-event-log.js';
import { migrateEventLog } from '../postgres/schema.js';
import type { LogUnderTest } from './contract/store.js';

/** An empty log in a database of its own, with what a test needs to look behind the port. */
export interface PostgresStore extends LogUnderTest {
  readonly log: PostgresEventLog;
  readonly database: FreshDatabase;
  /** The pool of `log`. */
  readonly pool: Pool;
  readonly superuser: Client;
  another(options?: PostgresEventLogOptions): Promise<PostgresEventLog>;
  breakConnections(): Promise<void>;
}

export async function postgresStore(
  config: PoolConfig = {},
  makeDatabase: () => Promise<FreshDatabase> = freshDatabase,
): Promise<PostgresStore> {
  const database = await makeDatabase();
  const superuser = new Client(database.superuserUrl);
  await superuser.connect();
  const opened: { readonly log: PostgresEventLog; readonly pool: Pool }[] = [];
  const open = async (options?: PostgresEventLogOptions) => {
    const pool = new Pool({ connectionString: database.url, max: 5, ...config });
    await migrateEventLog(pool);
    const log = new PostgresEventLog(pool, options);
    opened.push({ log, pool });
    return { log, pool };
  };
  return {
    ...(await open()),
    database,
    superuser,
    another: async (options) => (await open(options)).log,
    breakConnections: async () => {
      await superuser.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    },
    close: async () => {
      for (const { log, pool } of opened) {
        await log.close();
        await pool.end();
      }
      await superuser.end();
      await database.drop();
    },
  };
}
