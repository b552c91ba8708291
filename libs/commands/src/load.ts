import { type EventLog, NO_STREAM } from '@concord/event-log';
import { type Fold, type Instant, type Position, type RecordedEvent, START, streamOf } from '@concord/kernel';
import type { Registry } from './registry.js';

/** An object as its history made it. */
export interface Loaded<State> {
  readonly stream: string;
  readonly state: State;
  /** The last revision that was folded, or `NO_STREAM`. */
  readonly revision: number;
  readonly position: Position;
}

export interface LoadOptions {
  /** Fold no event behind this position. */
  readonly until?: Position | undefined;
  /** Fold no event that the log took after this instant. */
  readonly knownAt?: Instant | undefined;
  /** Is given each event that counts, in its shape of today and as the log holds it. */
  readonly seen?: ((event: RecordedEvent, recorded: RecordedEvent) => void) | undefined;
}

/** Reads a stream and folds it. Time travel is the same reading, ended earlier. */
export async function load<State>(
  log: EventLog,
  registry: Registry,
  fold: Fold<State, never>,
  id: string,
  options: LoadOptions = {},
): Promise<Loaded<State>> {
  const stream = streamOf(fold, id);
  let state = fold.initialState;
  let revision = NO_STREAM;
  let position = START;
  for await (const recorded of log.readStream(stream, options.until === undefined ? {} : { until: options.until })) {
    if (options.knownAt !== undefined && recorded.recordedAt > options.knownAt) break;
    const event = registry.lift(recorded);
    options.seen?.(event, recorded);
    state = fold.evolve(state, event as never);
    ({ revision, position } = recorded);
  }
  return { stream, state, revision, position };
}
