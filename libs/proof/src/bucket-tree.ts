import { EMPTY_ROOT, nodeHashInto } from './merkle.js';
import { HASH_SIZE } from './sha256.js';
import { BUCKETS, MAP_HEIGHT } from './streams.js';

/** Subtrees of eight levels at the foot of the upper tree. */
const PAGES = 256;

/**
 * The upper tree of the map of streams, all of it in memory: 4 MB. Node 1 is the root, the children of node k are 2k and 2k + 1, and
 * the buckets are the nodes from 65,536 on.
 */
export class BucketTree {
  private readonly nodes = Buffer.alloc(2 * BUCKETS * HASH_SIZE);
  private readonly changed = new Set<number>();

  constructor() {
    for (let bucket = 0; bucket < BUCKETS; bucket++) EMPTY_ROOT.copy(this.nodes, (BUCKETS + bucket) * HASH_SIZE);
    for (let first = BUCKETS / 2; first >= 1; first /= 2) {
      this.rehash(first);
      for (let node = first + 1; node < 2 * first; node++)
        this.nodes.copy(this.nodes, node * HASH_SIZE, first * HASH_SIZE, (first + 1) * HASH_SIZE);
    }
  }

  /** @throws RangeError when there is no such bucket */
  set(bucket: number, hash: Buffer): void {
    if (!Number.isInteger(bucket) || bucket < 0 || bucket >= BUCKETS)
      throw new RangeError(`The bucket is ${bucket}, and must be from 0 to ${BUCKETS - 1}`);
    hash.copy(this.nodes, (BUCKETS + bucket) * HASH_SIZE, 0, HASH_SIZE);
    this.changed.add((BUCKETS + bucket) >> 1);
  }

  /** The hash of a bucket. */
  get(bucket: number): Buffer {
    return this.at(BUCKETS + bucket);
  }

  /** The hash over the 256 buckets of a page, 0 to 255: those whose keys begin with the same byte. */
  page(page: number): Buffer {
    this.settle();
    return this.at(PAGES + page);
  }

  root(): Buffer {
    this.settle();
    return this.at(1);
  }

  /** What a bucket's hash is combined with on its way to the root, from below: 16 hashes. */
  siblings(bucket: number): Buffer[] {
    this.settle();
    return Array.from({ length: MAP_HEIGHT }, (_, height) => this.at(((BUCKETS + bucket) >> height) ^ 1));
  }

  /** Hashes anew what stands above a changed bucket, each node once. */
  private settle(): void {
    let level = [...this.changed];
    this.changed.clear();
    while (level.length > 0) {
      const above = new Set<number>();
      for (const node of level) {
        this.rehash(node);
        if (node > 1) above.add(node >> 1);
      }
      level = [...above];
    }
  }

  private rehash(node: number): void {
    nodeHashInto(this.nodes, 2 * node * HASH_SIZE, this.nodes, (2 * node + 1) * HASH_SIZE, this.nodes, node * HASH_SIZE);
  }

  private at(node: number): Buffer {
    return Buffer.from(this.nodes.subarray(node * HASH_SIZE, (node + 1) * HASH_SIZE));
  }
}
