import type { Pool } from 'pg';
import { replayStage } from '../runtime/checkpoint.js';
import { inTransaction } from '../runtime/transaction.js';
import { replaySchema, schemaOf } from '../tables/model.js';

/** Removes the tables of a replay, model by model, whatever version of the code has made them. */
export async function dropTables(pool: Pool, replay: string): Promise<void> {
  const stage = replayStage(replay);
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM concord_projections.projection WHERE stage = $1 ORDER BY name', [
    stage,
  ]);
  for (const { name } of rows) {
    await inTransaction(pool, async (client) => {
      await client.query(`DROP SCHEMA IF EXISTS "${replaySchema(schemaOf(name), replay)}" CASCADE`);
      await client.query('DELETE FROM concord_projections.projection WHERE name = $1 AND stage = $2', [name, stage]);
    });
  }
}
