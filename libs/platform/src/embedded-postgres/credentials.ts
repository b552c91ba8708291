import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, EmbeddedPostgresError, messageOf } from './errors.js';
import { exists, syncFolder } from './files.js';
import type { Place } from './place.js';

/** The passwords of the embedded database, made up once for each data folder. */
export interface Credentials {
  readonly superuser: string;
  readonly concord: string;
}

/**
 * Reads the passwords from `postgres.json`, or makes them up before there is a cluster.
 * @throws EmbeddedPostgresError when they are lost or unreadable
 */
export async function credentialsOf(place: Place): Promise<Credentials> {
  const file = join(place.dataDir, 'postgres.json');
  const known = await read(file);
  if (known) return known;
  if (await exists(place.cluster)) {
    throw new EmbeddedPostgresError(
      `${file}, which holds the passwords of the database in ${place.cluster}, is gone. Put it back, or move both away to start empty.`,
    );
  }
  await write(file, { superuser: randomBytes(24).toString('hex'), concord: randomBytes(24).toString('hex') });
  const written = await read(file);
  if (written) return written;
  throw new EmbeddedPostgresError(`${file} vanished while it was being read`);
}

async function read(file: string): Promise<Credentials | undefined> {
  try {
    const { superuser, concord } = JSON.parse(await readFile(file, 'utf8')) as Partial<Credentials>;
    if (typeof superuser === 'string' && typeof concord === 'string') return { superuser, concord };
    throw new SyntaxError('superuser and concord are not both there');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new EmbeddedPostgresError(`${file}, which holds the passwords of the embedded database, cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** Whole or not at all, and the first of two that write at once wins: a link does not replace. */
async function write(file: string, credentials: Credentials): Promise<void> {
  const half = `${file}.${randomUUID()}`;
  const handle = await open(half, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(credentials, undefined, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(half, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(half);
  }
  await syncFolder(dirname(file));
}
