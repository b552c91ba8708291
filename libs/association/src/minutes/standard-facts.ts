import type { Fold } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Stage, StandardEvent } from '../standard/standard.events.js';

/** Where the result of a ballot brought its standard. */
export type StandardOutcome =
  | { readonly what: 'MOVED'; readonly to: Stage }
  /** It stays where it was. */
  | { readonly what: 'NOT_MOVED' }
  /** An appeal is pending, and nothing moves before it is decided. */
  | { readonly what: 'HELD' }
  /** An appeal was upheld, and undid the move. */
  | { readonly what: 'ANNULLED'; readonly to: Stage; readonly appealId: string };

export interface StandardFacts {
  readonly titles: readonly LocalizedText[];
  /** Null while the standard has no word of the ballot. */
  readonly outcome: StandardOutcome | null;
}

function evolve(facts: StandardFacts, event: StandardEvent, ballotId: string): StandardFacts {
  if (event.type === 'association.standard.StandardProposed') return { ...facts, titles: event.data.titles };
  if (!('ballotId' in event.data) || event.data.ballotId !== ballotId) return facts;
  switch (event.type) {
    case 'association.standard.StandardAdopted':
      return { ...facts, outcome: { what: 'MOVED', to: event.data.stage } };
    case 'association.standard.StandardMovedByBallot':
      return { ...facts, outcome: { what: 'MOVED', to: event.data.to } };
    case 'association.standard.StandardNotAdopted':
      return { ...facts, outcome: { what: 'NOT_MOVED' } };
    case 'association.standard.MoveHeld':
      return { ...facts, outcome: { what: 'HELD' } };
    case 'association.standard.AdoptionAnnulled':
      return { ...facts, outcome: { what: 'ANNULLED', to: event.data.to, appealId: event.data.appealId } };
    default:
      return facts;
  }
}

/** Reads what a standard is called, and what came of one ballot on it. */
export const standardFacts = (ballotId: string): Fold<StandardFacts, StandardEvent> => ({
  name: 'association.standard',
  initialState: { titles: [], outcome: null },
  evolve: (facts, event) => evolve(facts, event, ballotId),
});
