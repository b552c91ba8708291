import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUFFERED_BYTES = 8_192;
const READ_BYTES = 65_536;
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

  /** Inside of a folder; that of the system for what is temporary, unless told. */
  constructor(inside = tmpdir()) {
    this.path = mkdtempSync(join(inside, 'concord-audit-'));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Records of the same size, in parts on disk, each in the order in which it was added. Memory is the same for any number of them. */
export class Spill {
  private readonly buffers: (Buffer | undefined)[];
  private readonly filled: Uint32Array;
  private readonly written: boolean[];
  private readonly capacity: number;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly size: number,
    readonly parts: number,
  ) {
    this.buffers = Array.from({ length: parts }, () => undefined);
    this.filled = new Uint32Array(parts);
    this.written = Array.from({ length: parts }, () => false);
    this.capacity = Math.floor(BUFFERED_BYTES / size) * size;
  }

  /** Room for one more record of a part: where it has to be written, right away. */
  place(part: number): { readonly bytes: Buffer; readonly at: number } {
    const bytes = this.buffers[part] ?? Buffer.alloc(this.capacity);
    this.buffers[part] = bytes;
    if ((this.filled[part] ?? 0) === this.capacity) this.flush(part);
    const at = this.filled[part] ?? 0;
    this.filled[part] = at + this.size;
    return { bytes, at };
  }

  /** The records of a part, each by the place at which it begins in bytes that are used again. */
  *records(part: number): Generator<{ readonly bytes: Buffer; readonly at: number }> {
    if (this.written[part]) {
      const bytes = Buffer.alloc(Math.floor(READ_BYTES / this.size) * this.size);
      const file = openSync(this.pathOf(part), 'r');
      try {
        for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
          for (let at = 0; at < read; at += this.size) yield { bytes, at };
        }
      } finally {
        closeSync(file);
      }
    }
    const bytes = this.buffers[part];
    if (bytes) for (let at = 0; at < (this.filled[part] ?? 0); at += this.size) yield { bytes, at };
    this.buffers[part] = undefined;
  }

  private flush(part: number): void {
    const bytes = this.buffers[part];
    if (bytes) appendFileSync(this.pathOf(part), bytes.subarray(0, this.filled[part]));
    this.written[part] = true;
    this.filled[part] = 0;
  }

  private pathOf(part: number): string {
    return join(this.folder, `${this.name}-${part}`);
  }
}
