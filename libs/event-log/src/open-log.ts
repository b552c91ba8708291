import { Pool } from 'pg';
import type { CopyTarget } from './copy-target.js';
import type { EventLog } from './event-log.js';
import { PostgresEventLog } from './postgres/postgres-event-log.js';
import { migrateEventLog } from './postgres/schema.js';

/** A log that was opened by its address. */
export interface OpenedLog {
  readonly log: EventLog & CopyTarget;
  /** Ends the log and its connections. */
  close(): Promise<void>;
}

/** How each kind of log is opened, by the scheme of its address. */
const ENGINES: Readonly<Record<string, (address: string) => Promise<OpenedLog>>> = {
  'postgres:': openPostgres,
  'postgresql:': openPostgres,
  'esdb:': openEventStore,
  'esdb+discover:': openEventStore,
};

/**
 * Opens the log at an address, such as `postgresql://user:password@host/database`, and prepares what it needs there.
 * @throws RangeError when the address names no kind of log
 */
export async function openEventLog(address: string): Promise<OpenedLog> {
  const [scheme = ''] = /^[a-z+]+:/.exec(address) ?? [];
  const open = Object.hasOwn(ENGINES, scheme) ? ENGINES[scheme] : undefined;
  if (!open)
    throw new RangeError(
      `is no address of a log, which begins with ${Object.keys(ENGINES)
        .map((known) => `${known}//`)
        .join(' or ')}`,
    );
  return open(address);
}

async function openEventStore(address: string): Promise<OpenedLog> {
  const { EventStoreEventLog } = await import('./eventstore/eventstore-event-log.js');
  const log = new EventStoreEventLog(address);
  return { log, close: () => log.close() };
}

async function openPostgres(connectionString: string): Promise<OpenedLog> {
  const pool = new Pool({ connectionString, max: 4, application_name: 'concord log', connectionTimeoutMillis: 10_000, keepAlive: true });
  try {
    await migrateEventLog(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const log = new PostgresEventLog(pool);
  return {
    log,
    async close() {
      await log.close();
      await pool.end();
    },
  };
}
