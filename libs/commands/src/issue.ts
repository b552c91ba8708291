import type { Actor, Position, Rejection } from '@concord/kernel';

/** A command on its way to its aggregate, with all that is not in its body. */
export interface Issue {
  readonly command: object;
  readonly actor: Actor;
  /** Shared by everything that one request sets in motion. */
  readonly correlationId: string;
  /** The event that caused the command; null where a person did. */
  readonly causationId: string | null;
  /**
   * The caller's own name for this command, unique within its party: repeated, it gets the first
   * answer; with another body it is refused.
   */
  readonly idempotencyKey?: string | undefined;
  /** The revision of the object that the caller has seen; a later one is refused. */
  readonly expectedRevision?: number | undefined;
}

/** Where the log keeps what a command did. */
export interface Receipt {
  readonly stream: string;
  /** The revision of the object after the command. */
  readonly revision: number;
  /** The position in the log at which the command's effect is complete. */
  readonly position: Position;
}

export interface Accepted {
  /** The id of the object that the command concerned; made by the platform where the command named none. */
  readonly id: string;
  readonly receipt: Receipt;
}

export type Answer = Accepted | Rejection;
