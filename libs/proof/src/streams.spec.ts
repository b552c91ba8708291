import fc from 'fast-check';
import { BucketTree } from './bucket-tree.js';
import { EMPTY_ROOT, leafHash, rootOf } from './merkle.js';
import { ProofRefused } from './refused.js';
import { type StreamProof, verifyComplete, verifyStreamProof } from './stream-proof.js';
import {
  BUCKETS,
  bucketHash,
  bucketOf,
  headOf,
  NO_HEAD,
  nextHead,
  parseStreamValue,
  streamEntry,
  streamKey,
  streamValue,
} from './streams.js';

const leavesOf = (name: string, count: number) => Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`${name} ${at}`)));

/** A map of these streams, each with so many events, and how it shows one. */
function mapOf(lengths: ReadonlyMap<string, number>) {
  const values = new Map(
    [...lengths].map(([name, length], at) => [name, streamValue({ length, lastIndex: at + length, head: headOf(leavesOf(name, length)) })]),
  );
  const buckets = new Map<number, Buffer[]>();
  for (const [name, value] of values) {
    const key = streamKey(name);
    buckets.set(bucketOf(key), [...(buckets.get(bucketOf(key)) ?? []), streamEntry(key, value)].sort(Buffer.compare));
  }
  const tree = new BucketTree();
  for (const [bucket, entries] of buckets) tree.set(bucket, bucketHash(entries));
  const show = (stream: string): StreamProof => {
    const bucket = bucketOf(streamKey(stream));
    return { stream, entries: buckets.get(bucket) ?? [], siblings: tree.siblings(bucket), value: values.get(stream) };
  };
  return { tree, show };
}

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 30 });

/** Two names whose keys have the same first two bytes. */
function neighbours(): readonly [string, string] {
  const seen = new Map<number, string>();
  for (let at = 0; ; at++) {
    const bucket = bucketOf(streamKey(`stream ${at}`));
    const before = seen.get(bucket);
    if (before !== undefined) return [before, `stream ${at}`];
    seen.set(bucket, `stream ${at}`);
  }
}

describe('the upper tree', () => {
  test('of nothing is that of 65,536 empty buckets', () => {
    expect(new BucketTree().root()).toEqual(rootOf(Array.from({ length: BUCKETS }, () => EMPTY_ROOT)));
  });

  test('is the same whichever way it was filled', () => {
    const hashes = Array.from({ length: BUCKETS }, () => EMPTY_ROOT);
    const tree = new BucketTree();
    for (const [at, bucket] of [0, 1, 65_535, 300, 301, 0].entries()) {
      hashes[bucket] = leafHash(Buffer.of(at));
      tree.set(bucket, hashes[bucket]);
      if (at % 2 === 0) tree.root();
    }
    expect(tree.root()).toEqual(rootOf(hashes));
    expect(tree.get(300)).toEqual(hashes[300]);
  });

  test('knows no other bucket', () => {
    for (const bucket of [-1, BUCKETS, 0.5]) expect(() => new BucketTree().set(bucket, EMPTY_ROOT)).toThrow('must be from 0 to 65535');
  });
});

test('every stream is shown with its state, and every other one as absent', () => {
  fc.assert(
    fc.property(names, fc.string({ minLength: 13 }), (streams, absent) => {
      const lengths = new Map(streams.map((name, at) => [name, at + 1]));
      const { tree, show } = mapOf(lengths);
      for (const [name, length] of lengths) {
        const state = verifyStreamProof(show(name), tree.root());
        expect(state).toEqual({ length, lastIndex: [...lengths.keys()].indexOf(name) + length, head: headOf(leavesOf(name, length)) });
        verifyComplete(name, state!, leavesOf(name, length));
        expect(() => verifyComplete(name, state!, leavesOf(name, length).slice(1))).toThrow(ProofRefused);
        expect(() => verifyComplete(name, state!, leavesOf(name, length).with(0, NO_HEAD))).toThrow(ProofRefused);
      }
      expect(verifyStreamProof(show(absent), tree.root())).toBeUndefined();
    }),
    { numRuns: 25 },
  );
});

describe('a proof', () => {
  const [one, two] = neighbours();
  const { tree, show } = mapOf(
    new Map([
      [one, 3],
      [two, 5],
      ['elsewhere', 2],
    ]),
  );
  const proof = show(one);
  const root = tree.root();

  test('holds where two streams share a bucket', () => {
    expect(proof.entries).toHaveLength(2);
    expect(verifyStreamProof(proof, root)?.length).toBe(3);
    expect(verifyStreamProof(show(two), root)?.length).toBe(5);
  });

  test.each<[string, StreamProof]>([
    ['an entry left out', { ...proof, entries: proof.entries.slice(1) }],
    ['all entries left out', { ...proof, entries: [] }],
    ['its entries in another order', { ...proof, entries: proof.entries.toReversed() }],
    ['an entry twice', { ...proof, entries: [...proof.entries, proof.entries[1]!] }],
    ['an entry that is too short', { ...proof, entries: [proof.entries[0]!.subarray(0, 63), proof.entries[1]!] }],
    ['an entry of nothing', { ...proof, entries: [Buffer.alloc(0)] }],
    ['an entry of another bucket', { ...proof, entries: [...proof.entries, ...show('elsewhere').entries].sort(Buffer.compare) }],
    ['a sibling too few', { ...proof, siblings: proof.siblings.slice(1) }],
    ['a sibling too many', { ...proof, siblings: [...proof.siblings, NO_HEAD] }],
    ['a sibling that is too short', { ...proof, siblings: proof.siblings.with(3, Buffer.alloc(31)) }],
    ['no value', { ...proof, value: undefined }],
    ['the value of another stream', { ...proof, value: show(two).value }],
    ['the name of a stream of another bucket', { ...proof, stream: 'elsewhere' }],
    ['the name of a stream that is not there', { ...show('nowhere'), value: proof.value }],
  ])('with %s is refused', (_what, changed) => {
    expect(() => verifyStreamProof(changed, root)).toThrow(ProofRefused);
  });

  test('with any bit changed is refused', () => {
    const flip = (bytes: Buffer, bit: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[(bit >> 3) % copy.length]! ^= 1 << (bit & 7);
      return copy;
    };
    fc.assert(
      fc.property(fc.nat(511), fc.nat(15), fc.nat(1), (bit, sibling, entry) => {
        for (const changed of [
          { ...proof, siblings: proof.siblings.with(sibling, flip(proof.siblings[sibling]!, bit)) },
          { ...proof, entries: proof.entries.with(entry, flip(proof.entries[entry]!, bit)) },
          { ...proof, value: flip(proof.value!, bit) },
        ]) {
          expect(() => verifyStreamProof(changed, root)).toThrow(ProofRefused);
        }
        expect(() => verifyStreamProof(proof, flip(root, bit))).toThrow(ProofRefused);
      }),
    );
  });

  test('is refused by the root of another map', () => {
    const other = mapOf(
      new Map([
        [one, 4],
        [two, 5],
        ['elsewhere', 2],
      ]),
    );
    expect(() => verifyStreamProof(proof, other.tree.root())).toThrow('The root of the map that follows from the proof is');
  });
});

test('a chain has another end when an event is changed, left out or moved', () => {
  const leaves = leavesOf('a', 4);
  const heads = [
    leaves,
    leaves.slice(1),
    leaves.slice(0, -1),
    leaves.with(2, NO_HEAD),
    [leaves[1]!, leaves[0]!, leaves[2]!, leaves[3]!],
  ].map(headOf);
  expect(new Set(heads.map((head) => head.toString('hex'))).size).toBe(heads.length);
  expect(headOf(leaves)).toEqual(nextHead(headOf(leaves.slice(0, 3)), leaves[3]!));
  expect(headOf([])).toEqual(NO_HEAD);
});

test.each([
  [Buffer.alloc(47), 'has 47 bytes, and must have 48'],
  [streamValue({ length: 0, lastIndex: 0, head: NO_HEAD }), 'has 0 events'],
  [streamValue({ length: 3, lastIndex: 1, head: NO_HEAD }), 'has 3 events and its last leaf the index 1'],
  [Buffer.alloc(48, 0xff), 'may be 2^53 - 1 at most'],
])('%j is no value of a stream', (value, sentence) => {
  expect(() => parseStreamValue(value)).toThrow(sentence);
});
