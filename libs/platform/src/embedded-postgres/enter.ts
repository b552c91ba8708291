import { setTimeout as sleep } from 'node:timers/promises';
import { superuserUrl } from './connection.js';
import type { Credentials } from './credentials.js';
import { EmbeddedPostgresError } from './errors.js';
import { type Log, Patience } from './patience.js';
import type { Place } from './place.js';
import { disown, isAlive, isServerOf, type PostmasterPid, readPostmasterPid } from './postmaster-pid.js';
import { Presence } from './presence.js';
import { type ServerSettings, startServer } from './server.js';
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

/**
 * Enters the server of the cluster: the one that runs, also where a killed process left it running, or one started now.
 * @throws EmbeddedPostgresError when it does not start, does not know our password or takes no queries for ten minutes
 */
export async function enter(entrance: Entrance): Promise<{ presence: Presence; port: number }> {
  const { place, serverLog, log } = entrance;
  const until = Date.now() + GIVE_UP_AFTER_MS;
  const patience = new Patience(log, `Waiting for the PostgreSQL in ${place.cluster}, which is starting, recovering or stopping`);
  while (Date.now() < until) {
    const running = await readPostmasterPid(place.cluster);
    const entered = running && isAlive(running.pid) ? await enterRunning(entrance, running) : await start(entrance);
    if (entered) return entered;
    patience.tell();
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL in ${place.cluster} took no queries for ten minutes. The end of ${serverLog.path}:\n${await serverLog.tail()}`,
  );
}

async function start({ place, serverLog, serverSettings, log }: Entrance): Promise<undefined> {
  if (!(await startServer(place, serverLog, serverSettings, log))) await sleep(LOOK_AGAIN_MS);
}

async function enterRunning(entrance: Entrance, running: PostmasterPid): Promise<{ presence: Presence; port: number } | undefined> {
  const { place, credentials } = entrance;
  const { port } = running;
  const presence = port ? await Presence.enter(superuserUrl(credentials, port), place.cluster) : 'unreachable';
  if (port && typeof presence === 'object') return { presence, port };
  if (!(await isServerOf(place.cluster, running.pid))) {
    await disown(place, running);
    return start(entrance);
  }
  if (presence === 'refused') {
    throw new EmbeddedPostgresError(
      `The passwords in ${place.dataDir}/postgres.json are not those of the database in ${place.cluster}. Put back the file that belongs to it.`,
    );
  }
  await sleep(LOOK_AGAIN_MS);
  return undefined;
}
