import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { parseCheckpoint } from '../checkpoint.js';
import { parseNote } from '../note.js';
import { ProofRefused } from '../refused.js';
import { HASH_SIZE } from '../sha256.js';
import { exportHead, exportLine } from './export-source.js';
import type { MirrorOptions } from './mirror-log.js';
import { pagesOf } from './pages.js';
import { type Source, SourceUnavailable } from './source.js';

/** The lines of an export, a text for each page of the log. */
async function* linesOf(
  source: Source,
  checkpoint: string,
  size: number,
): AsyncGenerator<{ readonly text: Buffer; readonly done: number }> {
  yield { text: Buffer.from(exportHead(checkpoint)), done: 0 };
  for await (const { first, width, entries, hashes } of pagesOf(source, size)) {
    if (typeof entries === 'string' || typeof hashes === 'string' || entries.length !== width) {
      throw new SourceUnavailable(`${source.name} does not have all entries and hashes from index ${first} to ${first + width - 1}`);
    }
    const lines = entries.map((entry, at) => exportLine(hashes.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE), entry));
    yield { text: Buffer.concat(lines), done: first + width };
  }
}

async function writeTo(target: Writable, text: Buffer): Promise<void> {
  if (!target.write(text)) await once(target, 'drain');
}

/**
 * Writes a log to one file, packed where its name ends with .gz, and checks nothing. The file appears when it is whole.
 * @throws SourceUnavailable when something cannot be had
 * @returns how many entries it has
 */
export async function exportLog(source: Source, file: string, { onProgress, signal }: MirrorOptions = {}): Promise<number> {
  const checkpoint = await source.checkpoint();
  const unfinished = `${file}.unfinished`;
  const output = createWriteStream(unfinished);
  const packer = file.endsWith('.gz') ? createGzip() : undefined;
  packer?.pipe(output);
  const end = finished(output);
  // It is waited for at the end, and fails then.
  end.catch(() => undefined);
  try {
    const { size } = parseCheckpoint(parseNote(checkpoint).text);
    for await (const { text, done } of linesOf(source, checkpoint, size)) {
      signal?.throwIfAborted();
      await Promise.race([writeTo(packer ?? output, text), end]);
      onProgress?.({ done, total: size });
    }
    (packer ?? output).end();
    await end;
    await rename(unfinished, file);
    return size;
  } catch (error) {
    output.destroy();
    await rm(unfinished, { force: true });
    if (error instanceof ProofRefused) throw new SourceUnavailable(`${source.name} has no checkpoint that can be read: ${error.message}`);
    if (error instanceof Error && 'syscall' in error)
      throw new SourceUnavailable(`${file} cannot be written (${(error as NodeJS.ErrnoException).code})`);
    throw error;
  }
}
