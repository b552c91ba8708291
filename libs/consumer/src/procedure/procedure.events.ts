import type { DomainEvent, Duration, EventCatalogue } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

/** How complaints are handled, as an agency lays it down. */
export interface Rules {
  readonly names: readonly LocalizedText[];
  /** How long the enterprise has for its answer, from the filing on; counted on the calendar of UTC. */
  readonly answerWithin: Duration;
}

/* The names of the types below are stored for ever. */
export type ProcedureAdopted = DomainEvent<
  'consumer.procedure.ProcedureAdopted',
  Rules & { readonly agency: string; readonly jurisdiction: string }
>;
/** Carries the whole procedure as it stands after the revision; complaints filed before keep their deadlines. */
export type ProcedureRevised = DomainEvent<
  'consumer.procedure.ProcedureRevised',
  Rules & {
    /** The version that this revision makes; the first is 1. */
    readonly version: number;
  }
>;

export type ProcedureEvent = ProcedureAdopted | ProcedureRevised;

export const procedureEvents: EventCatalogue<ProcedureEvent> = {
  'consumer.procedure.ProcedureAdopted': { phase: 'BEFORE', version: 1 },
  'consumer.procedure.ProcedureRevised': { phase: 'BEFORE', version: 1 },
};
