import { ProofRefused } from '../refused.js';
import { TILE_WIDTH } from '../tile-path.js';
import type { Source } from './source.js';

/** How many pages are read ahead of the one that is checked. */
const AHEAD = 6;

/** What is told of what a source does not have. */
export const NOTHING = 'nothing there';

/** A bundle of entries with the tile of their leaf hashes; what is not there, or cannot be read, is told in words. */
export interface Page {
  /** Index of its first leaf. */
  readonly first: number;
  readonly width: number;
  readonly entries: readonly Buffer[] | string;
  readonly hashes: Buffer | string;
}

async function orWords<T>(what: Promise<T | undefined>): Promise<T | string> {
  try {
    return (await what) ?? NOTHING;
  } catch (error) {
    if (error instanceof ProofRefused) return error.message;
    throw error;
  }
}

async function read(source: Source, n: number, size: number): Promise<Page> {
  const first = n * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, size - first);
  const [entries, hashes] = await Promise.all([orWords(source.entries(n, width)), orWords(source.hashes(0, n, width))]);
  return { first, width, entries, hashes };
}

/** All pages of a tree of this size, in order, read ahead. @throws SourceUnavailable */
export async function* pagesOf(source: Source, size: number): AsyncGenerator<Page> {
  const count = Math.ceil(size / TILE_WIDTH);
  const waiting: Promise<Page>[] = [];
  const ask = (n: number): void => {
    const page = read(source, n, size);
    // It is waited for later, and fails then.
    page.catch(() => undefined);
    waiting.push(page);
  };
  for (let n = 0; n < Math.min(AHEAD, count); n++) ask(n);
  for (let n = 0; n < count; n++) {
    const page = await waiting.shift();
    if (n + AHEAD < count) ask(n + AHEAD);
    if (page) yield page;
  }
}
