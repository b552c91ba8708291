import type { Position } from '@concord/kernel';

/** A read model has not seen a position in the time that was given to it. */
export class ReadModelBehind extends Error {
  constructor(
    readonly projection: string,
    /** The position that was asked for. */
    readonly position: Position,
    /** The position that the read model has reached. */
    readonly reached: Position,
    reason: string,
  ) {
    super(`The read model ${projection} is at position ${reached} of the log, not yet at ${position}: ${reason}`);
  }
}
