import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parser } from 'stream-json';
import { pick } from 'stream-json/filters/pick.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';

/** The file is not the JSON that it should be. */
export class BrokenFile extends Error {}

/** Tells how far a file has been read, in bytes. */
export type Progress = (bytes: number) => void;

/**
 * The items of the member `data` of a JSON file, one at a time: a file of any length takes constant memory.
 * @throws BrokenFile naming the item behind which it breaks off
 */
export async function* itemsOf(
  file: string,
  progress: Progress = () => undefined,
): AsyncIterable<{ readonly index: number; readonly value: unknown }> {
  let next = 0;
  let bytes = 0;
  const source = createReadStream(file);
  source.on('data', (chunk) => {
    bytes += chunk.length;
    progress(bytes);
  });
  const items = streamArray.asStream();
  pipeline(source, parser.asStream(), pick.asStream({ filter: 'data' }), items, () => undefined);
  try {
    for await (const { key, value } of items as AsyncIterable<{ key: number; value: unknown }>) {
      next = key + 1;
      yield { index: key, value };
    }
    if (next === 0) throw new BrokenFile(`${file} has no item in a member "data"`);
  } catch (error) {
    if (error instanceof BrokenFile) throw error;
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('E')) throw error;
    throw new BrokenFile(`${file} breaks off at data[${next}]: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
}
