import { AsyncLocalStorage } from 'node:async_hooks';
import { comparePositions, type Position, type RecordedEvent, type Uuid } from '@concord/kernel';
import type { AppendResult, EventLog, LogBatch, ReadAllOptions, ReadStreamOptions, SubscribeOptions } from './event-log.js';

/** How far somebody sees who looks at the past. */
export interface Horizon {
  /** The last position that there is. */
  readonly until: Position;
}

const horizons = new AsyncLocalStorage<Horizon>();

/** For the work, and everything that it waits for, the log ends at the horizon. */
export const withinHorizon = <T>(horizon: Horizon, work: () => T): T => horizons.run(horizon, work);

/** For the work, and everything that it waits for, the log has no horizon, whoever asks for it. */
export const withoutHorizon = <T>(work: () => T): T => horizons.exit(work);

/** The log, which within a horizon ends there; nobody can append to the past, or wait for more of it. */
export class HorizonLog implements EventLog {
  constructor(private readonly log: EventLog) {}

  append(...act: Parameters<EventLog['append']>): Promise<AppendResult> {
    if (horizons.getStore()) throw new RangeError('Nothing can be appended to the past');
    return this.log.append(...act);
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<RecordedEvent> {
    return this.log.readStream(stream, seen(options));
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<RecordedEvent> {
    return this.log.readAll(seen(options));
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<LogBatch> {
    if (horizons.getStore()) throw new RangeError('Nothing more happens in the past');
    return this.log.subscribe(options);
  }

  async head(): Promise<Position> {
    const head = await this.log.head();
    return seen({ until: head }).until ?? head;
  }

  identity(): Promise<Uuid> {
    return this.log.identity();
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

function seen<Options extends { readonly until?: Position }>(options: Options): Options {
  const horizon = horizons.getStore();
  if (!horizon) return options;
  const { until } = horizon;
  return options.until !== undefined && comparePositions(options.until, until) <= 0 ? options : { ...options, until };
}
