import type { Pool } from 'pg';

/*
 * Stored for ever: what is published here is changed by a further migration, never in place. A destroyed key stays on
 * the disk until its row is vacuumed, which the settings of the table make a matter of minutes.
 */
const SCHEMA = `
CREATE SCHEMA IF NOT EXISTS concord_secrets;
CREATE TABLE IF NOT EXISTS concord_secrets.master_key (
  is_one      boolean PRIMARY KEY DEFAULT true CHECK (is_one),
  fingerprint bytea NOT NULL
);
CREATE TABLE IF NOT EXISTS concord_secrets.key (
  subject      text COLLATE "C" PRIMARY KEY,
  wrapped      bytea,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  destroyed_at timestamptz,
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)`;

const MIGRATION_LOCK = '7161115009';

/** Makes the tables in which keys lie; does nothing when they are there. Several processes may call it at once. */
export async function migrateSecrets(pool: Pool): Promise<void> {
  // Statements sent as one are one transaction.
  await pool.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}); ${SCHEMA}`);
}
