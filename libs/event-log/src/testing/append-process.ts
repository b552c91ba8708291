import type { Uuid } from '@concord/kernel';
import { NO_STREAM } from '../event-log.js';
import { openEventLog } from '../open-log.js';
import { proposed } from './proposed.js';

/**
 * A log in a process of its own: `append-process.ts <address> <stream> <id>`. Appends an event with the id to a new stream, says
 * what came of it, and closes the log; it ends when nothing is left to wait for.
 */
const [address = '', stream = '', id = ''] = process.argv.slice(2);
const { log, close } = await openEventLog(address);
try {
  const { replayed } = await log.append(stream, NO_STREAM, [proposed({ id: id as Uuid })]);
  process.stdout.write(replayed ? 'replayed\n' : 'appended\n');
} catch (error) {
  process.stdout.write(`${(error as Error).constructor.name}\n`);
}
await close();
