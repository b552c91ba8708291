import type { RecordedEvent } from '@concord/kernel';
import { placeOf } from '../positions.js';
import type { Page, Stretch } from './engine.js';

interface Chunk extends Page {
  readonly after: number;
  readonly until: number;
}

/** Events and characters of JSON that are kept. */
const MAX_EVENTS = 4_096;
const MAX_WEIGHT = 16 * 1024 * 1024;

/** The newest events of the log without a hole between them: the oldest leave as new ones come. */
export class Ring {
  private chunks: Chunk[] = [];
  private events = 0;
  private weight = 0;
  private end = 0;

  /** The place of the newest event. */
  get place(): number {
    return this.end;
  }

  static get capacity(): number {
    return MAX_EVENTS;
  }

  /** Forgets everything and goes on behind this place. */
  reset(place: number): void {
    this.chunks = [];
    this.events = 0;
    this.weight = 0;
    this.end = place;
  }

  /** Takes the events that follow the newest one; which it has already, it leaves out. */
  push(page: Page): void {
    const { events, weight } = this.behind(page);
    const last = events.at(-1);
    if (!last) return;
    const chunk = { after: this.end, until: placeOf(last.position), events, weight };
    this.chunks.push(chunk);
    this.end = chunk.until;
    this.events += events.length;
    this.weight += weight;
    while (this.events > MAX_EVENTS || this.weight > MAX_WEIGHT) this.forgetOldest();
  }

  /** The next events of these types behind the place, or undefined when it does not reach back so far. */
  read(after: number, limit: number, types?: ReadonlySet<string>): Stretch | undefined {
    if (after > this.end || after < (this.chunks[0]?.after ?? this.end)) return undefined;
    const events: RecordedEvent[] = [];
    let first = this.chunks.length;
    while (first > 0 && (this.chunks[first - 1] as Chunk).until > after) first--;
    for (const chunk of this.chunks.slice(first)) {
      for (const event of chunk.events) {
        if (placeOf(event.position) <= after || (types && !types.has(event.type))) continue;
        events.push(event);
        if (events.length === limit) return { events, place: placeOf(event.position) };
      }
    }
    return { events, place: this.end };
  }

  private behind(page: Page): Page {
    const [first] = page.events;
    if (!first || placeOf(first.position) > this.end) return page;
    return { ...page, events: page.events.filter(({ position }) => placeOf(position) > this.end) };
  }

  private forgetOldest(): void {
    const oldest = this.chunks.shift();
    this.events -= oldest?.events.length ?? 0;
    this.weight -= oldest?.weight ?? 0;
  }
}
