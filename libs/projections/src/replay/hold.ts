import type { Pool } from 'pg';
import { OperationRefused } from '../operating/refused.js';
import { ownConnection } from '../runtime/transaction.js';

/**
 * Does the work while nobody else works on the replay of this name: PostgreSQL lets go of it with the connection, also when
 * this process is killed.
 * @throws OperationRefused when somebody else does
 */
export async function holding<T>(pool: Pool, replay: string, work: () => Promise<T>): Promise<T> {
  const client = ownConnection(pool, 'concord replay');
  await client.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('concord.replay/' || $1, 0)) AS held`,
      [replay],
    );
    if (!rows[0]?.held) throw new OperationRefused(`Another process is at work on the replay ${replay}`);
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
