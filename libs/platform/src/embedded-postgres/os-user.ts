import { execFile, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError, USE_YOUR_OWN } from './errors.js';
import type { Log } from './patience.js';

const run = promisify(execFile);

/** The user of the operating system under which PostgreSQL runs. */
export interface OsUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/**
 * PostgreSQL refuses to run as root, for its own protection. Root therefore runs it as the user
 * `postgres`, who is created where missing; anybody else runs it as themselves.
 * @returns undefined when PostgreSQL runs as the current user
 * @throws EmbeddedPostgresError when the user neither exists nor can be created
 */
export async function serverUser(log: Log): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]);
  } catch (cause) {
    const created = await lookUp();
    if (created) return created;
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user "${NAME}" to run it as does not exist and could not be created. ` +
        `Start as an ordinary user, or create that user ("useradd --system ${NAME}"). ${USE_YOUR_OWN}`,
      { cause },
    );
  }
  log(`PostgreSQL does not run as root: created the operating system user "${NAME}" for it`);
  return lookUp();
}

/**
 * Who may run a server on a cluster that exists: its owner, whom root can stand in for.
 * @throws EmbeddedPostgresError when that is neither the current user nor within reach
 */
export async function ownerOf(cluster: string): Promise<OsUser | undefined> {
  const { uid, gid } = await stat(cluster);
  const self = process.getuid?.();
  if (self === undefined || self === uid) return undefined;
  if (self === 0) return { name: `with the number ${uid}`, uid, gid };
  throw new EmbeddedPostgresError(
    `The database in ${cluster} belongs to the user with the number ${uid}. Start as that user or as root, or set CONCORD_DATA_DIR ` +
      `to another folder. ${USE_YOUR_OWN}`,
  );
}

async function lookUp(): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { name: NAME, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** What `child_process` needs to run something as this user, and free of what PG* variables and the locale may do to it. */
export function spawnOptions(user: OsUser | undefined): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return user ? { cwd: '/', env, uid: user.uid, gid: user.gid } : { cwd: '/', env };
}

/** The first of these directories that the user may not enter, if any: asked of the system itself, so that ACLs count. */
export function firstClosed(directories: readonly string[], user: OsUser): string | undefined {
  const script = 'for d in "$@"; do cd "$d" 2>/dev/null || { printf %s "$d"; exit; }; done';
  const { stdout } = spawnSync('/bin/sh', ['-c', script, 'sh', ...directories], { ...spawnOptions(user), encoding: 'utf8' });
  return stdout || undefined;
}
