import { setTimeout as sleep } from 'node:timers/promises';
import { createApplicationDatabase } from './application-database.js';
import { createCluster } from './cluster.js';
import { applicationUrl, superuserUrl } from './connection.js';
import { credentialsOf } from './credentials.js';
import { type Entrance, enter } from './enter.js';
import type { Log } from './patience.js';
import { findPlace } from './place.js';
import { isAlive, readPostmasterPid } from './postmaster-pid.js';
import { Presence } from './presence.js';
import { type ServerSettings, stopServer } from './server.js';
import { ServerLog } from './server-log.js';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the cluster, its passwords and its log; made where missing. */
  readonly dataDir: string;
  readonly log?: Log;
  /** Settings of PostgreSQL on top of ours, taken when this call starts the server. */
  readonly serverSettings?: ServerSettings;
}

const LOOK_AGAIN_MS = 50;

/**
 * A real PostgreSQL in a folder, for those who have no server of their own.
 *
 * Any number of processes may open the same folder. The first starts the server, or takes over one
 * that a killed process left running; the last to close stops it.
 */
export class EmbeddedPostgres {
  /** Connection string of the role `concord`, who owns the database `concord` and is no superuser. */
  readonly url: string;
  /** Connection string of the superuser, to the database `postgres`. */
  readonly superuserUrl: string;
  #presence: Presence;
  #closing: Promise<void> | undefined;
  #returning: Promise<void> = Promise.resolve();

  private constructor(
    private readonly entrance: Entrance,
    private readonly port: number,
    presence: Presence,
  ) {
    this.url = applicationUrl(entrance.credentials, port);
    this.superuserUrl = superuserUrl(entrance.credentials, port);
    this.#presence = presence;
    this.watch();
  }

  /**
   * Opens the database, made or recovered where necessary.
   * @throws EmbeddedPostgresError with a sentence that says what to do
   */
  static async open({ dataDir, log = () => undefined, serverSettings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const place = await findPlace(dataDir, log);
    const credentials = await credentialsOf(place);
    await createCluster(place, credentials.superuser, log);
    const entrance = { place, credentials, serverSettings, log, serverLog: new ServerLog(place) };
    const { presence, port } = await enter(entrance);
    const opened = new EmbeddedPostgres(entrance, port, presence);
    try {
      await presence.alone((client) => createApplicationDatabase(client, credentials));
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** True in the process that started the server or took it over; in at most one at a time. */
  get owned(): boolean {
    return this.#presence.owner;
  }

  /**
   * Leaves the server, and stops it when no other process uses it. May be called again.
   * @throws EmbeddedPostgresError when the server does not stop
   */
  close(): Promise<void> {
    this.#closing ??= this.leave();
    return this.#closing;
  }

  private async leave(): Promise<void> {
    await this.#returning;
    try {
      if (await this.#presence.isLast()) await stopServer(this.entrance.place, this.entrance.serverLog);
    } finally {
      await this.#presence.leave();
    }
  }

  /** A presence whose connection was cut, by an administrator for instance, comes back; a server that is gone is reported. */
  private watch(): void {
    this.#presence.client.once('end', () => {
      if (!this.#closing) this.#returning = this.comeBack();
    });
  }

  private async comeBack(): Promise<void> {
    const { place, log, serverLog } = this.entrance;
    while (!this.#closing) {
      const running = await readPostmasterPid(place.cluster);
      if (!running || running.port !== this.port || !isAlive(running.pid)) {
        log(`The embedded PostgreSQL has ended while it was in use. Start again; the end of its log is in ${serverLog.path}`);
        return;
      }
      const again = await Presence.enter(this.superuserUrl, place.cluster);
      if (again instanceof Presence) {
        this.#presence = again;
        this.watch();
        return;
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
