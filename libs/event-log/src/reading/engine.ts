import type { RecordedEvent } from '@concord/kernel';

/** A part of the log: what lies after one place, up to another. */
export interface Range {
  readonly after: number;
  /** Inclusive. */
  readonly until: number;
  readonly types?: readonly string[] | undefined;
}

/** Events that were fetched together. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Characters of JSON. */
  readonly weight: number;
}

/** Events, and the place up to which (backwards: down to which) the log has been read with them. */
export interface Stretch {
  readonly events: readonly RecordedEvent[];
  readonly place: number;
}

export interface WalkOptions {
  /** The most events of a stretch. */
  readonly most?: number | undefined;
  readonly backwards?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a store must be able to do so that the reading side of the port can be built on it. Everything is fetched when
 * it is asked for; a lost connection is repaired inside, as long as the engine's patience lasts.
 */
export interface Engine {
  /** The place of the last event, 0 in an empty log. */
  head(signal?: AbortSignal): Promise<number>;

  /** The events of a stream from a revision up to a place, a page at a time. */
  stream(stream: string, from: number, until: number, signal?: AbortSignal): AsyncIterable<readonly RecordedEvent[]>;

  /** A part of the log, stretch by stretch, to its end. */
  walk(range: Range, options?: WalkOptions): AsyncIterable<Stretch>;
}
