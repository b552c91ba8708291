import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a number in a record. */
export const NUMBER_SIZE = Float64Array.BYTES_PER_ELEMENT;

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
  private readonly open: number[] = [];

  /** One that is there. */
  constructor(readonly path: string) {}

  /** A new one inside of a folder; that of the system for what is temporary, unless told. */
  static make(inside = tmpdir()): SpillFolder {
    return new SpillFolder(mkdtempSync(join(inside, 'concord-audit-')));
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

/** Bytes in which records stand, and the words and numbers that are in them. They are read by the machine that wrote them. */
export class Records {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly numbers: Float64Array;

  constructor(size: number) {
    const memory = new ArrayBuffer(size);
    this.bytes = Buffer.from(memory);
    this.words = new Int32Array(memory);
    this.numbers = new Float64Array(memory);
  }
}

/**
 * Records of the same size in parts, each in the order in which it was added. Full chunks of a part go to the file, in which those of all
 * parts stand as they come.
 */
export class Spill {
  /** The chunks that are not full yet, one of each part. */
  readonly records: Records;
  private readonly filled: Uint32Array;
  private readonly chunks: number[][];
  private readonly capacity: number;
  private readonly file: number;
  private readonly again: Records;
  private written = 0;

  /** @param size bytes of a record, a multiple of eight: it begins where a number may */
  constructor(
    folder: SpillFolder,
    name: string,
    private readonly size: number,
    readonly parts: number,
  ) {
    this.capacity = Math.floor(CHUNK_BYTES / size) * size;
    this.records = new Records(parts * this.capacity);
    this.again = new Records(this.capacity);
    this.filled = new Uint32Array(parts);
    this.chunks = Array.from({ length: parts }, () => []);
    this.file = folder.file(name);
  }

  /** Room for one more record of a part: the byte of `records` at which it has to be written, right away. */
  place(part: number): number {
    if (this.filled[part] === this.capacity) this.flush(part);
    const filled = this.filled[part] ?? 0;
    this.filled[part] = filled + this.size;
    return part * this.capacity + filled;
  }

  /** Tells of the records of a part, each by the byte at which it begins. The next one may stand in its place. */
  forEach(part: number, take: (records: Records, at: number) => void): void {
    for (const chunk of this.chunks[part] ?? []) {
      const read = readSync(this.file, this.again.bytes, 0, this.capacity, chunk * this.capacity);
      if (read < this.capacity) throw new Error('A file was cut off');
      for (let at = 0; at < this.capacity; at += this.size) take(this.again, at);
    }
    const begin = part * this.capacity;
    for (let at = 0; at < (this.filled[part] ?? 0); at += this.size) take(this.records, begin + at);
  }

  private flush(part: number): void {
    writeSync(this.file, this.records.bytes, part * this.capacity, this.capacity, this.written * this.capacity);
    this.chunks[part]?.push(this.written);
    this.written += 1;
    this.filled[part] = 0;
  }
}
