import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, cp, mkdir, readlink, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, installedBinaries, programOf } from './binaries.js';
import { codeOf, EmbeddedPostgresError } from './errors.js';
import { exists } from './files.js';
import { firstClosed, type OsUser, ownerOf, serverUser } from './os-user.js';
import type { Log } from './patience.js';

const run = promisify(execFile);

/** Where root keeps what the user `postgres` must reach when the data folder lies behind a closed door, as in /root. */
const OPEN_PLACE = '/var/lib/concord';

export interface Place {
  readonly dataDir: string;
  /** The folder of the cluster, whether it exists yet or not. Its parent holds half-made clusters. */
  readonly cluster: string;
  readonly binaries: Binaries;
  /** Undefined: PostgreSQL runs as the current user. */
  readonly user: OsUser | undefined;
}

/**
 * Makes the data folder, and finds a place for the cluster that PostgreSQL can reach.
 * @throws EmbeddedPostgresError when there is none
 */
export async function findPlace(dataDir: string, log: Log): Promise<Place> {
  const folder = await makeDataDir(dataDir);
  const recorded = await recordedCluster(folder);
  const known = recorded ?? join(folder, 'postgres');
  const user = (await exists(known)) ? await ownerOf(known) : await serverUser(log);
  const binaries = await installedBinaries();
  if (!user) return { dataDir: folder, cluster: known, binaries, user };
  return {
    dataDir: folder,
    cluster: recorded ?? (await reachableCluster(folder, user, log)),
    binaries: await reachableBinaries(binaries, user, log),
    user,
  };
}

async function makeDataDir(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    return await realpath(dataDir);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder ${dataDir} cannot be created (${codeOf(cause) ?? 'unknown error'}). Set CONCORD_DATA_DIR to a folder you may write to.`,
      { cause },
    );
  }
}

/** A cluster that lives elsewhere is recorded as a symbolic link in the data folder. */
async function recordedCluster(dataDir: string): Promise<string | undefined> {
  try {
    return await readlink(join(dataDir, 'postgres'));
  } catch {
    return undefined;
  }
}

const upwards = (path: string): string[] => (dirname(path) === path ? [path] : [...upwards(dirname(path)), path]);

async function reachableCluster(dataDir: string, user: OsUser, log: Log): Promise<string> {
  const link = join(dataDir, 'postgres');
  const closed = firstClosed(upwards(dataDir), user);
  if (!closed) return link;
  const home = join(OPEN_PLACE, randomUUID());
  await inOpenPlace(closed, user, async () => {
    await makeOpen(home);
    await writeFile(join(home, 'belongs-to'), `${dataDir}\n`);
  });
  try {
    await symlink(join(home, 'postgres'), link);
  } catch (error) {
    await rm(home, { recursive: true });
    if (codeOf(error) === 'EEXIST') return (await recordedCluster(dataDir)) ?? link;
    throw error;
  }
  log(`The user ${user.name} may not enter ${closed}: the database goes to ${home}, linked from ${link}`);
  return join(home, 'postgres');
}

async function reachableBinaries(binaries: Binaries, user: OsUser, log: Log): Promise<Binaries> {
  const closed = firstClosed(upwards(dirname(programOf(binaries, 'postgres'))), user);
  if (!closed) return binaries;
  const root = join(OPEN_PLACE, `postgresql-${binaries.version}`);
  if (!(await exists(root))) {
    const half = `${root}.${randomUUID()}`;
    await inOpenPlace(closed, user, async () => {
      await cp(binaries.root, half, { recursive: true, verbatimSymlinks: true });
      await run('chmod', ['-R', 'a+rX', half]);
      await rename(half, root).catch(async (error: unknown) => {
        await rm(half, { recursive: true, force: true });
        if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
      });
    });
    log(`The user ${user.name} may not enter ${closed}: copied PostgreSQL to ${root}`);
  }
  return { ...binaries, root };
}

async function inOpenPlace(closed: string, user: OsUser, work: () => Promise<void>): Promise<void> {
  try {
    await makeOpen(OPEN_PLACE);
    await work();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as the user ${user.name}, who may not enter ${closed}, and ${OPEN_PLACE} cannot take its place ` +
        `(${codeOf(cause) ?? 'unknown error'}). Start as an ordinary user, open that directory ("chmod o+x ${closed}"), ` +
        'or keep both the programs and CONCORD_DATA_DIR in a folder that every user may enter.',
      { cause },
    );
  }
}

/** Whatever the umask: every user may enter it. */
async function makeOpen(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

/** Hands a file or folder to the user under whom PostgreSQL runs. */
export async function giveTo(user: OsUser | undefined, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}
