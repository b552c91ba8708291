import { NoAnswer } from './faults.js';

/** A stream of the client: reads are cancelled, subscriptions unsubscribed. */
export interface Cancellable {
  on(event: 'readable' | 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  read(): unknown;
  cancel?(): Promise<void>;
  unsubscribe?(): Promise<void>;
}

/**
 * Takes from a stream of the client what has arrived, and no more than is asked for: what is not taken stays with the server.
 * The client's streams tell of an error without ending, end without an error when the server drops them, and tell nothing
 * when they are cancelled; here each of these is an outcome of `take`.
 */
export class Inflow<T> {
  private failure: Error | undefined;
  private ended = false;
  private arrived: (() => void) | undefined;

  /** @param patience milliseconds without a word after which the stream counts as broken */
  constructor(
    private readonly source: Cancellable,
    private readonly patience: number,
  ) {
    source.on('readable', () => this.wakeSoon());
    source.on('end', () => this.settle());
    source.on('close', () => this.settle());
    source.on('error', (error: Error) => this.settle(error));
  }

  /** At least one item, at most so many; undefined when the stream has ended or was cancelled. */
  async take(most: number): Promise<readonly T[] | undefined> {
    for (;;) {
      const items: T[] = [];
      while (items.length < most) {
        const item = this.source.read() as T | null;
        if (item === null) break;
        items.push(item);
      }
      if (items.length > 0) return items;
      if (this.failure) throw this.failure;
      if (this.ended) return undefined;
      await this.news();
    }
  }

  /** Tells the server that no more is wanted. */
  cancel(): void {
    const cancelled = this.source.cancel?.() ?? this.source.unsubscribe?.();
    cancelled?.catch(() => undefined);
    this.settle();
  }

  /** Events come one by one, but often several in one turn of the loop: they are taken together. */
  private wakeSoon(): void {
    const { arrived } = this;
    if (!arrived) return;
    this.arrived = undefined;
    setImmediate(arrived);
  }

  private settle(failure?: Error): void {
    this.failure ??= failure;
    this.ended = true;
    this.arrived?.();
  }

  private async news(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.arrived = resolve;
      if (this.patience === Number.POSITIVE_INFINITY) return;
      timer = setTimeout(() => this.settle(new NoAnswer(this.patience)), this.patience);
    });
    clearTimeout(timer);
    this.arrived = undefined;
  }
}
