import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromUtf8 } from '../text.js';
import { SourceUnavailable, TileSource } from './source.js';

/** A folder with the files `checkpoint` and `tile/…`, as `mirrorLog` makes one. */
export class DirectorySource extends TileSource {
  constructor(readonly name: string) {
    super();
  }

  async checkpoint(): Promise<string> {
    const bytes = await this.read('checkpoint');
    if (!bytes) throw new SourceUnavailable(`${this.name} has no file checkpoint, and is no folder with a log`);
    return fromUtf8(bytes, 'checkpoint');
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.name, path));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new SourceUnavailable(`${join(this.name, path)} cannot be read (${code})`);
    }
  }
}
