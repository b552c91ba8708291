import type { Pool, PoolClient } from 'pg';
import { APPEND_SQL } from './append.sql.js';
import { APPEND_UNDISPUTED_SQL } from './append-undisputed.sql.js';
import { IDENTITY_SQL } from './identity.sql.js';
import { LOG_SQL } from './log.sql.js';
import { guard } from './query.js';
import { RESTORE_SQL } from './restore.sql.js';

/** In order, each applied once; the first is version 1. */
const MIGRATIONS: readonly string[] = [LOG_SQL + APPEND_SQL, IDENTITY_SQL + RESTORE_SQL, APPEND_UNDISPUTED_SQL];

const MIGRATION_LOCK = '7161115002';

async function versionOf(client: PoolClient): Promise<number | undefined> {
  const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('concord_log.migration') IS NOT NULL AS present`);
  if (!rows[0]?.present) return undefined;
  const { rows: applied } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM concord_log.migration',
  );
  return applied[0]?.version ?? 0;
}

async function createBook(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>(`SELECT current_setting('server_encoding') AS encoding`);
  if (rows[0]?.encoding !== 'UTF8') throw new Error(`The event log needs a database in UTF8, not in ${rows[0]?.encoding}`);
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS concord_log;
    CREATE TABLE concord_log.migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`);
}

async function migrate(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  let version = await versionOf(client);
  if (version === undefined) {
    await createBook(client);
    version = 0;
  }
  if (version > MIGRATIONS.length) {
    throw new Error(`The event log has schema version ${version}; this version of Concord knows it up to ${MIGRATIONS.length}`);
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await client.query(sql);
    await client.query('INSERT INTO concord_log.migration (version) VALUES ($1)', [index + 1]);
  }
}

/**
 * Brings the schema `concord_log` to the version of this code, in one transaction; does nothing when it is there.
 * Several processes may call it at once. The role of the pool becomes the owner.
 * @throws Error when the log is of a newer version, or the database is not in UTF8
 */
export async function migrateEventLog(pool: Pool): Promise<void> {
  guard(pool);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    await migrate(client);
    await client.query('COMMIT');
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, which also rolls back.
    client.release(failure);
  }
}
