// Gives the account of the log its rights on EventStoreDB, and proves that it has these and no others. It can be run at
// any time, and again. Settings: CONCORD_EVENT_LOG_FILE, the file with the connection string that Concord uses; and
// ADMIN_PASSWORD_FILE, the file with the password of the server's user admin, which Concord never sees.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { grant } from './grant.mjs';
import { prove } from './prove.mjs';
import { accountIn, open } from './server.mjs';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

const contentOf = (variable) => {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: it must name a file`);
  return readFileSync(path, 'utf8').trim();
};

/** A server that has just begun knows neither its leader nor its administrators yet, and a new password takes a moment, too. */
async function patiently(work) {
  for (const end = Date.now() + PATIENCE_MS; ; await wait(PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      process.stdout.write(`Waiting for EventStoreDB: ${error.message}\n`);
    }
  }
}

try {
  const url = contentOf('CONCORD_EVENT_LOG_FILE');
  const account = accountIn(url);
  const admin = open(url, { user: 'admin', password: contentOf('ADMIN_PASSWORD_FILE') });
  const log = open(url, account);
  await patiently(() => grant(admin, log, account));
  await patiently(async () => {
    const faults = await prove(log);
    if (faults.length > 0) throw new Error(`The rights of ${account.user} are not as they should be: ${faults.join('; ')}`);
  });
  process.stdout.write(`${account.user} may read and append, and nothing else.\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
