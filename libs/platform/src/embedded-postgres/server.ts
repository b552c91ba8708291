import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { programOf } from './binaries.js';
import { codeOf, EmbeddedPostgresError, USE_YOUR_OWN } from './errors.js';
import { spawnOptions } from './os-user.js';
import { type Log, Patience } from './patience.js';
import type { Place } from './place.js';
import { isAlive, readPostmasterPid } from './postmaster-pid.js';
import type { ServerLog } from './server-log.js';

/** Names and values of PostgreSQL's own settings. */
export type ServerSettings = Readonly<Record<string, string>>;

const LOOK_AGAIN_MS = 20;
const STOP_WITHIN_MS = 60_000;

/** Ends of a start that another try may mend: somebody was faster, or the remains of a killed server are still going. */
const PASSING = [/lock file ".*" already exists/, /could not create any TCP\/IP sockets/, /shared memory block .* is still in use/];

/**
 * The log holds what the server does, not what its clients do wrong: those report that themselves,
 * and statements would bring what people wrote into a plain file.
 */
const SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/**
 * Starts the server on a free port of the loopback and waits until it takes queries, its crash recovery included.
 * @returns false when this start came to nothing and another look is due
 * @throws EmbeddedPostgresError with the end of the server's log
 */
export async function startServer(place: Place, serverLog: ServerLog, extra: ServerSettings, log: Log): Promise<boolean> {
  const settings = { ...SETTINGS, ...extra, port: String(await freePort()) };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { handle, offset } = await serverLog.open();
  const child = spawn(programOf(place.binaries, 'postgres'), ['-D', place.cluster, ...options], {
    ...spawnOptions(place.user),
    detached: true,
    stdio: ['ignore', handle.fd, handle.fd],
  });
  const end = endOf(child);
  child.unref();
  await handle.close();
  const patience = new Patience(log, `The PostgreSQL in ${place.cluster} is starting, and recovers what a sudden end left undone`);
  for (;;) {
    patience.tell();
    const ended = await Promise.race([end, sleep(LOOK_AGAIN_MS)]);
    if (ended) return judge(ended, place, serverLog, offset);
    const found = await readPostmasterPid(place.cluster);
    if (found?.pid === child.pid && found?.ready) return true;
  }
}

interface End {
  readonly how: string;
  readonly cause?: unknown;
}

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((resolve) => {
    child.once('error', (cause) => resolve({ how: `it could not be run (${codeOf(cause) ?? cause.message})`, cause }));
    child.once('exit', (code, signal) => resolve({ how: signal ? `it was ended by ${signal}` : `it ended with code ${code}` }));
  });

async function judge(end: End, place: Place, serverLog: ServerLog, offset: number): Promise<false> {
  const said = await serverLog.since(offset);
  if (PASSING.some((pattern) => pattern.test(said))) return false;
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${place.cluster} did not start: ${end.how}. The end of ${serverLog.path}:\n` +
      `${(await serverLog.tail(offset)) || '(empty)'}\n${USE_YOUR_OWN}`,
    { cause: end.cause },
  );
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * Stops the server in order: connections are cut, everything is written, nothing is left to recover.
 * @throws EmbeddedPostgresError when it has not ended after a minute; it is then told to end at once, which loses nothing either
 */
export async function stopServer(place: Place, serverLog: ServerLog): Promise<void> {
  const running = await readPostmasterPid(place.cluster);
  if (!running) return;
  signal(running.pid, 'SIGINT');
  const until = Date.now() + STOP_WITHIN_MS;
  while (Date.now() < until) {
    const current = await readPostmasterPid(place.cluster);
    if (current?.pid !== running.pid || !isAlive(running.pid)) return;
    await sleep(LOOK_AGAIN_MS);
  }
  signal(running.pid, 'SIGQUIT');
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL did not stop within ${STOP_WITHIN_MS / 1000} s and was told to end at once; the next start recovers what it ` +
      `had to leave. The end of ${serverLog.path}:\n${await serverLog.tail()}`,
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
