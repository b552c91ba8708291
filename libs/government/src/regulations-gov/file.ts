import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parser } from 'stream-json';
import { pick } from 'stream-json/filters/pick.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';

/** The file is not the JSON that it should be. */
export class BrokenFile extends Error {}

/** Tells how far a file has been read, in bytes. */
export type Progress = (bytes: number) => void;

/** The text of a file in pieces that end where an item may end, so that a fault takes no whole item before it along. */
async function* piecesOf(file: string, progress: Progress): AsyncIterable<string> {
  let bytes = 0;
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    bytes += Buffer.byteLength(chunk);
    progress(bytes);
    yield* chunk.split(/(?<=\})/);
  }
}

const isOfFileSystem = (error: unknown): boolean => typeof error === 'object' && error !== null && 'syscall' in error;

/**
 * The items of the member `data` of a JSON file, one at a time: a file of any length takes constant memory.
 * @throws BrokenFile naming the item behind which it breaks off
 */
export async function* itemsOf(
  file: string,
  progress: Progress = () => undefined,
): AsyncIterable<{ readonly index: number; readonly value: unknown }> {
  let next = 0;
  let fault: unknown;
  const source = Readable.from(piecesOf(file, progress));
  const tokens = parser.asStream();
  const data = pick.asStream({ filter: 'data' });
  const items = streamArray.asStream();
  // No `pipeline`: it would throw away the items between the fault and us, which are sound.
  const stopAt = (error: unknown): void => {
    fault = error;
    data.end();
  };
  source.once('error', stopAt).pipe(tokens).once('error', stopAt).pipe(data).once('error', stopAt).pipe(items);
  try {
    for await (const { key, value } of items as AsyncIterable<{ key: number; value: unknown }>) {
      next = key + 1;
      yield { index: key, value };
    }
  } catch (error) {
    fault ??= error;
  } finally {
    source.destroy();
  }
  if (fault === undefined && next === 0) throw new BrokenFile(`${file} has no item in a member "data"`);
  if (fault === undefined) return;
  if (isOfFileSystem(fault)) throw fault;
  throw new BrokenFile(`${file} breaks off at data[${next}]: ${fault instanceof Error ? fault.message : String(fault)}`);
}
