import { EMPTY_ROOT, NODE, NODE_SIZE, nodeHashInto } from './merkle.js';
import { copyHash, HASH_SIZE, sha256Into } from './sha256.js';

/** A tree of 2^53 leaves has no more levels. */
const LEVELS = 54;

/** Told of each node that is complete: its height above the leaves, its number from the left at that height, and where its hash begins. */
export type OnNode = (height: number, number: number, hashes: Buffer, at: number) => void;

const LEFT_AT = 1;
const RIGHT_AT = LEFT_AT + HASH_SIZE;

/** A tree that grows at its right edge, of which only the roots of the complete subtrees are kept: some 3.5 kB for any size. */
export class Frontier {
  /** At each height the bytes that a pair is hashed from (RFC 6962, 2.1). The left one stays until the right one is there. */
  private readonly pairs = Array.from({ length: LEVELS }, () => Buffer.alloc(NODE_SIZE, NODE));
  private count = 0;

  constructor(private readonly onNode?: OnNode) {}

  get size(): number {
    return this.count;
  }

  /** Takes the hash of the next leaf. */
  append(leaf: Buffer, at = 0): void {
    let number = this.count;
    let height = 0;
    let pair = this.pair(0);
    copyHash(leaf, at, pair, number % 2 === 0 ? LEFT_AT : RIGHT_AT);
    while (number % 2 === 1) {
      number = (number - 1) / 2;
      height += 1;
      const above = this.pair(height);
      const place = number % 2 === 0 ? LEFT_AT : RIGHT_AT;
      sha256Into(pair, above, place);
      this.onNode?.(height, number, above, place);
      pair = above;
    }
    this.count += 1;
  }

  root(): Buffer {
    if (this.count === 0) return EMPTY_ROOT;
    const root = Buffer.alloc(HASH_SIZE);
    let [number, isFirst] = [this.count, true];
    for (let height = 0; number > 0; height++, number = Math.floor(number / 2)) {
      if (number % 2 === 0) continue;
      if (isFirst) copyHash(this.pair(height), LEFT_AT, root, 0);
      else nodeHashInto(this.pair(height), LEFT_AT, root, 0, root, 0);
      isFirst = false;
    }
    return root;
  }

  /** The same tree, which then grows on its own. */
  fork(onNode?: OnNode): Frontier {
    const fork = new Frontier(onNode);
    for (const [height, pair] of this.pairs.entries()) pair.copy(fork.pair(height));
    fork.count = this.count;
    return fork;
  }

  private pair(height: number): Buffer {
    return this.pairs[height] as Buffer;
  }
}
