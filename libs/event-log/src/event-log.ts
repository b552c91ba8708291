import type { Position, ProposedEvent, RecordedEvent, Uuid } from '@concord/kernel';

/** The expected revision of a stream that does not exist yet. */
export const NO_STREAM = -1;

export interface AppendResult {
  readonly stream: string;
  /** The stream's revision after the append. */
  readonly revision: number;
  /** The position of the last event appended. */
  readonly position: Position;
  /** True when these events were in the log already and this is the answer given then. */
  readonly replayed: boolean;
}

export interface ReadStreamOptions {
  /** The first revision to read; 0 when left out. */
  readonly from?: number;
  /** The last position to read, inclusive; to the end when left out. */
  readonly until?: Position;
  readonly signal?: AbortSignal;
}

export interface ReadAllOptions {
  /** Read what comes after this position; from the start when left out. */
  readonly after?: Position;
  /** The last position to read, inclusive; to the end when left out. */
  readonly until?: Position;
  /** Only events of these types. */
  readonly types?: readonly string[];
  /** Newest first: then reading starts before `until` and ends behind `after`. */
  readonly backwards?: boolean;
  readonly signal?: AbortSignal;
}

export interface SubscribeOptions {
  readonly after?: Position;
  readonly types?: readonly string[];
  /** The most events that a batch holds; 1,000 when left out. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** What a subscription hands over at once. */
export interface LogBatch {
  /** In log order; empty in a batch that only tells how far the log has been read. */
  readonly events: readonly RecordedEvent[];
  /** Everything up to here has been seen, events of other types included. */
  readonly position: Position;
  /** True when nothing was behind this batch as it was read. */
  readonly caughtUp: boolean;
}

/**
 * The log of everything that every party did: the one truth of the platform.
 *
 * Its contract, the same for every adapter (`testing/event-log.contract.ts`):
 * total order, where nobody sees a position before the ones under it; of racing appends at one
 * revision exactly one wins; the same append again gets the first answer; a subscription outlives
 * its connection; reads of any length take constant memory.
 */
export interface EventLog {
  /**
   * Appends all events to the stream, or none.
   * @param expectedRevision the stream's last revision as the caller knows it, or `NO_STREAM`
   * @throws WrongExpectedRevision when the stream has moved
   * @throws EventIdReused when an id is in the log with other content, or in another append
   * @throws UnstorableEvent when the text of an event cannot be kept
   * @throws EventLogUnavailable when the outcome could not be learnt in time; the same call again decides it
   */
  append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<AppendResult>;

  /** The events of one stream, oldest first; nothing when it does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  /** The events of all streams up to the head at the time of the call. */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;

  /**
   * The events of all streams and then, for ever, those that come. Ends only by its signal; the loss
   * of the connection is healed inside. The next batch is read when it is asked for.
   */
  subscribe(options?: SubscribeOptions): AsyncIterable<LogBatch>;

  /** The position of the last event, or `START` in an empty log. */
  head(): Promise<Position>;

  /** Names this log for ever, whoever asks: a copy has another identity, a restored backup the same. Positions are comparable within one identity only. */
  identity(): Promise<Uuid>;

  /** Gives back connections. Subscriptions end. */
  close(): Promise<void>;
}

/** The token under which Nest injects the log. */
export const EVENT_LOG = Symbol('EventLog');
