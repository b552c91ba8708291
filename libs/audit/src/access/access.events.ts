import type { Actor, DomainEvent, EventCatalogue, Position } from '@concord/kernel';

/** What was done with the log. QUERY is a read of a read model; TAIL, EXPORT and REPLAY are commands of the command line. The names are stored for ever. */
export const OPERATIONS = [
  'HISTORY',
  'OBJECT_AS_OF',
  'EVENTS',
  'EXPLANATION',
  'PROOF',
  'DOSSIER',
  'LOG_ENTRIES',
  'POLICY_REPLAY',
  'COVERAGE_MAP',
  'QUERY',
  'TAIL',
  'EXPORT',
  'REPLAY',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** An object that was read, and the parties that it concerned then. */
export interface Touched {
  readonly object: string;
  readonly parties: readonly string[];
}

/** From one place in the log to another, both included; null: to the end, and on. */
export interface PositionRange {
  readonly from: Position;
  readonly to: Position | null;
}

/* The name of the type below is stored for ever. */
export type AccessRecorded = DomainEvent<
  'audit.access.AccessRecorded',
  {
    readonly reader: Pick<Actor, 'party' | 'person' | 'kind'>;
    readonly operation: Operation;
    /** The objects that not everybody may read, each once. */
    readonly touched: readonly Touched[];
    readonly range: PositionRange | null;
    /** What else was asked: the field of a query, the jurisdiction of a replay, what was exported. */
    readonly detail: string | null;
    /** The replay that was asked instead of what stands now. */
    readonly replay: string | null;
    /** What the reader stated, or else what the mandates say; null where nobody said anything. */
    readonly purpose: string | null;
    readonly mandates: readonly string[];
    /** Those who granted them. */
    readonly grantors: readonly string[];
  }
>;

export const accessEvents: EventCatalogue<AccessRecorded> = { 'audit.access.AccessRecorded': { phase: 'AFTER', version: 1 } };
