import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from './errors.js';
import { isSame } from './files.js';
import { giveTo, type Place } from './place.js';

const run = promisify(execFile);

/** What the server writes into `postmaster.pid` about itself. */
export interface PostmasterPid {
  readonly text: string;
  readonly pid: number;
  /** Undefined in the first moments of a start. */
  readonly port: number | undefined;
  readonly ready: boolean;
}

const fileOf = (cluster: string): string => join(cluster, 'postmaster.pid');

/** @returns undefined when no server has run here, or the last one ended in order */
export async function readPostmasterPid(cluster: string): Promise<PostmasterPid | undefined> {
  let text: string;
  try {
    text = await readFile(fileOf(cluster), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { text, pid, port: Number(lines[3]) || undefined, ready: lines[7]?.trim() === 'ready' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether the process of this number is a PostgreSQL on this cluster: numbers are given out again. */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  const [program, ...words] = await commandLine(pid);
  if (program === undefined || basename(program) !== 'postgres') return false;
  const folder = words[words.indexOf('-D') + 1];
  return folder !== undefined && words.includes('-D') && (await isSame(folder, cluster));
}

async function commandLine(pid: number): Promise<string[]> {
  try {
    if (platform() === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    const found = /^(\S.*?\/postgres) -D (.+?) -c /.exec(stdout);
    return found ? [found[1] ?? '', '-D', found[2] ?? ''] : [];
  } catch {
    return [];
  }
}

/**
 * Lets the next server start although the number in `postmaster.pid` belongs to another program now.
 * The file stays, for PostgreSQL learns from it whether shared memory of the last server is still in
 * use; only the number becomes our own: a server takes the number of the process that starts it for stale.
 */
export async function disown(place: Place, stale: PostmasterPid): Promise<void> {
  const file = fileOf(place.cluster);
  const rewritten = join(place.cluster, `postmaster.pid.${randomUUID()}`);
  await writeFile(rewritten, stale.text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
  await giveTo(place.user, rewritten);
  const current = await readPostmasterPid(place.cluster);
  if (current?.text === stale.text) await rename(rewritten, file);
  else await rm(rewritten);
}
