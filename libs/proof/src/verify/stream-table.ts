import type { BucketTree } from '../bucket-tree.js';
import { copyHash, HASH_SIZE, sha256Into } from '../sha256.js';
import { bucketHash, bucketOf, NO_HEAD, streamEntry, streamValue } from '../streams.js';
import { KeyTable, withRoom } from './key-table.js';

const FIRST_CAPACITY = 1_024;

/** The streams of one part, each with what the map has of it. It is cleared for the next part, and keeps its memory. */
export class StreamTable {
  private readonly keys = new KeyTable(HASH_SIZE);
  private lengths = new Float64Array(FIRST_CAPACITY);
  private indices = new Float64Array(FIRST_CAPACITY);
  private heads = Buffer.alloc(FIRST_CAPACITY * HASH_SIZE);
  /** By how much the revisions of a stream are ahead of its length, after a gap. */
  private readonly ahead = new Map<number, number>();
  private readonly link = Buffer.alloc(1 + 2 * HASH_SIZE, 0x02);

  get size(): number {
    return this.keys.size;
  }

  /** Takes the next event of a stream. @returns the revision that it must have */
  take(keys: Int32Array, keyAt: number, leaves: Buffer, leafAt: number, index: number, revision: number): number {
    const next = this.keys.size;
    const stream = this.keys.numberOf(keys, keyAt);
    if (stream === next) this.begin(stream);
    const length = this.lengths[stream] ?? 0;
    this.lengths[stream] = length + 1;
    this.indices[stream] = index;
    copyHash(this.heads, stream * HASH_SIZE, this.link, 1);
    copyHash(leaves, leafAt, this.link, 1 + HASH_SIZE);
    sha256Into(this.link, this.heads, stream * HASH_SIZE);
    const expected = this.ahead.size === 0 ? length : length + (this.ahead.get(stream) ?? 0);
    if (revision !== expected) this.ahead.set(stream, revision - length);
    return expected;
  }

  /** Puts the hashes of its buckets into the upper tree. */
  fill(tree: BucketTree): void {
    let bucket = -1;
    let entries: Buffer[] = [];
    for (const stream of this.keys.sorted()) {
      const key = this.keys.key(stream);
      if (bucketOf(key) !== bucket && entries.length > 0) {
        tree.set(bucket, bucketHash(entries));
        entries = [];
      }
      bucket = bucketOf(key);
      entries.push(streamEntry(key, this.valueOf(stream)));
    }
    if (entries.length > 0) tree.set(bucket, bucketHash(entries));
  }

  clear(): void {
    this.keys.clear();
    this.ahead.clear();
  }

  private begin(stream: number): void {
    if (stream === this.lengths.length) {
      this.lengths = withRoom(this.lengths);
      this.indices = withRoom(this.indices);
      this.heads = Buffer.concat([this.heads], 2 * this.heads.length);
    }
    this.lengths[stream] = 0;
    copyHash(NO_HEAD, 0, this.heads, stream * HASH_SIZE);
  }

  private valueOf(stream: number): Buffer {
    const head = this.heads.subarray(stream * HASH_SIZE, (stream + 1) * HASH_SIZE);
    return streamValue({ length: this.lengths[stream] ?? 0, lastIndex: this.indices[stream] ?? 0, head });
  }
}
