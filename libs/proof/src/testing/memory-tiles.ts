import { rootOfPacked } from '../merkle.js';
import { HASH_SIZE } from '../sha256.js';
import { TILE_WIDTH } from '../tile-path.js';
import type { TileReader } from '../tiles.js';

/** All tiles of a tree in memory: each level as its hashes behind one another, of full tiles below. */
export class MemoryTiles implements TileReader {
  readonly levels: readonly Buffer[];

  constructor(leaves: readonly Buffer[]) {
    const levels = [Buffer.concat(leaves)];
    for (let below = levels[0]!; below.length >= TILE_WIDTH * HASH_SIZE; below = levels.at(-1)!) {
      const tiles = Math.floor(below.length / (TILE_WIDTH * HASH_SIZE));
      levels.push(Buffer.concat(Array.from({ length: tiles }, (_, n) => rootOfPacked(this.tile(below, n, TILE_WIDTH)))));
    }
    this.levels = levels;
  }

  hashes(level: number, n: number, width: number): Promise<Buffer> {
    return Promise.resolve(this.tile(this.levels[level] ?? Buffer.alloc(0), n, width));
  }

  private tile(hashes: Buffer, n: number, width: number): Buffer {
    return hashes.subarray(n * TILE_WIDTH * HASH_SIZE, (n * TILE_WIDTH + width) * HASH_SIZE);
  }
}
