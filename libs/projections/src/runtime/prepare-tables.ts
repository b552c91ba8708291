import type { Uuid } from '@concord/kernel';
import type { Pool } from 'pg';
import type { Model } from '../tables/model.js';
import { type Stage, schemaAt } from './checkpoint.js';
import { createTables } from './schemas.js';
import { ASK_FOR_TABLES } from './stages.sql.js';
import { inTransaction } from './transaction.js';

/** Fresh tables to build in beside those that are read, unless there are some of this shape, from this log, left by a crash. */
export async function prepareTables(pool: Pool, model: Model, stage: Exclude<Stage, 'live'>, log: Uuid): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`${ASK_FOR_TABLES} ON CONFLICT DO NOTHING`, [model.name, stage]);
    const { rows } = await client.query<{ shape: string; log: Uuid | null }>(
      'SELECT shape, log FROM concord_projections.projection WHERE name = $1 AND stage = $2 FOR UPDATE',
      [model.name, stage],
    );
    if (rows[0]?.shape === model.shape && rows[0].log === log) return;
    const schema = schemaAt(model, stage);
    await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await createTables(client, model, schema);
    await client.query(
      `UPDATE concord_projections.projection
       SET version = $3, shape = $4, log = $5, position = 0, behind = NULL, epoch = epoch + 1, status = 'running', error = NULL,
         updated_at = clock_timestamp()
       WHERE name = $1 AND stage = $2`,
      [model.name, stage, model.version, model.shape, log],
    );
  });
}
