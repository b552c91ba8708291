import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK_BYTES = 8_192;
const FEWEST_PARTS = 64;
const MOST_PARTS = 1_024;
/** Records of a part that are held in memory at once, about. */
const RECORDS_OF_A_PART = 65_536;

/** In how many parts so many records are kept; a power of two. */
export function partsFor(records: number): number {
  let parts = FEWEST_PARTS;
  while (parts < MOST_PARTS && records / parts > RECORDS_OF_A_PART) parts *= 2;
  return parts;
}

/** A folder for what does not fit into memory. */
export class SpillFolder {
  readonly path: string;
  private readonly open: number[] = [];

  /** Inside of a folder; that of the system for what is temporary, unless told. */
  constructor(inside = tmpdir()) {
    this.path = mkdtempSync(join(inside, 'concord-audit-'));
  }

  /** A new file, to be written and read. */
  file(name: string): number {
    const file = openSync(join(this.path, name), 'wx+');
    this.open.push(file);
    return file;
  }

  remove(): void {
    for (const file of this.open.splice(0)) closeSync(file);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/**
 * Records of the same size in parts, each in the order in which it was added. Full chunks of a part go to the file, in which those of all
 * parts stand as they come.
 */
export class Spill {
  /** The chunks that are not full yet, one of each part. */
  readonly bytes: Buffer;
  private readonly filled: Uint32Array;
  private readonly chunks: number[][];
  private readonly capacity: number;
  private readonly file: number;
  private written = 0;

  constructor(
    folder: SpillFolder,
    name: string,
    private readonly size: number,
    readonly parts: number,
  ) {
    this.capacity = Math.floor(CHUNK_BYTES / size) * size;
    this.bytes = Buffer.alloc(parts * this.capacity);
    this.filled = new Uint32Array(parts);
    this.chunks = Array.from({ length: parts }, () => []);
    this.file = folder.file(name);
  }

  /** Room for one more record of a part: the place in `bytes` to which it has to be written, right away. */
  place(part: number): number {
    if (this.filled[part] === this.capacity) this.flush(part);
    const filled = this.filled[part] ?? 0;
    this.filled[part] = filled + this.size;
    return part * this.capacity + filled;
  }

  /** Tells of the records of a part, each by the place at which it begins in bytes that are used again. */
  forEach(part: number, take: (bytes: Buffer, at: number) => void): void {
    const bytes = Buffer.alloc(this.capacity);
    for (const chunk of this.chunks[part] ?? []) {
      if (readSync(this.file, bytes, 0, this.capacity, chunk * this.capacity) < this.capacity) throw new Error('A file was cut off');
      for (let at = 0; at < this.capacity; at += this.size) take(bytes, at);
    }
    const begin = part * this.capacity;
    for (let at = 0; at < (this.filled[part] ?? 0); at += this.size) take(this.bytes, begin + at);
  }

  private flush(part: number): void {
    writeSync(this.file, this.bytes, part * this.capacity, this.capacity, this.written * this.capacity);
    this.chunks[part]?.push(this.written);
    this.written += 1;
    this.filled[part] = 0;
  }
}
