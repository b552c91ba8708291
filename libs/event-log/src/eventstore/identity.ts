import { newId, type Uuid } from '@concord/kernel';
import { NO_STREAM } from '../event-log.js';
import type { OwnRecords } from './own-records.js';

/** The name of the log in this server, given to it by the first who asks. */
export async function identityOf(records: OwnRecords): Promise<Uuid> {
  const known = await records.last<{ readonly identity: Uuid }>('log');
  if (known) return known.data.identity;
  await records.append('log', NO_STREAM, 'LogNamed', { identity: newId() });
  return identityOf(records);
}
