import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.js';
import { parseNote } from '../note.js';
import { ProofRefused } from '../refused.js';
import { entriesPath, TILE_WIDTH, tilePath, tileWidth } from '../tile-path.js';
import { SourceUnavailable, type TileSource } from './source.js';

/** Files that are fetched at the same time. */
const SIDE_BY_SIDE = 8;

export interface MirrorProgress {
  /** Leaves of which everything is there. */
  readonly done: number;
  readonly total: number;
}

export interface MirrorOptions {
  readonly onProgress?: (progress: MirrorProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Mirrored {
  readonly size: number;
  /** Files that were fetched; the others were there. */
  readonly fetched: number;
}

const readIn = (checkpoint: string): Checkpoint => parseCheckpoint(parseNote(checkpoint).text);

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The file appears when it is whole. */
async function writeWhole(file: string, bytes: Buffer | string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}

/** Each path of a tree of this size, the lowest levels of each part first. */
function* pathsOf(size: number): Generator<{ readonly path: string; readonly leaves: number }> {
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    const width = tileWidth(0, n, size);
    yield { path: entriesPath(n, width), leaves: 0 };
    yield { path: tilePath(0, n, width), leaves: width };
  }
  for (let level = 1; TILE_WIDTH ** level <= size; level++) {
    for (let n = 0; tileWidth(level, n, size) > 0; n++) yield { path: tilePath(level, n, tileWidth(level, n, size)), leaves: 0 };
  }
}

/** The bytes under a path; those of the full tile where the partial one is gone are cut by whoever reads them. */
async function fetchTo(source: TileSource, folder: string, path: string): Promise<void> {
  const bytes = await source.read(path);
  if (bytes) {
    await writeWhole(join(folder, path), bytes);
    return;
  }
  const full = path.replace(/\.p\/\d+$/, '');
  const instead = full === path ? undefined : await source.read(full);
  if (!instead) throw new SourceUnavailable(`${source.name}/${path} is not there`);
  await writeWhole(join(folder, full), instead);
}

/** What is kept there already must be of the same log, and not more than there is now: else the mirror would lose what shows it. */
async function checkGrown(folder: string, { origin, size }: Checkpoint): Promise<void> {
  const before = await readFile(join(folder, 'checkpoint'), 'utf8').catch(() => undefined);
  if (before === undefined) return;
  const kept = readIn(before);
  if (kept.origin !== origin)
    throw new SourceUnavailable(`${folder} has the log ${kept.origin}, and this is ${origin}: choose another folder`);
  if (kept.size > size) {
    throw new SourceUnavailable(
      `${folder} has a checkpoint of ${kept.size} leaves, and there are only ${size} now: the log was cut off or rolled back. The folder stays as it is`,
    );
  }
}

/**
 * Fetches a log into a folder, and checks nothing: that is what `verifyLog` does, with the folder. What is there is not fetched again, so
 * that a run that was stopped goes on; the checkpoint comes last.
 * @throws SourceUnavailable when something cannot be had, or the folder has more than the source
 */
export async function mirrorLog(source: TileSource, folder: string, { onProgress, signal }: MirrorOptions = {}): Promise<Mirrored> {
  const checkpoint = await source.checkpoint();
  let size: number;
  try {
    const now = readIn(checkpoint);
    ({ size } = now);
    await checkGrown(folder, now);
  } catch (error) {
    if (error instanceof ProofRefused) throw new SourceUnavailable(`${source.name} has no checkpoint that can be read: ${error.message}`);
    throw error;
  }
  const paths = pathsOf(size);
  let [done, fetched] = [0, 0];
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const { path, leaves } of paths) {
      signal?.throwIfAborted();
      if (hasFailed) return;
      if (!(await exists(join(folder, path)))) {
        await fetchTo(source, folder, path);
        fetched += 1;
      }
      done += leaves;
      onProgress?.({ done, total: size });
    }
  };
  const fail = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  // What is under way is finished: nothing is written behind the back of whoever is told of the failure.
  const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, () => work().catch(fail)));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
  await writeWhole(join(folder, 'checkpoint'), checkpoint);
  return { size, fetched };
}
