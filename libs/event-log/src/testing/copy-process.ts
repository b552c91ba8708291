import { copyLog } from '../copy/copy-log.js';
import { openEventLog } from '../open-log.js';

/** A copy in a process of its own, to be killed: `copy-process.ts <from> <to>`. Says how many events it has copied, then `done`. */
const [from, to] = await Promise.all(process.argv.slice(2).map(openEventLog));
if (!from || !to) throw new Error('Two addresses are needed');
await copyLog(from.log, to.log, { onProgress: ({ copied }) => process.stdout.write(`${copied}\n`) });
process.stdout.write('done\n');
await from.close();
await to.close();
