import { rootOf } from '@concord/proof';
import { STRIP_WIDTH } from '../strip.js';

/** A strip as it is to be kept. */
export interface StripRow {
  readonly level: number;
  readonly n: number;
  readonly hashes: Buffer;
}

/**
 * The strips at the right edge of the tree that are not full: all that has to be known of a tree to go on with it and to tell its
 * root (RFC 6962, 2.1).
 */
export class RightEdge {
  /** The hashes of the last strip of each level, from the leaves up. */
  private readonly levels: Buffer[][] = [];

  private constructor(public size: number) {}

  /** @param stripAt the hashes of a strip of the edge, side by side */
  static async at(size: number, stripAt: (level: number, n: number) => Promise<Buffer>): Promise<RightEdge> {
    const edge = new RightEdge(size);
    for (let [level, count] = [0, size]; count > 0; level++, count = Math.floor(count / STRIP_WIDTH)) {
      const width = count % STRIP_WIDTH;
      const hashes = width === 0 ? Buffer.alloc(0) : await stripAt(level, Math.floor(count / STRIP_WIDTH));
      edge.levels.push(Array.from({ length: width }, (_, index) => hashes.subarray(index * 32, index * 32 + 32)));
    }
    return edge;
  }

  /** Takes leaves in. @returns the strips that are other than before: full ones, and the new edge */
  append(leaves: readonly Buffer[]): readonly StripRow[] {
    const rows: StripRow[] = [];
    const touched = new Set<number>();
    for (const leaf of leaves) {
      this.push(0, this.size, leaf, rows, touched);
      this.size++;
    }
    for (const level of touched) {
      const hashes = this.levels[level] ?? [];
      const n = Math.floor(this.size / STRIP_WIDTH ** (level + 1));
      if (hashes.length > 0) rows.push({ level, n, hashes: Buffer.concat(hashes) });
    }
    return rows;
  }

  /** Of all leaves so far. */
  root(): Buffer {
    let below: Buffer | undefined;
    for (const hashes of this.levels) {
      const all = below ? [...hashes, below] : hashes;
      if (all.length > 0) below = rootOf(all);
    }
    return below ?? rootOf([]);
  }

  private push(level: number, index: number, hash: Buffer, rows: StripRow[], touched: Set<number>): void {
    this.levels[level] ??= [];
    const hashes = this.levels[level];
    hashes.push(hash);
    touched.add(level);
    if (hashes.length < STRIP_WIDTH) return;
    const n = Math.floor(index / STRIP_WIDTH);
    rows.push({ level, n, hashes: Buffer.concat(hashes) });
    this.levels[level] = [];
    this.push(level + 1, n, rootOf(hashes), rows, touched);
  }
}
