import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatBundle } from '../bundle.js';
import { HASH_SIZE } from '../sha256.js';
import { entriesPath, TILE_WIDTH, tilePath, tileWidth } from '../tile-path.js';
import { exportHead, exportLine } from '../verify/export-source.js';
import { MemoryTiles } from './memory-tiles.js';

/** What a source serves. The entries need not be those of the hashes: that is what tests are about. */
export interface ServedLog {
  readonly entries: readonly Buffer[];
  readonly hashes: readonly Buffer[];
  readonly checkpoint: string;
}

function write(folder: string, path: string, bytes: Buffer | string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** Writes the files of C2SP tlog-tiles. Entries are served by their number, as from a table of rows. */
export function writeLogFolder(folder: string, { entries, hashes, checkpoint }: ServedLog): string {
  const size = hashes.length;
  for (const [level, packed] of new MemoryTiles(hashes).levels.entries()) {
    for (let n = 0; tileWidth(level, n, size) > 0; n++) {
      const width = tileWidth(level, n, size);
      const begin = n * TILE_WIDTH;
      write(folder, tilePath(level, n, width), packed.subarray(begin * HASH_SIZE, (begin + width) * HASH_SIZE));
      const bundle = entries.slice(begin, begin + width);
      if (level === 0 && bundle.length > 0) write(folder, entriesPath(n, width), formatBundle(bundle));
    }
  }
  write(folder, 'checkpoint', checkpoint);
  return folder;
}

/** The file of an export, not packed. */
export function writeExport(file: string, { entries, hashes, checkpoint }: ServedLog): string {
  const lines = entries.map((entry, index) => exportLine(hashes[index] ?? Buffer.alloc(HASH_SIZE), entry));
  writeFileSync(file, Buffer.concat([Buffer.from(exportHead(checkpoint)), ...lines]));
  return file;
}
