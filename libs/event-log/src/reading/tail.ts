import type { Pool } from 'pg';
import { unlessAborted } from '../abort.js';
import { backoff, pause } from '../backoff.js';
import { Listener, type ListenerOptions } from './listener.js';
import { PageSize } from './page-size.js';
import type { Reader } from './reader.js';
import { Ring } from './ring.js';
import type { Stretch } from './scan.js';

/**
 * The end of the log, followed once for all subscribers of a process: each new event is read once, however many wait
 * for it. Memory is bounded by the ring; who falls out of it reads for himself.
 */
export class Tail {
  private readonly ring = new Ring();
  private readonly size = new PageSize(Ring.capacity / 4);
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<() => void>();
  private started: Promise<void> | undefined;
  private listener: Listener | undefined;
  private following: Promise<void> | undefined;
  private stale = false;

  constructor(
    private readonly pool: Pool,
    private readonly reader: Reader,
    private readonly options: ListenerOptions,
  ) {}

  /** Everything up to here is known to be in the log. */
  get place(): number {
    return this.ring.place;
  }

  /** Resolves when the tail has seen all that is in the log now. Begins to listen with the first call. */
  async reachHead(signal: AbortSignal): Promise<void> {
    this.started ??= this.start();
    await unlessAborted(this.started, signal);
    const head = await this.reader.head(signal);
    while (this.place < head && !signal.aborted) {
      this.wake(head);
      await this.moved(this.place, signal);
    }
  }

  /** What follows the place, or undefined when it is too far behind. */
  read(after: number, limit: number, types?: ReadonlySet<string>): Stretch | undefined {
    return this.ring.read(after, limit, types);
  }

  /** Waits until the log reaches beyond the place, or the signal is aborted. */
  async moved(beyond: number, signal: AbortSignal): Promise<void> {
    while (this.place <= beyond && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.started?.catch(() => undefined);
    await this.listener?.close();
    await this.following;
  }

  private async start(): Promise<void> {
    try {
      this.ring.reset(await this.reader.head(this.stopping.signal));
    } catch (error) {
      this.started = undefined;
      throw error;
    }
    this.listener = new Listener(this.pool, this.options, (place) => this.wake(place));
  }

  private wake(place?: number): void {
    if (place !== undefined && place <= this.place) return;
    this.stale = true;
    this.following ??= this.follow();
  }

  /** One query at a time; whoever calls during it causes another, since it may have looked too early. */
  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; this.stale && !signal.aborted; ) {
      this.stale = false;
      try {
        const more = await this.advance(signal);
        this.stale ||= more;
        failures = 0;
      } catch {
        this.stale = true;
        await pause(backoff(failures++), signal);
      }
      for (const done of [...this.waiting]) done();
    }
    this.following = undefined;
  }

  /** Reads what follows. True when there may be more. */
  private async advance(signal: AbortSignal): Promise<boolean> {
    const limit = this.size.rows;
    const page = await this.reader.all({ after: this.place, until: Number.MAX_SAFE_INTEGER }, limit, false, signal);
    this.size.learn(page);
    const full = page.events.length === limit;
    const head = full ? await this.reader.head(signal) : 0;
    if (head - this.place > Ring.capacity) this.ring.reset(head);
    else this.ring.push(page);
    return full;
  }
}
