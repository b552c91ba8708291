import type { Instant } from '@concord/kernel';

/** The stream was not at the revision that the caller expected. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at revision ${actual}, not at ${expected}`);
  }
}

/** An event id stands in the log already, and not with this content in this append. */
export class EventIdReused extends Error {
  constructor(
    readonly id: string,
    readonly stream: string,
  ) {
    super(`The event id ${id} is in the log already, in ${stream}, with other content`);
  }
}

/** An event holds what no adapter can keep: a NUL character, half a surrogate pair, a number that is not finite. */
export class UnstorableEvent extends Error {
  constructor(
    readonly id: string,
    readonly path: string,
    reason: string,
  ) {
    super(`Event ${id} cannot be stored: ${path} ${reason}`);
  }
}

/** A log takes over events in the order in which they were recorded; this one is older than the last it has. */
export class RecordedTooEarly extends Error {
  constructor(
    readonly id: string,
    readonly recordedAt: Instant,
    readonly last: Instant,
  ) {
    super(`The event ${id} was recorded at ${recordedAt}, before the last event of this log at ${last}`);
  }
}

/** The log did not answer in time, or at all. Whether an append took place is decided by the same append again. */
export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';

  constructor(cause: unknown) {
    super('The event log does not answer', { cause });
  }
}
