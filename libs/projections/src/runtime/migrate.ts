import type { Pool } from 'pg';
import { CONTROL_SQL } from './control.sql.js';
import { inTransaction } from './transaction.js';

const MIGRATION_LOCK = '7161115003';

/** Makes the schema `concord_projections`; does nothing when it is there. Several processes may call it at once. */
export async function migrateProjections(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await client.query(CONTROL_SQL);
  });
}
