import { EMPTY_ROOT, nodeHashInto } from './merkle.js';
import { HASH_SIZE } from './sha256.js';

/** A tree of 2^53 leaves has no more levels. */
const LEVELS = 54;

/** Told of each node that is complete: its height above the leaves, its number from the left at that height, and the place of its hash. */
export type OnNode = (height: number, number: number, hash: Buffer) => void;

/** A tree that grows at its right edge, of which only the roots of the complete subtrees are kept: some 1.7 kB for any size. */
export class Frontier {
  private readonly nodes = Buffer.alloc(LEVELS * HASH_SIZE);
  private readonly current = Buffer.alloc(HASH_SIZE);
  private count = 0;

  constructor(private readonly onNode?: OnNode) {}

  get size(): number {
    return this.count;
  }

  /** Takes the hash of the next leaf. */
  append(leaf: Buffer, at = 0): void {
    leaf.copy(this.current, 0, at, at + HASH_SIZE);
    let [number, height] = [this.count, 0];
    while (number % 2 === 1) {
      nodeHashInto(this.nodes, height * HASH_SIZE, this.current, 0, this.current, 0);
      number = (number - 1) / 2;
      height += 1;
      this.onNode?.(height, number, this.current);
    }
    this.current.copy(this.nodes, height * HASH_SIZE);
    this.count += 1;
  }

  root(): Buffer {
    if (this.count === 0) return EMPTY_ROOT;
    const root = Buffer.alloc(HASH_SIZE);
    let [number, isFirst] = [this.count, true];
    for (let height = 0; number > 0; height++, number = Math.floor(number / 2)) {
      if (number % 2 === 0) continue;
      if (isFirst) this.nodes.copy(root, 0, height * HASH_SIZE, (height + 1) * HASH_SIZE);
      else nodeHashInto(this.nodes, height * HASH_SIZE, root, 0, root, 0);
      isFirst = false;
    }
    return root;
  }

  /** The same tree, which then grows on its own. */
  fork(onNode?: OnNode): Frontier {
    const fork = new Frontier(onNode);
    this.nodes.copy(fork.nodes);
    fork.count = this.count;
    return fork;
  }
}
