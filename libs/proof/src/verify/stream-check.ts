import { BucketTree } from '../bucket-tree.js';
import { copyHash, HASH_SIZE, sha256 } from '../sha256.js';
import { BUCKETS, bucketOf } from '../streams.js';
import type { EventBytes } from './event-bytes.js';
import { WORD_SIZE } from './key-table.js';
import { NUMBER_SIZE, Spill, type SpillFolder } from './spill.js';
import { StreamTable } from './stream-table.js';

/** Of an event: key of its stream, leaf hash, index, revision. */
const RECORD_SIZE = 2 * HASH_SIZE + 2 * NUMBER_SIZE;
const LEAF_AT = HASH_SIZE;
const INDEX_AT = 2 * HASH_SIZE;
const REVISION_AT = INDEX_AT + NUMBER_SIZE;

/** Names of streams whose keys are kept. */
const MOST_KEYS = 4_096;

/** An event whose revision is not the next of its stream. */
export interface Gap {
  readonly index: number;
  readonly expected: number;
  readonly found: number;
  readonly key: Buffer;
}

/** Collects what each stream has, and computes the map of streams from it. */
export class StreamCheck {
  private readonly spill: Spill;
  private readonly keys = new Map<string, Buffer>();

  constructor(folder: SpillFolder, parts: number) {
    this.spill = new Spill(folder, 'streams', RECORD_SIZE, parts);
  }

  /** The event at an index. The hash is that of the tree. */
  add(event: EventBytes, index: number, hashes: Buffer, hashAt: number): void {
    const key = this.keyOf(event);
    const { records, parts } = this.spill;
    const at = this.spill.place(Math.floor(bucketOf(key) / (BUCKETS / parts)));
    copyHash(key, 0, records.bytes, at);
    copyHash(hashes, hashAt, records.bytes, at + LEAF_AT);
    records.numbers[(at + INDEX_AT) / NUMBER_SIZE] = index;
    records.numbers[(at + REVISION_AT) / NUMBER_SIZE] = event.revision;
  }

  /** Tells of gaps, and of each part that is done; then there are the root of the map and the number of streams. */
  *run(onGap: (gap: Gap) => void): Generator<void, { readonly root: Buffer; readonly count: number }> {
    const tree = new BucketTree();
    const table = new StreamTable();
    let count = 0;
    for (let part = 0; part < this.spill.parts; part++) {
      table.clear();
      this.spill.forEach(part, ({ bytes, words, numbers }, at) => {
        const index = numbers[(at + INDEX_AT) / NUMBER_SIZE] ?? 0;
        const found = numbers[(at + REVISION_AT) / NUMBER_SIZE] ?? 0;
        const expected = table.take(words, at / WORD_SIZE, bytes, at + LEAF_AT, index, found);
        if (found !== expected) onGap({ index, expected, found, key: Buffer.from(bytes.subarray(at, at + HASH_SIZE)) });
      });
      table.fill(tree);
      count += table.size;
      yield;
    }
    return { root: tree.root(), count };
  }

  /** Most events follow others of their stream. */
  private keyOf(event: EventBytes): Buffer {
    const name = event.streamText;
    const known = this.keys.get(name);
    if (known) return known;
    const key = sha256(event.stream);
    if (this.keys.size >= MOST_KEYS) this.keys.clear();
    this.keys.set(name, key);
    return key;
  }
}
