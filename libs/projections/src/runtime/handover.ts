import type { EventLog } from '@concord/event-log';
import { type Position, START } from '@concord/kernel';
import type { Pool } from 'pg';
import { OperationRefused } from '../operating/refused.js';
import type { Model } from '../tables/model.js';
import type { EventRef } from './checkpoint.js';
import { eventAt } from './event-at.js';
import { createTables, SCHEMAS_LOCK } from './schemas.js';
import { UNBUILT } from './stages.sql.js';
import { inTransaction } from './transaction.js';

interface Foreign {
  readonly name: string;
  readonly behind: EventRef | null;
}

const FOREIGN = `SELECT name, behind FROM concord_projections.projection
  WHERE stage = 'live' AND log IS DISTINCT FROM $1 AND name = ANY ($2) ORDER BY name`;

const FOLLOW = `UPDATE concord_projections.projection
  SET log = $2, position = $3, behind = $4, version = $5, shape = $6, epoch = epoch + 1, status = 'running', error = NULL,
    updated_at = clock_timestamp()
  WHERE name = $1 AND stage = 'live'`;

/**
 * Lets models that have followed another log follow this one, which must be a copy of it. Their tables may name positions
 * of the other log, so they are emptied and built anew. A process manager goes on behind the event that it acted on
 * last, as soon as its tables are built, so that it acts on no event twice and leaves none out.
 * @throws OperationRefused when this log lacks an event that a model has seen; then nothing was changed
 */
export async function handOver(models: readonly Model[], pool: Pool, log: EventLog): Promise<void> {
  const asked = [await log.identity(), models.map(({ name }) => name)];
  if ((await pool.query(FOREIGN, asked)).rows.length === 0) return;
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${SCHEMAS_LOCK})`);
    const { rows } = await client.query<Foreign>(`${FOREIGN} FOR UPDATE`, asked);
    for (const { name, behind } of rows) {
      const position = behind ? await positionOf(name, behind, log) : START;
      const model = models.find((one) => one.name === name) as Model;
      await client.query(`DROP SCHEMA IF EXISTS "${model.schema}" CASCADE`);
      await createTables(client, model, model.schema);
      await client.query(`DELETE FROM concord_projections.projection WHERE name = $1 AND stage = 'next'`, [name]);
      await client.query(FOLLOW, [name, asked[0], ...(model.manager ? [position, behind] : [START, null]), UNBUILT.version, UNBUILT.shape]);
    }
  });
}

async function positionOf(model: string, behind: EventRef, log: EventLog): Promise<Position> {
  const event = await eventAt(log, behind);
  if (event) return event.position;
  throw new OperationRefused(
    `The event log lacks the event ${behind.eventId} (revision ${behind.revision} of ${behind.stream}), which ${model} has seen: it is not the log that this platform has worked with, nor a whole copy of it. Carry that log over with \`concord log copy\`, or begin anew with an empty database`,
  );
}
