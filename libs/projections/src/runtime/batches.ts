import type { EventLog, LogBatch, SubscribeOptions } from '@concord/event-log';

const LATE = Symbol('late');

/** A subscription that fetches one batch ahead while the last one is being worked on. */
export class Batches {
  private readonly stopping = new AbortController();
  private readonly iterator: AsyncIterator<LogBatch>;
  private next: Promise<IteratorResult<LogBatch>>;

  constructor(log: EventLog, options: SubscribeOptions) {
    const signal = options.signal ? AbortSignal.any([options.signal, this.stopping.signal]) : this.stopping.signal;
    this.iterator = log.subscribe({ ...options, signal })[Symbol.asyncIterator]();
    this.next = this.fetch();
  }

  /**
   * The next batch; undefined when the signal has ended the subscription, `late` when there is none yet.
   * @param patience milliseconds; for ever when left out
   */
  async take(patience?: number): Promise<LogBatch | 'late' | undefined> {
    const result = await (patience === undefined ? this.next : this.nextWithin(patience));
    if (result === LATE) return 'late';
    if (result.done) return undefined;
    this.next = this.fetch();
    return result.value;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.next.catch(() => undefined);
    await this.iterator.return?.();
  }

  private fetch(): Promise<IteratorResult<LogBatch>> {
    const next = this.iterator.next();
    // Its failure is heard when it is taken.
    next.catch(() => undefined);
    return next;
  }

  private async nextWithin(patience: number): Promise<IteratorResult<LogBatch> | typeof LATE> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(resolve, patience, LATE);
    });
    try {
      return await Promise.race([this.next, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
