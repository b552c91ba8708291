import { parseBundle } from '../bundle.js';
import { refuse } from '../refused.js';
import { HASH_SIZE } from '../sha256.js';
import { entriesPath, TILE_WIDTH, tilePath } from '../tile-path.js';

/** What is to be checked cannot be read. The message says what, and why. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}

/** Where a log is read from. Nothing of what it gives is believed. */
export interface Source {
  /** As a person reads it. */
  readonly name: string;
  /** Whether it serves tiles above those of the leaves. */
  readonly hasTree: boolean;
  /** The signed checkpoint. @throws SourceUnavailable */
  checkpoint(): Promise<string>;
  /** The entries of a bundle; undefined where there is none. @throws ProofRefused when it is none, SourceUnavailable */
  entries(n: number, width: number): Promise<readonly Buffer[] | undefined>;
  /** The hashes of a tile, behind one another; undefined where there is none. @throws ProofRefused when it is none, SourceUnavailable */
  hashes(level: number, n: number, width: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** A log as files under the paths of C2SP tlog-tiles, wherever these are. */
export abstract class TileSource implements Source {
  readonly hasTree = true;

  abstract readonly name: string;
  abstract checkpoint(): Promise<string>;
  /** The bytes under a path; undefined where there is nothing. @throws SourceUnavailable */
  abstract read(path: string): Promise<Buffer | undefined>;

  async entries(n: number, width: number): Promise<readonly Buffer[] | undefined> {
    const bundle = await this.read(entriesPath(n, width));
    if (bundle) return parseBundle(bundle);
    const full = await this.fullInstead(width, entriesPath(n));
    return full && parseBundle(full).slice(0, width);
  }

  async hashes(level: number, n: number, width: number): Promise<Buffer | undefined> {
    const path = tilePath(level, n, width);
    const tile = (await this.read(path)) ?? (await this.fullInstead(width, tilePath(level, n)))?.subarray(0, width * HASH_SIZE);
    if (tile && tile.length !== width * HASH_SIZE) refuse(`The tile ${path} has ${tile.length} bytes, and must have ${width * HASH_SIZE}.`);
    return tile;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A partial tile may be gone once the full one is there. */
  private fullInstead(width: number, path: string): Promise<Buffer | undefined> {
    return width === TILE_WIDTH ? Promise.resolve(undefined) : this.read(path);
  }
}
