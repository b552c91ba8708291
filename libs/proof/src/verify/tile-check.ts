import { ProofRefused } from '../refused.js';
import { copyHash, HASH_SIZE } from '../sha256.js';
import { TILE_HEIGHT, TILE_WIDTH, tilePath } from '../tile-path.js';
import type { Findings } from './finding.js';
import type { Source } from './source.js';

interface Growing {
  n: number;
  width: number;
  readonly hashes: Buffer;
}

interface Tile {
  readonly level: number;
  readonly n: number;
  readonly hashes: Buffer;
}

/** Compares the tiles above the leaves with what follows from those below. */
export class TileCheck {
  private readonly growing: Growing[] = [];
  private whole: Tile[] = [];

  constructor(
    private readonly source: Source,
    private readonly findings: Findings,
  ) {}

  /** Takes a complete node of the tree. */
  node(height: number, number: number, hashes: Buffer, at: number): void {
    if (height % TILE_HEIGHT !== 0 || !this.source.hasTree) return;
    const level = height / TILE_HEIGHT;
    this.growing[level] ??= { n: 0, width: 0, hashes: Buffer.alloc(TILE_WIDTH * HASH_SIZE) };
    const tile = this.growing[level];
    copyHash(hashes, at, tile.hashes, (number % TILE_WIDTH) * HASH_SIZE);
    tile.n = Math.floor(number / TILE_WIDTH);
    tile.width = (number % TILE_WIDTH) + 1;
    if (tile.width < TILE_WIDTH) return;
    this.whole.push({ level, n: tile.n, hashes: Buffer.from(tile.hashes) });
    tile.width = 0;
  }

  /** Compares the tiles that became whole. */
  async settle(): Promise<void> {
    if (this.whole.length === 0) return;
    const tiles = this.whole;
    this.whole = [];
    for (const tile of tiles) await this.compare(tile);
  }

  /** Compares the tiles at the right edge of the tree. */
  async end(): Promise<void> {
    await this.settle();
    for (const [level, tile] of this.growing.entries()) {
      if (tile && tile.width > 0) await this.compare({ level, n: tile.n, hashes: tile.hashes.subarray(0, tile.width * HASH_SIZE) });
    }
  }

  private async compare({ level, n, hashes }: Tile): Promise<void> {
    const width = hashes.length / HASH_SIZE;
    const name = `${tilePath(level, n, width)}`;
    const first = n * TILE_WIDTH ** (level + 1);
    const served = await this.served(level, n, width);
    if (!Buffer.isBuffer(served)) {
      this.findings.add({ check: 'tile', index: first, expected: `the tile ${name}`, found: served });
      return;
    }
    if (served.equals(hashes)) return;
    for (let at = 0; at < width; at++) {
      const [own, theirs] = [hashes, served].map((tile) => tile.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE)) as [Buffer, Buffer];
      if (own.equals(theirs)) continue;
      const index = first + at * TILE_WIDTH ** level;
      const expected = `${own.toString('base64')} as hash ${at} of ${name}, which follows from the tiles below`;
      this.findings.add({ check: 'tile', index, expected, found: theirs.toString('base64') });
      return;
    }
  }

  private async served(level: number, n: number, width: number): Promise<Buffer | string> {
    try {
      return (await this.source.hashes(level, n, width)) ?? 'nothing there';
    } catch (error) {
      if (error instanceof ProofRefused) return error.message;
      throw error;
    }
  }
}
