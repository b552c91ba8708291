import { setTimeout as sleep } from 'node:timers/promises';
import { superuserUrl } from './connection.js';
import type { Credentials } from './credentials.js';
import { EmbeddedPostgresError, messageOf } from './errors.js';
import { type Log, Patience } from './patience.js';
import type { Place } from './place.js';
import { disown, isAlive, isServerOf, type PostmasterPid, readPostmasterPid } from './postmaster-pid.js';
import { Presence, Refusal } from './presence.js';
import { type ServerSettings, startServer, stopServer } from './server.js';
import type { ServerLog } from './server-log.js';

const LOOK_AGAIN_MS = 50;
const GIVE_UP_AFTER_MS = 10 * 60_000;

export interface Entrance {
  readonly place: Place;
  readonly serverLog: ServerLog;
  readonly credentials: Credentials;
  readonly serverSettings: ServerSettings;
  readonly log: Log;
}

interface Entered {
  readonly presence: Presence;
  readonly port: number;
}

/**
 * Enters the server of the cluster: the one that runs, also where a killed process left it running, or one started now.
 * @throws EmbeddedPostgresError when it does not start, does not know our password or takes no queries for ten minutes
 */
export async function enter(entrance: Entrance): Promise<Entered> {
  const { place, serverLog, log } = entrance;
  const until = Date.now() + GIVE_UP_AFTER_MS;
  const patience = new Patience(log, `Waiting for the PostgreSQL in ${place.cluster}, which is starting, recovering or stopping`);
  let started = false;
  while (Date.now() < until) {
    const running = await readPostmasterPid(place.cluster);
    // Our own number is that of a server of an earlier life; the next server knows its parent's for stale.
    if (running && running.pid !== process.pid && isAlive(running.pid)) {
      const entered = await enterRunning(entrance, running);
      if (entered instanceof Refusal) {
        if (started) await stopServer(place, serverLog);
        throw refused(place, entered);
      }
      if (entered) return entered;
    } else {
      started = await startServer(place, serverLog, entrance.serverSettings, log);
      if (started) continue;
    }
    patience.tell();
    await sleep(LOOK_AGAIN_MS);
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL in ${place.cluster} took no queries for ten minutes. The end of ${serverLog.path}:\n${await serverLog.tail()}`,
  );
}

async function enterRunning({ place, credentials }: Entrance, running: PostmasterPid): Promise<Entered | Refusal | undefined> {
  const { port } = running;
  const presence = port ? await Presence.enter(superuserUrl(credentials, port), place.cluster) : undefined;
  if (port && presence instanceof Presence) return { presence, port };
  if (!(await isServerOf(place.cluster, running.pid))) {
    await disown(place, running);
    return undefined;
  }
  return presence instanceof Refusal ? presence : undefined;
}

const refused = (place: Place, { cause }: Refusal): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    `The PostgreSQL in ${place.cluster} does not let us in: ${messageOf(cause)}. Its passwords are in ${place.dataDir}/postgres.json; ` +
      'put back the file that belongs to it, and look at the PG… variables of the environment.',
    { cause },
  );
