import { rootOfPacked } from './merkle.js';
import { HASH_SIZE } from './sha256.js';

/** The hashes of a tile. They never change, so that what follows from them is found once. */
export class Tile {
  private readonly roots = new Map<number, Buffer>();

  /** @param hashes behind one another */
  constructor(readonly hashes: Buffer) {}

  get width(): number {
    return this.hashes.length / HASH_SIZE;
  }

  /** The root over the hashes from one place to before another. */
  rootOf(from: number, to: number): Buffer {
    const key = from * this.hashes.length + to;
    const known = this.roots.get(key);
    if (known) return known;
    const root = rootOfPacked(this.hashes.subarray(from * HASH_SIZE, to * HASH_SIZE));
    this.roots.set(key, root);
    return root;
  }
}
