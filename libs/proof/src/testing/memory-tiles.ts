import { rootOfPacked } from '../merkle.js';
import { HASH_SIZE } from '../sha256.js';
import { Tile } from '../tile.js';
import { TILE_HEIGHT } from '../tile-path.js';
import type { TileReader } from '../tiles.js';

/** All tiles of a tree in memory: each level as its hashes behind one another, of full tiles below. */
export class MemoryTiles implements TileReader {
  readonly levels: readonly Buffer[];

  constructor(
    leaves: readonly Buffer[],
    readonly height = TILE_HEIGHT,
  ) {
    const full = 2 ** height;
    const levels = [Buffer.concat(leaves)];
    for (let below = levels[0]!; below.length >= full * HASH_SIZE; below = levels.at(-1)!) {
      const tiles = Math.floor(below.length / (full * HASH_SIZE));
      levels.push(Buffer.concat(Array.from({ length: tiles }, (_, n) => rootOfPacked(this.hashes(below, n, full)))));
    }
    this.levels = levels;
  }

  tile(level: number, n: number, width: number): Promise<Tile> {
    return Promise.resolve(new Tile(this.hashes(this.levels[level] ?? Buffer.alloc(0), n, width)));
  }

  private hashes(level: Buffer, n: number, width: number): Buffer {
    const from = n * 2 ** this.height;
    return level.subarray(from * HASH_SIZE, (from + width) * HASH_SIZE);
  }
}
