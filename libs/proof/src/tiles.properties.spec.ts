import fc from 'fast-check';
import { Frontier } from './frontier.js';
import { EMPTY_ROOT, leafHash, nodeHash, rootOf, verifyConsistency, verifyInclusion } from './merkle.js';
import { ProofRefused } from './refused.js';
import { sha256 } from './sha256.js';
import { MemoryTiles } from './testing/memory-tiles.js';
import { Tile } from './tile.js';
import { type TileId, tileWidth } from './tile-path.js';
import { consistencyProof, inclusionProof, planInclusion, rootFrom, tilesForConsistency } from './tiles.js';

const MOST = 600;
const leaves = Array.from({ length: MOST }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const tiles = new MemoryTiles(leaves);
/** Kept in others than are served. */
const small = new MemoryTiles(leaves, 4);

/** RFC 6962, 2.1, word by word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}
const roots = Array.from({ length: MOST + 1 }, (_, size) => naiveRoot(leaves.slice(0, size)));

const sizes = fc.integer({ min: 0, max: MOST });
const trees = fc.integer({ min: 1, max: MOST }).chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const pairs = fc.tuple(sizes, sizes).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const flipped = (hash: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(hash);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};
const bits = fc.nat(255);

test('the root of every size from 0 to 600 is that of the definition: from tiles, from hashes, and grown', async () => {
  const grown = new Frontier();
  for (let size = 0; size <= MOST; size++) {
    const expected = roots[size]!.toString('hex');
    expect((await rootFrom(tiles, size)).toString('hex')).toBe(expected);
    expect((await rootFrom(small, size)).toString('hex')).toBe(expected);
    expect(rootOf(leaves.slice(0, size)).toString('hex')).toBe(expected);
    expect(grown.root().toString('hex')).toBe(expected);
    if (size < MOST) grown.append(leaves[size]!);
  }
});

test('a frontier tells of every complete node with its hash, and a fork grows on its own', () => {
  const told: string[] = [];
  const frontier = new Frontier((height, number, hashes, at) => told.push(`${height}/${number} ${hashes.toString('hex', at, at + 32)}`));
  for (const leaf of leaves.slice(0, 6)) frontier.append(leaf);
  const nodeOf = (height: number, number: number) =>
    `${height}/${number} ${naiveRoot(leaves.slice(number * 2 ** height, (number + 1) * 2 ** height)).toString('hex')}`;
  expect(told).toEqual([nodeOf(1, 0), nodeOf(1, 1), nodeOf(2, 0), nodeOf(1, 2)]);
  const fork = frontier.fork();
  fork.append(leaves[6]!);
  expect(fork.root()).toEqual(roots[7]);
  expect(frontier.root()).toEqual(roots[6]);
});

test('every proof of inclusion verifies', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async ({ size, index }) => {
      const proof = await inclusionProof(tiles, index, size);
      expect(await inclusionProof(small, index, size)).toEqual(proof);
      verifyInclusion({ index, size, leaf: leaves[index]!, root: roots[size]!, proof });
    }),
    { numRuns: 120 },
  );
});

test('a proof of inclusion with any bit changed, of another index or another size, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(trees, trees, bits, fc.nat(), async ({ size, index }, other, bit, which) => {
      const proof = await inclusionProof(tiles, index, size);
      const valid = { index, size, leaf: leaves[index]!, root: roots[size]!, proof };
      const refused = (change: Partial<typeof valid>) => expect(() => verifyInclusion({ ...valid, ...change })).toThrow(ProofRefused);
      refused({ leaf: flipped(valid.leaf, bit) });
      refused({ root: flipped(valid.root, bit) });
      if (proof.length > 0) {
        refused({ proof: proof.with(which % proof.length, flipped(proof[which % proof.length]!, bit)) });
        refused({ proof: proof.slice(1) });
        refused({ proof: proof.slice(0, -1) });
      }
      refused({ proof: [...proof, sha256('more')] });
      if (other.index !== index && other.index < size) refused({ index: other.index });
      refused({ index: size + other.index });
      refused({ index: -1 });
      refused({ index: 0.5 });
      if (other.size !== size) refused({ size: other.size, root: roots[other.size]! });
    }),
    { numRuns: 120 },
  );
});

test('every proof of consistency verifies', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async ([size1, size2]) => {
      const proof = await consistencyProof(tiles, size1, size2);
      expect(await consistencyProof(small, size1, size2)).toEqual(proof);
      verifyConsistency({ size1, size2, root1: roots[size1]!, root2: roots[size2]!, proof });
    }),
    { numRuns: 120 },
  );
});

test('a proof of consistency with any bit changed, or of other sizes, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, sizes, bits, fc.nat(), async ([size1, size2], other, bit, which) => {
      const proof = await consistencyProof(tiles, size1, size2);
      const valid = { size1, size2, root1: roots[size1]!, root2: roots[size2]!, proof };
      const refused = (change: Partial<typeof valid>) => expect(() => verifyConsistency({ ...valid, ...change })).toThrow(ProofRefused);
      refused({ root1: flipped(valid.root1, bit) });
      if (size1 > 0) refused({ root2: flipped(valid.root2, bit) });
      if (proof.length > 0) {
        refused({ proof: proof.with(which % proof.length, flipped(proof[which % proof.length]!, bit)) });
        refused({ proof: proof.slice(1) });
        refused({ proof: proof.slice(0, -1) });
        refused({ proof: [] });
      }
      refused({ proof: [...proof, sha256('more')] });
      if (other !== size1) refused({ size1: other });
      refused({ size1: size2 + 1 });
      if (other !== size2 && size1 > 0) refused({ size2: other, root2: roots[other]! });
    }),
    { numRuns: 120 },
  );
});

test('a proof asks for each tile once, only for what the tree has, and for no more than two a level', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 45 }), fc.double({ min: 0, max: 1, noNaN: true }), async (size, share) => {
      const index = Math.min(size - 1, Math.floor(size * share));
      for (const asked of [planInclusion(index, size).tiles, tilesForConsistency(index, size)]) {
        expect(new Set(asked.map(({ level, n }) => `${level}/${n}`)).size).toBe(asked.length);
        expect(asked.every(({ level, n, width }: TileId) => width > 0 && width === tileWidth(level, n, size))).toBe(true);
        const levels = Math.ceil(Math.log2(size + 1) / 8) + 1;
        expect(asked.length).toBeLessThanOrEqual(2 * levels);
      }
    }),
  );
});

test('a tile that is too short is refused by its name', async () => {
  const short = { height: 8, tile: () => Promise.resolve(new Tile(Buffer.alloc(31))) };
  await expect(inclusionProof(short, 5, 300)).rejects.toThrow(/^The tile 0 of level 0 has 31 bytes, and must have \d+\.$/);
});

test('what is no index or no size is refused', async () => {
  await expect(inclusionProof(tiles, 5, 5)).rejects.toThrow(
    'The index is 5, and must be a whole number from 0 to before the size 5 of the tree.',
  );
  await expect(consistencyProof(tiles, 6, 5)).rejects.toThrow('The first tree has the size 6');
  await expect(rootFrom(tiles, -1)).rejects.toThrow('The first tree has the size -1');
});
