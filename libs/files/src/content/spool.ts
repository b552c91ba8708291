import { createHash } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@concord/kernel';

/** What was sent, on this machine. */
export interface Spooled {
  /** In hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** Whoever got it closes it; nothing is left then. */
  readonly file: FileHandle;
}

/** More was sent than a file may have. */
export class TooLarge extends Error {}

/** A file without a name: it is gone when it is closed, or when the process dies. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `concord-upload-${newId()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/**
 * Takes what is sent and reckons its digest. A slow sender holds neither memory nor a connection to the database meanwhile.
 * @param most in bytes
 * @throws TooLarge, or what the sender's breaking off throws; then nothing is left
 */
export async function spool(source: AsyncIterable<Buffer>, most: number): Promise<Spooled> {
  const file = await nameless();
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const bytes of source) {
      size += bytes.length;
      if (size > most) throw new TooLarge();
      hash.update(bytes);
      await file.appendFile(bytes);
    }
    return { sha256: hash.digest('hex'), size, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}
