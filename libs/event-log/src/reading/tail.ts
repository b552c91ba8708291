import { unlessAborted } from '../abort.js';
import type { Engine, Page, Stretch } from './engine.js';
import { Ring } from './ring.js';

/** How a store tells of what is appended. */
export interface Follower {
  /** Begins to hand over what comes behind the tail's place, in order, and goes on until it is closed. */
  start(tail: FollowedTail): void;
  /** Somebody knows that the log reaches to this place: look there, if you have not yet. */
  hint(place: number): void;
  close(): Promise<void>;
}

/** What a follower sees of the tail. */
export interface FollowedTail {
  /** Everything up to here has been handed over. */
  readonly place: number;
  /** Takes the events that follow. */
  push(page: Page): void;
  /** Goes on behind this place, leaving out what is between: those who wait read it for themselves. */
  skipTo(place: number): void;
}

/**
 * The end of the log, followed once for all subscribers of a process: each new event is fetched once, however many wait
 * for it. Memory is bounded by the ring; who falls out of it reads for himself.
 */
export class Tail implements FollowedTail {
  private readonly ring = new Ring();
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<() => void>();
  private started: Promise<void> | undefined;
  private following = false;

  constructor(
    private readonly engine: Pick<Engine, 'head'>,
    private readonly follower: Follower,
  ) {}

  /** Everything up to here is known to be in the log. */
  get place(): number {
    return this.ring.place;
  }

  /** Resolves when the tail has seen all that is in the log now. Begins to follow with the first call. */
  async reachHead(signal: AbortSignal): Promise<void> {
    this.started ??= this.start();
    await unlessAborted(this.started, signal);
    const head = await this.engine.head(signal);
    while (this.place < head && !signal.aborted) {
      this.follower.hint(head);
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

  /**
   * Somebody in this process has recorded what stands between these places: it need not be fetched, where
   * everything before it is known.
   */
  offer(after: number, until: number, page: () => Page): void {
    if (!this.following) return;
    if (after === this.place) this.push(page());
    else this.follower.hint(until);
  }

  push(page: Page): void {
    this.ring.push(page);
    this.wakeAll();
  }

  skipTo(place: number): void {
    this.ring.reset(place);
    this.wakeAll();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.started?.catch(() => undefined);
    if (this.following) await this.follower.close();
  }

  private async start(): Promise<void> {
    try {
      this.ring.reset(await this.engine.head(this.stopping.signal));
    } catch (error) {
      this.started = undefined;
      throw error;
    }
    this.following = true;
    this.follower.start(this);
  }

  private wakeAll(): void {
    for (const done of [...this.waiting]) done();
  }
}
