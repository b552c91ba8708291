import { PostgresEventLog } from '@concord/event-log';
import { Pool } from 'pg';

/** A worker that only follows the log, as every worker does for its read models: `following.ts <url of the database>`. */
const log = new PostgresEventLog(new Pool({ connectionString: process.argv[2], max: 4 }));
for await (const { caughtUp } of log.subscribe()) if (caughtUp) process.stdout.write('caught up\n');
