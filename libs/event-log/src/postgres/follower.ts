import type { Pool } from 'pg';
import { backoff, pause } from '../backoff.js';
import { PageSize } from '../reading/page-size.js';
import { Ring } from '../reading/ring.js';
import type { FollowedTail, Follower } from '../reading/tail.js';
import { Listener, type ListenerOptions } from './listener.js';
import type { Reader } from './reader.js';

/** Milliseconds. */
const MOMENT = 1;

/** Is told of appends by NOTIFY, and reads what has been appended. */
export class PostgresFollower implements Follower {
  private readonly size = new PageSize(Ring.capacity / 4);
  private readonly stopping = new AbortController();
  private tail: FollowedTail | undefined;
  private listener: Listener | undefined;
  private following: Promise<void> | undefined;
  private stale = false;

  constructor(
    private readonly pool: Pool,
    private readonly reader: Reader,
    private readonly options: ListenerOptions,
    private readonly isAppending: () => boolean,
  ) {}

  start(tail: FollowedTail): void {
    this.tail = tail;
    this.listener = new Listener(this.pool, this.options, (place) => this.hear(tail, place));
  }

  hint(place: number): void {
    if (this.tail) this.wake(this.tail, place);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.listener?.close();
    await this.following;
  }

  /** An append that is under way here may be what the word is of: then its answer, a moment later, brings the events along. */
  private hear(tail: FollowedTail, place?: number): void {
    if (this.isAppending()) setTimeout(() => this.wake(tail, place), MOMENT);
    else this.wake(tail, place);
  }

  private wake(tail: FollowedTail, place?: number): void {
    if (this.stopping.signal.aborted || (place !== undefined && place <= tail.place)) return;
    this.stale = true;
    this.following ??= this.follow(tail);
  }

  /** One query at a time; whoever calls during it causes another, since it may have looked too early. */
  private async follow(tail: FollowedTail): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; this.stale && !signal.aborted; ) {
      this.stale = false;
      try {
        const more = await this.advance(tail, signal);
        this.stale ||= more;
        failures = 0;
      } catch {
        this.stale = true;
        await pause(backoff(failures++), signal);
      }
    }
    this.following = undefined;
  }

  /** Reads what follows. True when there may be more. */
  private async advance(tail: FollowedTail, signal: AbortSignal): Promise<boolean> {
    const limit = this.size.rows;
    const page = await this.reader.all({ after: tail.place, until: Number.MAX_SAFE_INTEGER }, limit, false, signal);
    this.size.learn(page);
    const full = page.events.length === limit;
    const head = full ? await this.reader.head(signal) : 0;
    if (head - tail.place > Ring.capacity) tail.skipTo(head);
    else tail.push(page);
    return full;
  }
}
