import { setTimeout as sleep } from 'node:timers/promises';
import { createApplicationDatabase } from './application-database.js';
import { createCluster } from './cluster.js';
import { applicationUrl, superuserUrl } from './connection.js';
import { type Credentials, credentialsOf } from './credentials.js';
import { EmbeddedPostgresError } from './errors.js';
import { findPlace, type Place } from './place.js';
import { disown, isAlive, isServerOf, readPostmasterPid } from './postmaster-pid.js';
import { Presence } from './presence.js';
import { startServer, stopServer } from './server.js';
import { ServerLog } from './server-log.js';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the cluster, its passwords and its log; made where missing. */
  readonly dataDir: string;
  /** Told what a person who waits may want to know, a sentence at a time. */
  readonly log?: (message: string) => void;
  /** Settings of PostgreSQL on top of ours, taken when this call starts the server. */
  readonly serverSettings?: Readonly<Record<string, string>>;
}

const LOOK_AGAIN_MS = 50;
const TELL_EVERY_MS = 10_000;
const GIVE_UP_AFTER_MS = 10 * 60_000;

/**
 * A real PostgreSQL in a folder, for those who have no server of their own.
 *
 * Any number of processes may open the same folder. The first starts the server, or takes over one
 * that a killed process left running; the last to close stops it.
 */
export class EmbeddedPostgres {
  #closing: Promise<void> | undefined;

  private constructor(
    private readonly place: Place,
    private readonly serverLog: ServerLog,
    private presence: Presence,
    /** Connection string of the role `concord`, who owns the database `concord` and is no superuser. */
    readonly url: string,
    /** Connection string of the superuser, to the database `postgres`. */
    readonly superuserUrl: string,
  ) {}

  /**
   * Opens the database, made or recovered where necessary.
   * @throws EmbeddedPostgresError with a sentence that says what to do
   */
  static async open({ dataDir, log = () => undefined, serverSettings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const place = await findPlace(dataDir, log);
    const credentials = await credentialsOf(place);
    await createCluster(place, credentials.superuser, log);
    const serverLog = new ServerLog(place.dataDir);
    const { presence, port } = await enter(place, serverLog, credentials, serverSettings, log);
    await presence.alone((client) => createApplicationDatabase(client, credentials));
    return new EmbeddedPostgres(place, serverLog, presence, applicationUrl(credentials, port), superuserUrl(credentials, port));
  }

  /** True in the process that started the server or took it over; at most one at a time. */
  get owned(): boolean {
    return this.presence.owner;
  }

  /** Leaves the server, and stops it when no other process uses it. May be called again. */
  close(): Promise<void> {
    this.#closing ??= this.leave();
    return this.#closing;
  }

  private async leave(): Promise<void> {
    try {
      if (await this.presence.isLast()) await stopServer(this.place, this.serverLog);
    } finally {
      await this.presence.leave();
    }
  }
}

async function enter(
  place: Place,
  serverLog: ServerLog,
  credentials: Credentials,
  settings: Readonly<Record<string, string>>,
  log: (message: string) => void,
): Promise<{ presence: Presence; port: number }> {
  const since = Date.now();
  let told = since;
  while (Date.now() - since < GIVE_UP_AFTER_MS) {
    const running = await readPostmasterPid(place.cluster);
    if (!running || !isAlive(running.pid)) {
      await startServer(place, serverLog, settings);
      continue;
    }
    const presence = running.port ? await Presence.enter(superuserUrl(credentials, running.port), place.cluster) : 'unreachable';
    if (typeof presence === 'object' && running.port) return { presence, port: running.port };
    if (!(await isServerOf(place.cluster, running.pid))) {
      await disown(place, running);
      await startServer(place, serverLog, settings);
    } else if (presence === 'refused') {
      throw new EmbeddedPostgresError(`The passwords in ${place.dataDir}/postgres.json are not those of the database in ${place.cluster}`);
    }
    if (Date.now() - told > TELL_EVERY_MS) {
      told = Date.now();
      log(`Waiting for the PostgreSQL in ${place.cluster} (process ${running.pid}), which is starting, recovering or stopping`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL in ${place.cluster} took no queries for ten minutes. The end of ${serverLog.path}:\n${await serverLog.tail()}`,
  );
}
