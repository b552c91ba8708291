import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file system's word for what went wrong: `ENOENT`. */
export const codeOf = (error: unknown): string => String((error as Partial<NodeJS.ErrnoException> | undefined)?.code ?? error);

export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Makes a file that only its owner reads, unless it is there. Under its own name appears a whole file only; the first of
 * those who write at once wins.
 * @returns what the file then holds
 */
export async function keepOnce(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeThrough(draft, text);
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(path));
    return await readFile(path, 'utf8');
  } finally {
    // One that stays behind does no harm: nobody reads it.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** So that the name, too, survives a loss of power. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
