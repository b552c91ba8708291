import type { RecordedEvent } from '@concord/kernel';

/** Where Nest finds what proves the acts of a dossier; without it a dossier says that it carries no proofs. */
export const PROOFS = Symbol('Proofs');

/** What proves that acts stand in the log as they are told, and that none of their objects' is missing. Plain data, for JSON. */
export interface ProofsOfEvents {
  /** The checkpoint of the log to which all of them lead. */
  readonly checkpoint: unknown;
  /** By the id of the event: its canonical entry, and that the entry is in the log. */
  readonly events: Readonly<Record<string, unknown>>;
  /** By the name of the stream: that the log has no other events of it. */
  readonly streams: Readonly<Record<string, unknown>>;
}

export interface Proofs {
  /** @param events as the log holds them, in its order; not in the shape of today */
  proofsOf(events: readonly RecordedEvent[]): Promise<ProofsOfEvents>;
}
