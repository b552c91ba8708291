import { EMPTY_ROOT, nodeHash } from './merkle.js';
import { refuse } from './refused.js';
import { HASH_SIZE } from './sha256.js';
import type { Tile } from './tile.js';
import { TILE_HEIGHT, type TileId, tileWidth } from './tile-path.js';

/** Where tiles come from: whole ones, or, where they are kept in smaller ones, those. */
export interface TileReader {
  /** Levels of the tree in one tile: 8 as they are served (C2SP tlog-tiles). */
  readonly height: number;
  /** The width is that which the tile has in the tree that is asked about; by now it may have more hashes. */
  tile(level: number, n: number, width: number): Promise<Tile>;
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
  for (; at < to; height--) {
    const count = 2 ** height;
    if (at + count > to) continue;
    subtrees.push({ height, number: at / count });
    at += count;
  }
  return subtrees;
}

interface Place {
  readonly tile: TileId;
  readonly from: number;
  readonly to: number;
}

/** The tile in which the leaves of a subtree, or hashes above them, stand; and from which of them to which. */
function placeOf({ height, number }: Subtree, size: number, tileHeight: number): Place {
  const level = Math.floor(height / tileHeight);
  const count = 2 ** (height % tileHeight);
  const n = Math.floor((number * count) / 2 ** tileHeight);
  const from = number * count - n * 2 ** tileHeight;
  return { tile: { level, n, width: tileWidth(level, n, size, tileHeight) }, from, to: from + count };
}

/** By what tiles of one tree are told apart. */
export const tileKey = (level: number, n: number): string => `${level}/${n}`;

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

/** Where the subtrees of each range stand. */
const placesOf = (ranges: readonly Range[], size: number, tileHeight: number): Place[][] =>
  ranges.map((range) => subtreesOf(range).map((subtree) => placeOf(subtree, size, tileHeight)));

/** Each tile that is needed, once. */
function tilesAt(places: readonly (readonly Place[])[]): TileId[] {
  const tiles = new Map<string, TileId>();
  for (const { tile } of places.flat()) tiles.set(tileKey(tile.level, tile.n), tile);
  return [...tiles.values()];
}

/** The root of a complete subtree, from the tile in which it stands. */
function rootAt({ tile, from, to }: Place, tiles: ReadonlyMap<string, Tile>): Buffer {
  const found = tiles.get(tileKey(tile.level, tile.n));
  if (!found || found.width < tile.width) {
    const bytes = found?.hashes.length ?? 0;
    return refuse(`The tile ${tile.n} of level ${tile.level} has ${bytes} bytes, and must have ${tile.width * HASH_SIZE}.`);
  }
  return found.rootOf(from, to);
}

/** How the roots of ranges follow from tiles. */
interface Plan {
  readonly tiles: readonly TileId[];
  /** @param tiles those that are needed, by `tileKey` */
  roots(tiles: ReadonlyMap<string, Tile>): Buffer[];
}

function planOf(ranges: readonly Range[], size: number, height: number): Plan {
  const places = placesOf(ranges, size, height);
  return {
    tiles: tilesAt(places),
    roots: (tiles) =>
      places.map((subtrees) => subtrees.map((place) => rootAt(place, tiles)).reduceRight((right, left) => nodeHash(left, right))),
  };
}

async function rootsFrom(reader: TileReader, ranges: readonly Range[], size: number): Promise<Buffer[]> {
  const { tiles, roots } = planOf(ranges, size, reader.height);
  const read = tiles.map(async ({ level, n, width }) => [tileKey(level, n), await reader.tile(level, n, width)] as const);
  return roots(new Map(await Promise.all(read)));
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
  const [root = EMPTY_ROOT] = await rootsFrom(reader, [{ from: 0, to: size }], size);
  return root;
}

/** The tiles from which a proof of inclusion follows, and how: to ask for those of many proofs at once. */
export function planInclusion(index: number, size: number, height = TILE_HEIGHT): Plan {
  checkIndex(index, size);
  return planOf(inclusionRanges(index, size), size, height);
}

/** The proof that the leaf of an index is in the tree of this size, from its sibling up. */
export async function inclusionProof(reader: TileReader, index: number, size: number): Promise<Buffer[]> {
  checkIndex(index, size);
  return rootsFrom(reader, inclusionRanges(index, size), size);
}

/** The tiles that a proof of consistency is made from, all of them as they are in the second tree. */
export function tilesForConsistency(size1: number, size2: number, height = TILE_HEIGHT): TileId[] {
  checkSizes(size1, size2);
  return size1 === 0 ? [] : [...planOf(consistencyRanges(size1, size2), size2, height).tiles];
}

/** The proof that the tree of the second size begins with that of the first. */
export async function consistencyProof(reader: TileReader, size1: number, size2: number): Promise<Buffer[]> {
  checkSizes(size1, size2);
  return size1 === 0 ? [] : rootsFrom(reader, consistencyRanges(size1, size2), size2);
}
