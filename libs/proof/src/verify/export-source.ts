import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MOST_ENTRY_BYTES } from '../bundle.js';
import { HASH_SIZE } from '../sha256.js';
import { fromBase64, fromUtf8, shown } from '../text.js';
import { TILE_WIDTH } from '../tile-path.js';
import { type Source, SourceUnavailable } from './source.js';

/** What the first line of an export names as its format. */
export const EXPORT_FORMAT = 'concord.log@v1';

const LINE_FEED = 0x0a;
const BEFORE_HASH = '{"leaf":"';
const HASH_LENGTH = 44;
const BEFORE_ENTRY = '","entry":';
const ENTRY_AT = BEFORE_HASH.length + HASH_LENGTH + BEFORE_ENTRY.length;
const MOST_LINE_BYTES = ENTRY_AT + MOST_ENTRY_BYTES + 1;
/** Pages that are remembered, for those who ask for several at once. */
const REMEMBERED = 16;

/** The first line of an export, with the signed checkpoint. */
export const exportHead = (checkpoint: string): string => `${JSON.stringify({ format: EXPORT_FORMAT, checkpoint })}\n`;

/** The line of an entry, whose bytes are those of canonical JSON, and of its leaf hash. */
export const exportLine = (leaf: Buffer, entry: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${BEFORE_HASH}${leaf.toString('base64')}${BEFORE_ENTRY}`), entry, Buffer.from('}\n')]);

interface Page {
  readonly entries: Buffer[];
  readonly hashes: Buffer[];
}

async function* linesOf(stream: Readable, name: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let begin = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, begin)) {
      yield bytes.subarray(begin, end);
      begin = end + 1;
    }
    rest = Buffer.from(bytes.subarray(begin));
    if (rest.length > MOST_LINE_BYTES) throw new SourceUnavailable(`${name} has a line of more than ${MOST_LINE_BYTES} bytes`);
  }
  if (rest.length > 0) throw new SourceUnavailable(`${name} ends in the midst of a line: it is cut off`);
}

function checkpointIn(line: Buffer, name: string): string {
  try {
    const { format, checkpoint } = JSON.parse(fromUtf8(line, 'first line')) as { format?: unknown; checkpoint?: unknown };
    if (format === EXPORT_FORMAT && typeof checkpoint === 'string') return checkpoint;
  } catch {
    // Said below.
  }
  throw new SourceUnavailable(
    `${name} is no export of a log: its first line is ${shown(line.toString('utf8'))}, and must name the format ${EXPORT_FORMAT}`,
  );
}

/** A log in one file of JSON Lines, packed where the name ends with .gz: the checkpoint, then a line for each entry, in order. */
export class ExportSource implements Source {
  readonly hasTree = false;
  private readonly pages = new Map<number, Page>();
  private lines: AsyncGenerator<Buffer> | undefined;
  private stream: Readable | undefined;
  private next = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(readonly name: string) {}

  async checkpoint(): Promise<string> {
    const lines = linesOf(this.open(), this.name);
    try {
      const { value } = await this.reading(lines.next());
      return checkpointIn(value ?? Buffer.alloc(0), this.name);
    } finally {
      await this.close();
    }
  }

  async entries(n: number): Promise<readonly Buffer[] | undefined> {
    return (await this.page(n))?.entries;
  }

  async hashes(level: number, n: number): Promise<Buffer | undefined> {
    const page = level === 0 ? await this.page(n) : undefined;
    return page && Buffer.concat(page.hashes);
  }

  async close(): Promise<void> {
    this.stream?.destroy();
    this.stream = undefined;
    this.lines = undefined;
  }

  /** One after another: a file is read from its begin to its end. */
  private page(n: number): Promise<Page | undefined> {
    const page = this.turn.then(() => this.find(n));
    this.turn = page.catch(() => undefined);
    return page;
  }

  private async find(n: number): Promise<Page | undefined> {
    const known = this.pages.get(n);
    if (known) return known;
    if (!this.lines || n < this.next) await this.begin();
    while (this.next <= n) {
      const page = await this.readPage();
      if (!page) return undefined;
      this.pages.set(this.next++, page);
      if (this.pages.size > REMEMBERED) this.pages.delete(Math.min(...this.pages.keys()));
    }
    return this.pages.get(n);
  }

  private async begin(): Promise<void> {
    await this.close();
    this.pages.clear();
    this.next = 0;
    this.lines = linesOf(this.open(), this.name);
    await this.reading(this.lines.next());
  }

  private async readPage(): Promise<Page | undefined> {
    const page: Page = { entries: [], hashes: [] };
    while (page.entries.length < TILE_WIDTH) {
      const line = await this.readLine();
      if (!line) break;
      const [hash, isLine] = this.partsOf(line);
      if (!isLine) {
        const number = this.next * TILE_WIDTH + page.entries.length + 2;
        throw new SourceUnavailable(
          `Line ${number} of ${this.name} is ${shown(line.toString('utf8'))}, and must be a leaf hash and an entry`,
        );
      }
      page.hashes.push(hash);
      page.entries.push(line.subarray(ENTRY_AT, -1));
    }
    return page.entries.length > 0 ? page : undefined;
  }

  private async readLine(): Promise<Buffer | undefined> {
    const { lines } = this;
    if (!lines) return undefined;
    const { value, done } = await this.reading(lines.next());
    return done ? undefined : value;
  }

  private partsOf(line: Buffer): readonly [Buffer, boolean] {
    const head = line.toString('latin1', 0, ENTRY_AT);
    const base64 = head.slice(BEFORE_HASH.length, BEFORE_HASH.length + HASH_LENGTH);
    const isLine = head === `${BEFORE_HASH}${base64}${BEFORE_ENTRY}` && line.at(-1) === 0x7d;
    const hash = isLine ? fromBase64(base64, 'leaf hash') : Buffer.alloc(0);
    return [hash, hash.length === HASH_SIZE];
  }

  private open(): Readable {
    const file = createReadStream(this.name);
    this.stream = file;
    if (!this.name.endsWith('.gz')) return file;
    const unpacked = createGunzip();
    file.on('error', (error) => unpacked.destroy(error));
    return file.pipe(unpacked);
  }

  private async reading<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof SourceUnavailable) throw error;
      throw new SourceUnavailable(`${this.name} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    }
  }
}
