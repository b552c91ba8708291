import { type EventStoreDBClient, type ResolvedEvent, StreamNotFoundError } from '@eventstore/db-client';
import { backoff, pause } from '../backoff.js';
import { EventLogUnavailable } from '../errors.js';
import type { Connection } from './connection.js';
import { isHopeless, isMisplaced, NoAnswer } from './faults.js';
import { type Cancellable, Inflow } from './inflow.js';

export interface Patience {
  /** Milliseconds without progress after which a read is given up. */
  readonly deadline: number;
  /** Milliseconds that one attempt may be silent. */
  readonly attempt: number;
}

export interface ArrivalOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether all that must be there has come; a node that lags behind ends too early. */
  readonly isComplete?: () => boolean;
  /** Whether an error only says that nothing is there; that there is no such stream, when left out. */
  readonly isAbsent?: (error: unknown) => boolean;
  /** Hears that no event stands where the read was to begin, and says whether `open` now begins elsewhere. */
  readonly onMisplaced?: () => boolean;
}

/** Events that are taken at once. */
const MOST = 64;

const isNoStream = (error: unknown): boolean => error instanceof StreamNotFoundError;

/** Reads that outlive their connection. */
export class Reads {
  constructor(
    private readonly connection: Connection,
    private readonly patience: Patience,
  ) {}

  get client(): EventStoreDBClient {
    return this.connection.client;
  }

  /** Whether a fault is waited out, however long it takes. */
  get areForEver(): boolean {
    return this.patience.deadline === Number.POSITIVE_INFINITY;
  }

  /**
   * What a stream of the client gives, as it arrives; nothing when there is no such stream. After a fault `open` is asked
   * again, and knows how far it came.
   * @throws EventLogUnavailable; the signal's reason when it is aborted
   */
  async *arrivals(
    open: () => Cancellable,
    { signal, isComplete = () => true, isAbsent = isNoStream, onMisplaced = () => false }: ArrivalOptions = {},
  ): AsyncGenerator<readonly ResolvedEvent[]> {
    let end = performance.now() + this.patience.deadline;
    for (let failures = 1; ; failures++) {
      signal?.throwIfAborted();
      const inflow = new Inflow<ResolvedEvent>(open(), this.patience.attempt);
      const stop = (): void => inflow.cancel();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        for (let items = await inflow.take(MOST); items; items = await inflow.take(MOST)) {
          yield items;
          failures = 0;
          end = performance.now() + this.patience.deadline;
        }
        signal?.throwIfAborted();
        if (isComplete()) return;
        throw new Error('EventStoreDB knows less of the log than it has told before');
      } catch (error) {
        signal?.throwIfAborted();
        if (isAbsent(error)) return;
        if (isMisplaced(error) && onMisplaced()) continue;
        if (error instanceof NoAnswer) this.connection.renew();
        if (isHopeless(error) || performance.now() > end) throw new EventLogUnavailable(error);
      } finally {
        signal?.removeEventListener('abort', stop);
        inflow.cancel();
      }
      await pause(backoff(failures), signal);
    }
  }
}
