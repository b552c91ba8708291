import { BucketTree } from '../bucket-tree.js';
import { copyHash, HASH_SIZE, sha256, sha256Into } from '../sha256.js';
import { BUCKETS, bucketHash, bucketOf, streamEntry, VALUE_SIZE } from '../streams.js';
import type { EventBytes } from './event-bytes.js';
import { Spill, type SpillFolder } from './spill.js';

/** A number in eight bytes, big-endian. */
const NUMBER_SIZE = 8;
const HALF = 2 ** 32;
const writeNumber = (bytes: Buffer, number: number, at: number): void => {
  bytes.writeUInt32BE(Math.floor(number / HALF), at);
  bytes.writeUInt32BE(number % HALF, at + 4);
};
const readNumber = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at) * HALF + bytes.readUInt32BE(at + 4);

/** Of an event: key of its stream, leaf hash, index, revision. */
const RECORD_SIZE = 2 * HASH_SIZE + 2 * NUMBER_SIZE;
const LEAF_AT = HASH_SIZE;
const INDEX_AT = 2 * HASH_SIZE;
const REVISION_AT = INDEX_AT + NUMBER_SIZE;
const HEAD_AT = 2 * NUMBER_SIZE;

const MOST_KEYS = 4_096;

/** An event whose revision is not the next of its stream. */
export interface Gap {
  readonly index: number;
  readonly expected: number;
  readonly found: number;
  readonly key: Buffer;
}

/** The streams of one part, each with its value as the map has it. */
class StreamTable {
  private readonly slots = new Map<string, number>();
  /** By how much the revisions of a stream are ahead of its length, after a gap. */
  private readonly ahead = new Map<number, number>();
  private values = Buffer.alloc(64 * VALUE_SIZE);
  private readonly link = Buffer.alloc(1 + 2 * HASH_SIZE, 0x02);

  /** Takes the next event of a stream. */
  take(bytes: Buffer, at: number): Gap | undefined {
    const slot = this.slotOf(bytes.toString('latin1', at, at + HASH_SIZE));
    const place = slot * VALUE_SIZE;
    const length = readNumber(this.values, place);
    const index = readNumber(bytes, at + INDEX_AT);
    writeNumber(this.values, length + 1, place);
    writeNumber(this.values, index, place + NUMBER_SIZE);
    copyHash(this.values, place + HEAD_AT, this.link, 1);
    copyHash(bytes, at + LEAF_AT, this.link, 1 + HASH_SIZE);
    sha256Into(this.link, this.values, place + HEAD_AT);
    const expected = length + (this.ahead.get(slot) ?? 0);
    const found = readNumber(bytes, at + REVISION_AT);
    if (found === expected) return undefined;
    this.ahead.set(slot, found - length);
    return { index, expected, found, key: Buffer.from(bytes.subarray(at, at + HASH_SIZE)) };
  }

  /** Puts the hashes of its buckets into the upper tree. */
  fill(tree: BucketTree): number {
    let bucket = -1;
    let entries: Buffer[] = [];
    for (const name of [...this.slots.keys()].sort()) {
      const key = Buffer.from(name, 'latin1');
      const place = (this.slots.get(name) ?? 0) * VALUE_SIZE;
      if (bucketOf(key) !== bucket && entries.length > 0) {
        tree.set(bucket, bucketHash(entries));
        entries = [];
      }
      bucket = bucketOf(key);
      entries.push(streamEntry(key, this.values.subarray(place, place + VALUE_SIZE)));
    }
    if (entries.length > 0) tree.set(bucket, bucketHash(entries));
    return this.slots.size;
  }

  private slotOf(key: string): number {
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = this.slots.size;
    this.slots.set(key, slot);
    if ((slot + 1) * VALUE_SIZE > this.values.length) this.values = Buffer.concat([this.values, Buffer.alloc(this.values.length)]);
    return slot;
  }
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
    const { bytes, parts } = this.spill;
    const at = this.spill.place(Math.floor(bucketOf(key) / (BUCKETS / parts)));
    copyHash(key, 0, bytes, at);
    copyHash(hashes, hashAt, bytes, at + LEAF_AT);
    writeNumber(bytes, index, at + INDEX_AT);
    writeNumber(bytes, event.revision, at + REVISION_AT);
  }

  /** Tells of gaps, and of each part that is done; then there are the root of the map and the number of streams. */
  *run(onGap: (gap: Gap) => void): Generator<void, { readonly root: Buffer; readonly count: number }> {
    const tree = new BucketTree();
    let count = 0;
    for (let part = 0; part < this.spill.parts; part++) {
      const table = new StreamTable();
      this.spill.forEach(part, (bytes, at) => {
        const gap = table.take(bytes, at);
        if (gap) onGap(gap);
      });
      count += table.fill(tree);
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
