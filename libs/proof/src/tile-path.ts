import { refuse } from './refused.js';
import { shown } from './text.js';

/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** Levels of a tree in one tile. */
export const TILE_HEIGHT = 8;

const LAST_LEVEL = 63;

/** A tile of hashes: level 0 has those of the leaves, each further one the roots of the full tiles below. */
export interface TileId {
  readonly level: number;
  /** Number of the tile on its level, from 0. */
  readonly n: number;
  /** How many hashes it has, 1 to 256. */
  readonly width: number;
}

/** What a path below the log names. */
export type TilePath = ({ readonly kind: 'hashes' } & TileId) | { readonly kind: 'entries'; readonly n: number; readonly width: number };

/** Groups of three digits, all but the last with an x before them: 1234067 is x001/x234/067. */
function digitsOf(n: number): string {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

const suffixOf = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** Where a tile of hashes is served, below the log's prefix and without a slash before it. */
export const tilePath = (level: number, n: number, width = TILE_WIDTH): string => `tile/${level}/${digitsOf(n)}${suffixOf(width)}`;

/** Where a bundle of entries is served. */
export const entriesPath = (n: number, width = TILE_WIDTH): string => `tile/entries/${digitsOf(n)}${suffixOf(width)}`;

const PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** @throws ProofRefused when the path is not the one that such a tile has */
export function parseTilePath(text: string): TilePath {
  const [, level = '', digits = '', partial] = PATH.exec(text) ?? [];
  const n = Number(digits.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const path: TilePath = level === 'entries' ? { kind: 'entries', n, width } : { kind: 'hashes', level: Number(level), n, width };
  const canonical = path.kind === 'entries' ? entriesPath(n, width) : tilePath(path.level, n, width);
  const isInRange = Number.isSafeInteger(n) && width >= 1 && (path.kind === 'entries' || path.level <= LAST_LEVEL);
  if (canonical !== text || !isInRange) {
    refuse(
      `The path is ${shown(text)}, and must be tile/<level 0 to 63, or entries>/<number in groups as x001/x234/067>, with .p/<1 to 255> where the tile is partial.`,
    );
  }
  return path;
}

/** How many hashes tile `n` of a level has in a tree of this size; 0 where there is no such tile. */
export function tileWidth(level: number, n: number, size: number, height = TILE_HEIGHT): number {
  const full = 2 ** height;
  return Math.max(0, Math.min(full, Math.floor(size / full ** level) - n * full));
}
