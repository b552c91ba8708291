import { type FileHandle, open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo, type Place } from './place.js';

const MOST_BYTES = 1024 * 1024;
const TAIL_LINES = 15;

/** The server's own log, in the data folder. It begins anew at a start that finds it larger than 1 MiB. */
export class ServerLog {
  readonly path: string;

  constructor(private readonly place: Place) {
    this.path = join(place.dataDir, 'postgres.log');
  }

  /** @returns the open file, and how long it is: what comes after belongs to this start */
  async open(): Promise<{ handle: FileHandle; offset: number }> {
    const handle = await open(this.path, 'a', 0o600);
    await giveTo(this.place.user, this.path);
    const { size } = await handle.stat();
    if (size <= MOST_BYTES) return { handle, offset: size };
    await truncate(this.path);
    return { handle, offset: 0 };
  }

  /** What the server said after the offset. */
  async since(offset: number): Promise<string> {
    const text = await readFile(this.path);
    return text.subarray(Math.min(offset, text.length)).toString('utf8');
  }

  /** The last lines, for an error message. */
  async tail(offset = 0): Promise<string> {
    const said = await this.since(offset).catch(() => '');
    return said.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  }
}
