import type { RecordedEvent } from '@concord/kernel';
import { placeOf } from '../positions.js';
import type { Engine, Range, Stretch, WalkOptions } from '../reading/engine.js';
import { PageSize } from '../reading/page-size.js';
import type { Reader } from './reader.js';

/** How far one query looks for events of some types, so that no stretch of others makes it slow. */
const WINDOW = 20_000;

/** Walks by queries, each for a page that is asked for when the one before has been taken. */
export class PostgresEngine implements Engine {
  constructor(private readonly reader: Reader) {}

  head(signal?: AbortSignal): Promise<number> {
    return this.reader.head(signal);
  }

  async *stream(stream: string, from: number, until: number, signal?: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
    const size = new PageSize();
    for (let next = from; ; ) {
      const limit = size.rows;
      const page = await this.reader.stream(stream, next, until, limit, signal);
      size.learn(page);
      yield page.events;
      next += page.events.length;
      if (page.events.length < limit) return;
    }
  }

  async *walk(range: Range, { most, backwards = false, signal }: WalkOptions = {}): AsyncGenerator<Stretch> {
    const size = new PageSize(most);
    let left = range;
    while (left.after < left.until) {
      const window = windowOf(left, backwards);
      const limit = size.rows;
      const page = await this.reader.all(window, limit, backwards, signal);
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
}

function windowOf({ after, until, types }: Range, backwards: boolean): Range {
  if (!types) return { after, until };
  return backwards ? { after: Math.max(after, until - WINDOW), until, types } : { after, until: Math.min(until, after + WINDOW), types };
}
