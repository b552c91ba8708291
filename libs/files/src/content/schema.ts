import type { Pool } from 'pg';

/* Both are stored for ever: what is published here is changed by a further migration, never in place. */
const SCHEMA = `
CREATE SCHEMA IF NOT EXISTS concord_files;
CREATE TABLE IF NOT EXISTS concord_files.content (
  sha256    text COLLATE "C" PRIMARY KEY,
  size      bigint NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS concord_files.part (
  sha256 text COLLATE "C" NOT NULL REFERENCES concord_files.content ON DELETE CASCADE,
  number integer NOT NULL,
  bytes  bytea NOT NULL,
  PRIMARY KEY (sha256, number)
);
-- Most files are compressed already.
ALTER TABLE concord_files.part ALTER COLUMN bytes SET STORAGE EXTERNAL`;

const MIGRATION_LOCK = '7161115006';

/** Makes the tables in which the bytes of files lie; does nothing when they are there. Several processes may call it at once. */
export async function migrateFiles(pool: Pool): Promise<void> {
  // Statements sent as one are one transaction.
  await pool.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}); ${SCHEMA}`);
}
