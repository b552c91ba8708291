import type { EventLog } from '@concord/event-log';
import { START } from '@concord/kernel';
import type { Pool, PoolClient } from 'pg';
import type { Model } from '../tables/model.js';
import { UNBUILT } from './stages.sql.js';
import { inTransaction } from './transaction.js';

export const SCHEMAS_LOCK = '7161115004';

/** Makes the tables and indexes of a model in a schema that does not exist yet. */
export async function createTables(client: PoolClient, { ddl }: Model, schema: string): Promise<void> {
  await client.query(`CREATE SCHEMA "${schema}"`);
  await client.query(`SET LOCAL search_path TO "${schema}", public`);
  for (const statement of ddl) await client.query(statement);
  await client.query('RESET search_path');
}

/**
 * Makes the tables of models that the database does not know, so that queries find them, be it empty. Where the log has a
 * history, the worker then builds such a model like a new version, and queries never see half of it. In an
 * empty log there is nothing to build; and a process manager begins to act with the first event, built or not.
 */
export async function ensureSchemas(models: readonly Model[], pool: Pool, log: EventLog): Promise<void> {
  const known = await knownNames(pool);
  if (models.every(({ name }) => known.has(name))) return;
  const [isEmpty, identity] = [(await log.head()) === START, await log.identity()];
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${SCHEMAS_LOCK})`);
    const present = await knownNames(client);
    for (const model of models.filter(({ name }) => !present.has(name))) {
      const { version, shape } = isEmpty || model.manager ? model : UNBUILT;
      await createTables(client, model, model.schema);
      await client.query(`INSERT INTO concord_projections.projection (name, stage, version, shape, log) VALUES ($1, 'live', $2, $3, $4)`, [
        model.name,
        version,
        shape,
        identity,
      ]);
    }
  });
}

async function knownNames(queries: Pool | PoolClient): Promise<ReadonlySet<string>> {
  const { rows } = await queries.query<{ name: string }>(`SELECT name FROM concord_projections.projection WHERE stage = 'live'`);
  return new Set(rows.map(({ name }) => name));
}
