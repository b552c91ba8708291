import { nodeHash } from './merkle.js';
import { refuse } from './refused.js';
import { HASH_SIZE, sha256 } from './sha256.js';
import { bucketHash, bucketOf, headOf, MAP_HEIGHT, parseStreamValue, type StreamState, streamKey } from './streams.js';

/** What shows a stream in the map, or that it is not there. */
export interface StreamProof {
  /** The name of the stream. */
  readonly stream: string;
  /** All entries of its bucket, ascending. */
  readonly entries: readonly Buffer[];
  /** 16 hashes from the bucket up. */
  readonly siblings: readonly Buffer[];
  /** Where the stream is there: its value, 48 bytes. */
  readonly value?: Buffer | undefined;
}

function mapRootOf(key: Buffer, { entries, siblings }: StreamProof): Buffer {
  if (siblings.length !== MAP_HEIGHT) refuse(`The proof has ${siblings.length} siblings of the bucket, and must have ${MAP_HEIGHT}.`);
  if (entries.some((entry) => entry.length < HASH_SIZE || bucketOf(entry) !== bucketOf(key)))
    refuse('An entry of the proof is of another bucket.');
  const wrong = siblings.findIndex(({ length }) => length !== HASH_SIZE);
  if (wrong >= 0) refuse(`Sibling ${wrong} of the bucket has ${siblings[wrong]?.length} bytes, and must have ${HASH_SIZE}.`);
  const start = { hash: bucketHash(entries), place: bucketOf(key) };
  return siblings.reduce(
    ({ hash, place }, sibling) => ({ hash: place % 2 === 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling), place: place >> 1 }),
    start,
  ).hash;
}

/**
 * What the map with this root says of a stream: its state, or undefined where it is not there.
 * @throws ProofRefused when that does not follow from the proof
 */
export function verifyStreamProof(proof: StreamProof, root: Buffer): StreamState | undefined {
  const { stream, entries, value } = proof;
  const key = streamKey(stream);
  const found = mapRootOf(key, proof);
  if (!found.equals(root))
    refuse(`The root of the map that follows from the proof is ${found.toString('base64')}, and must be ${root.toString('base64')}.`);
  const entry = entries.find((candidate) => candidate.subarray(0, HASH_SIZE).equals(key));
  if (!entry) {
    if (value) refuse(`The proof has a value for the stream ${stream}, which is not in the map.`);
    return undefined;
  }
  if (!value) return refuse(`The stream ${stream} is in the map, and the proof has no value for it.`);
  if (!sha256(value).equals(entry.subarray(HASH_SIZE))) refuse(`The value of the stream ${stream} is not the one in the map.`);
  return parseStreamValue(value);
}

/** That these are all events of a stream: their leaf hashes in order of revision, against what the map says. @throws ProofRefused */
export function verifyComplete(stream: string, { length, head }: StreamState, leaves: readonly Buffer[]): void {
  if (leaves.length !== length) refuse(`There are ${leaves.length} events of the stream ${stream}, and the map says ${length}.`);
  if (!headOf(leaves).equals(head))
    refuse(`The ${length} events of the stream ${stream} are not those in the map: their chain ends otherwise.`);
}
