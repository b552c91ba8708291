import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { programOf } from './binaries.js';
import { codeOf, EmbeddedPostgresError, messageOf, USE_YOUR_OWN } from './errors.js';
import { exists, syncFolder } from './files.js';
import { spawnOptions } from './os-user.js';
import type { Log } from './patience.js';
import { giveTo, type Place } from './place.js';
import { isAlive } from './postmaster-pid.js';

const run = promisify(execFile);

const HALF_MADE = /^postgres\.init-(\d+)-/;
/** initdb takes seconds; what is older was left behind, even when its maker's number has a new bearer. */
const OLDEST_MS = 10 * 60_000;

export const SUPERUSER = 'postgres';

/**
 * Makes the cluster where there is none. It grows in a folder beside its place and is moved there
 * whole, so that an end at any moment leaves either nothing or all of it; of two that make one at
 * once, one is kept.
 * @throws EmbeddedPostgresError with what initdb said
 */
export async function createCluster(place: Place, password: string, log: Log): Promise<void> {
  await removeHalfMade(dirname(place.cluster));
  if (await exists(place.cluster)) return;
  const half = join(dirname(place.cluster), `postgres.init-${process.pid}-${randomUUID()}`);
  log(`Making an empty database in ${place.cluster}`);
  try {
    await mkdir(half, { mode: 0o700 });
    await writeFile(join(half, 'password'), password, { mode: 0o600 });
    await giveTo(place.user, join(half, 'password'));
    await giveTo(place.user, half);
    await initdb(place, half);
    await rename(join(half, 'data'), place.cluster);
    await syncFolder(dirname(place.cluster));
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return;
    throw asEmbeddedPostgresError(error, place);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Bytes order text, on every system alike; upper and lower case are those of Unicode. */
const INITDB_OPTIONS = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  `--username=${SUPERUSER}`,
];

async function initdb(place: Place, half: string): Promise<void> {
  const options = [...INITDB_OPTIONS, `--pwfile=${join(half, 'password')}`, `--pgdata=${join(half, 'data')}`];
  await run(programOf(place.binaries, 'initdb'), options, spawnOptions(place.user));
}

function asEmbeddedPostgresError(cause: unknown, place: Place): EmbeddedPostgresError {
  const said = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr).trim() : '';
  const why = said || messageOf(cause);
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL could not make its database in ${place.cluster}: ${why}\n` +
      `Nothing was left behind; CONCORD_DATA_DIR chooses another folder. ${USE_YOUR_OWN}`,
    { cause },
  );
}

async function removeHalfMade(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const maker = HALF_MADE.exec(name)?.[1];
    if (maker === undefined) continue;
    const path = join(home, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (!isAlive(Number(maker)) || age > OLDEST_MS) await rm(path, { recursive: true, force: true });
  }
}
