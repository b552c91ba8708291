import { placeOf } from '../positions.js';
import type { PageSize } from './page-size.js';
import type { Page, Range, Reader } from './reader.js';

/** How far one query looks for events of some types, so that no stretch of others makes it slow. */
const WINDOW = 20_000;

export interface ScanOptions {
  readonly size: PageSize;
  readonly backwards?: boolean;
  readonly signal?: AbortSignal;
}

/** A page and the place up to which (backwards: down to which) the log has been read with it. */
export interface Stretch {
  readonly events: Page['events'];
  readonly place: number;
}

function windowOf({ after, until, types }: Range, backwards: boolean): Range {
  if (!types) return { after, until };
  return backwards ? { after: Math.max(after, until - WINDOW), until, types } : { after, until: Math.min(until, after + WINDOW), types };
}

/** Walks over a range of the log page by page; each page is read when it is asked for. */
export async function* scan(reader: Reader, range: Range, { size, backwards = false, signal }: ScanOptions): AsyncGenerator<Stretch> {
  let left = range;
  while (left.after < left.until) {
    const window = windowOf(left, backwards);
    const limit = size.rows;
    const page = await reader.all(window, limit, backwards, signal);
    size.learn(page);
    const last = page.events.length === limit ? page.events.at(-1) : undefined;
    if (backwards) {
      left = { ...left, until: last ? placeOf(last.position) - 1 : window.after };
      yield { events: page.events, place: left.until };
    } else {
      left = { ...left, after: last ? placeOf(last.position) : window.until };
      yield { events: page.events, place: left.after };
    }
  }
}
