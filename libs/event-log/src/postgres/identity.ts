import type { Uuid } from '@concord/kernel';
import type { Pool } from 'pg';
import { ask, type Patience } from './ask.js';
import type { Statement } from './query.js';

const IDENTITY: Statement = { name: 'concord_log.identity.1', text: 'SELECT id FROM concord_log.identity' };

export async function identity(pool: Pool, patience: Patience): Promise<Uuid> {
  const [row] = await ask(pool, IDENTITY, [], patience);
  if (!row?.[0]) throw new Error('The event log has lost its identity: the table concord_log.identity is empty');
  return row[0] as Uuid;
}
