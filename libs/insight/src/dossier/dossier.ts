import type { Phase, Position, RecordedEvent } from '@concord/kernel';
import type { DossierKind, Relation } from './dossier-kind.js';
import type { NamedParty } from './dossier-parties.js';
import type { ProofsOfEvents } from './proofs.js';

/** A norm in force. */
export interface VersionInForce {
  readonly normId: string;
  readonly version: number;
}

/** One act of a dossier, in today's shape. */
export interface Step {
  readonly relation: Relation;
  readonly phase: Phase;
  readonly event: RecordedEvent;
  /** The versions of the dossier's norms in force on its day, as was known then; none of those that were not in force. */
  readonly inForce: readonly VersionInForce[];
}

/** Everything that any party did about a transaction, an enterprise, a norm or a complaint: a page of it. */
export interface Dossier {
  readonly kind: DossierKind;
  readonly id: string;
  /** The position of the last act in it. */
  readonly position: Position;
  /** Those whom the acts name, and who did them. */
  readonly parties: readonly NamedParty[];
  /** In the order of the log. */
  readonly steps: readonly Step[];
  /** Kinds of objects that belong here and are not disclosed to who asked, each once. */
  readonly withheld: readonly Relation[];
  /** The position behind which the next page of acts begins; null: there are no more. */
  readonly next: Position | null;
  /** The position from which further objects are read, which this page does not look at; null: there are none. */
  readonly nextSince: Position | null;
  /** Null: nobody provides any. */
  readonly proofs: ProofsOfEvents | null;
}

/** What is asked. */
export interface DossierQuestion {
  readonly kind: DossierKind;
  readonly id: string;
  readonly first: number;
  readonly after: Position;
  /** Only objects that came into the dossier behind this position. */
  readonly since: Position;
  readonly phase: Phase | null;
  /** Whether the acts of the page come with their proofs. */
  readonly withProofs: boolean;
}
