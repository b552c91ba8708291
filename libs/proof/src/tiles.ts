import { EMPTY_ROOT, nodeHash, rootOfPacked } from './merkle.js';
import { refuse } from './refused.js';
import { HASH_SIZE } from './sha256.js';
import { TILE_HEIGHT, TILE_WIDTH, type TileId, tilePath, tileWidth } from './tile-path.js';

/** Where tiles come from: the hashes of one, behind one another. Its width is that which it has in the tree that is asked about. */
export interface TileReader {
  hashes(level: number, n: number, width: number): Promise<Buffer>;
}

/** Leaves of a tree, from one to before another. The first is a multiple of a power of two at least as large as the range. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: 2 ** height leaves, the number-th of that height from the left. */
interface Subtree {
  readonly height: number;
  readonly number: number;
}

/** The largest power of two smaller than a number above 1 (RFC 6962, 2.1). */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The complete subtrees that make up a range, from left to right, each smaller than the one before. */
function subtreesOf({ from, to }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  let [at, height] = [from, Math.floor(Math.log2(Math.max(1, to - from))) + 1];
  for (; height >= 0; height--) {
    const count = 2 ** height;
    if (at + count > to) continue;
    subtrees.push({ height, number: at / count });
    at += count;
  }
  return subtrees;
}

/** The tile in which the leaves of a subtree, or hashes above them, stand; and from which of them to which. */
function placeOf({ height, number }: Subtree, size: number): { readonly tile: TileId; readonly from: number; readonly to: number } {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const n = Math.floor((number * count) / TILE_WIDTH);
  const from = number * count - n * TILE_WIDTH;
  return { tile: { level, n, width: tileWidth(level, n, size) }, from, to: from + count };
}

const keyOf = ({ level, n, width }: TileId): string => tilePath(level, n, width);

/** The siblings of a leaf, from its own up (RFC 6962, 2.1.1). */
function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The subtrees from which both roots follow (RFC 6962, 2.1.2). */
function consistencyRanges(size1: number, size2: number): Range[] {
  const ranges: Range[] = [];
  let [from, to, isWhole] = [0, size2, true];
  while (size1 !== to) {
    const middle = from + splitOf(to - from);
    if (size1 <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      isWhole = false;
    }
  }
  if (!isWhole) ranges.push({ from, to });
  return ranges.reverse();
}

/** Each tile that the ranges need, once. */
function tilesFor(ranges: readonly Range[], size: number): TileId[] {
  const tiles = ranges.flatMap(subtreesOf).map((subtree) => placeOf(subtree, size).tile);
  return [...new Map(tiles.map((tile) => [keyOf(tile), tile])).values()];
}

/** The hashes of ranges, from tiles that are all there. */
function hashesFor(ranges: readonly Range[], size: number, tiles: ReadonlyMap<string, Buffer>): Buffer[] {
  const hashOf = (subtree: Subtree): Buffer => {
    const { tile, from, to } = placeOf(subtree, size);
    const hashes = tiles.get(keyOf(tile));
    if (hashes?.length !== tile.width * HASH_SIZE) {
      return refuse(`The tile ${keyOf(tile)} has ${hashes?.length ?? 0} bytes, and must have ${tile.width * HASH_SIZE}.`);
    }
    return rootOfPacked(hashes.subarray(from * HASH_SIZE, to * HASH_SIZE));
  };
  return ranges.map((range) =>
    subtreesOf(range)
      .map(hashOf)
      .reduceRight((right, left) => nodeHash(left, right)),
  );
}

async function read(reader: TileReader, ranges: readonly Range[], size: number): Promise<Buffer[]> {
  const tiles = tilesFor(ranges, size);
  const hashes = await Promise.all(tiles.map(({ level, n, width }) => reader.hashes(level, n, width)));
  return hashesFor(ranges, size, new Map(tiles.map((tile, at) => [keyOf(tile), hashes[at] ?? Buffer.alloc(0)])));
}

function checkIndex(index: number, size: number): void {
  const isIndex = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
  if (!isIndex) refuse(`The index is ${index}, and must be a whole number from 0 to before the size ${size} of the tree.`);
}

function checkSizes(size1: number, size2: number): void {
  const areSizes = Number.isSafeInteger(size1) && Number.isSafeInteger(size2) && size1 >= 0 && size1 <= size2;
  if (!areSizes)
    refuse(`The first tree has the size ${size1}, and must have a whole number of leaves from 0 to the ${size2} of the second.`);
}

/** The root of the first so many leaves. */
export async function rootFrom(reader: TileReader, size: number): Promise<Buffer> {
  checkSizes(size, size);
  if (size === 0) return EMPTY_ROOT;
  const [root = EMPTY_ROOT] = await read(reader, [{ from: 0, to: size }], size);
  return root;
}

/** The tiles that a proof of inclusion is made from: to ask for those of many proofs at once. */
export function tilesForInclusion(index: number, size: number): TileId[] {
  checkIndex(index, size);
  return tilesFor(inclusionRanges(index, size), size);
}

/** The proof that the leaf of an index is in the tree of this size, from its sibling up. */
export async function inclusionProof(reader: TileReader, index: number, size: number): Promise<Buffer[]> {
  checkIndex(index, size);
  return read(reader, inclusionRanges(index, size), size);
}

/** The tiles that a proof of consistency is made from, all of them as they are in the second tree. */
export function tilesForConsistency(size1: number, size2: number): TileId[] {
  checkSizes(size1, size2);
  return size1 === 0 ? [] : tilesFor(consistencyRanges(size1, size2), size2);
}

/** The proof that the tree of the second size begins with that of the first. */
export async function consistencyProof(reader: TileReader, size1: number, size2: number): Promise<Buffer[]> {
  checkSizes(size1, size2);
  return size1 === 0 ? [] : read(reader, consistencyRanges(size1, size2), size2);
}
