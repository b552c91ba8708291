import { leafHashInto, rootOfPacked } from './merkle.js';
import { refuse } from './refused.js';
import { copyHash, HASH_SIZE, sha256, sha256Into } from './sha256.js';

/** Levels of the upper tree of the map. */
export const MAP_HEIGHT = 16;
export const BUCKETS = 2 ** MAP_HEIGHT;

const NUMBER_SIZE = 8;
/** Bytes of a value: length, index of the last leaf, head. */
export const VALUE_SIZE = 2 * NUMBER_SIZE + HASH_SIZE;
/** Bytes of an entry of a bucket: the key, and the hash of the value. */
export const ENTRY_SIZE = 2 * HASH_SIZE;

/** The head of a stream without events. */
export const NO_HEAD: Buffer = Buffer.alloc(HASH_SIZE);

const LINK = Buffer.of(0x02);

/** What the map says of one stream. */
export interface StreamState {
  /** How many events it has. */
  readonly length: number;
  /** The index of its last leaf. */
  readonly lastIndex: number;
  /** The end of the chain over its leaves: two streams with the same head have the same events. */
  readonly head: Buffer;
}

/** Where a stream stands in the map: SHA-256 of its name in UTF-8. */
export const streamKey = (name: string): Buffer => sha256(Buffer.from(name));

/** The head after one more event: SHA-256 of 0x02, the head before and the leaf hash. */
export const nextHead = (head: Buffer, leaf: Buffer): Buffer => sha256(Buffer.concat([LINK, head, leaf]));

/** The head of a stream that has these leaves, in order. */
export const headOf = (leaves: readonly Buffer[]): Buffer => leaves.reduce<Buffer>(nextHead, NO_HEAD);

/** 48 bytes: length and index as eight bytes each, big-endian, and the head. */
export function streamValue({ length, lastIndex, head }: StreamState): Buffer {
  const value = Buffer.alloc(VALUE_SIZE);
  value.writeBigUInt64BE(BigInt(length), 0);
  value.writeBigUInt64BE(BigInt(lastIndex), NUMBER_SIZE);
  head.copy(value, 2 * NUMBER_SIZE);
  return value;
}

function numberAt(value: Buffer, at: number, name: string): number {
  const number = Number(value.readBigUInt64BE(at));
  if (!Number.isSafeInteger(number)) refuse(`The ${name} of the stream is ${number}, and may be 2^53 - 1 at most.`);
  return number;
}

/** @throws ProofRefused when it is no value of a stream */
export function parseStreamValue(value: Buffer): StreamState {
  if (value.length !== VALUE_SIZE) refuse(`The value of the stream has ${value.length} bytes, and must have ${VALUE_SIZE}.`);
  const length = numberAt(value, 0, 'length');
  const lastIndex = numberAt(value, NUMBER_SIZE, 'last index');
  if (length === 0 || lastIndex < length - 1)
    refuse(`The stream has ${length} events and its last leaf the index ${lastIndex}, which cannot be.`);
  return { length, lastIndex, head: Buffer.from(value.subarray(2 * NUMBER_SIZE)) };
}

/** What a bucket holds of a stream: its key and the SHA-256 of its value. */
export function streamEntry(key: Buffer, value: Buffer): Buffer {
  const entry = Buffer.allocUnsafe(ENTRY_SIZE);
  copyHash(key, 0, entry, 0);
  sha256Into(value, entry, HASH_SIZE);
  return entry;
}

/** The bucket of a key: its first two bytes, 0 to 65,535. */
export const bucketOf = (key: Buffer): number => key.readUInt16BE(0);

/** The hash over the entries of a bucket, which ascend by their keys. @throws ProofRefused when they do not, or one has not 64 bytes */
export function bucketHash(entries: readonly Buffer[]): Buffer {
  const leaves = Buffer.allocUnsafe(entries.length * HASH_SIZE);
  for (const [at, entry] of entries.entries()) {
    if (entry.length !== ENTRY_SIZE) refuse(`Entry ${at} of the bucket has ${entry.length} bytes, and must have ${ENTRY_SIZE}.`);
    const before = entries[at - 1];
    if (before && before.compare(entry, 0, HASH_SIZE, 0, HASH_SIZE) >= 0)
      refuse(`Entry ${at} of the bucket does not come after the one before by its key.`);
    leafHashInto(entry, leaves, at * HASH_SIZE);
  }
  return rootOfPacked(leaves);
}
