import type { Fold, PartyKind } from '@concord/kernel';
import type { PartyEvent } from './party.events.js';

/** What a decision of another context may have to know of a party. */
export interface PartyFacts {
  readonly registered: boolean;
  readonly kind: PartyKind | null;
  readonly jurisdiction: string;
}

/** Reads them: `load(partyFacts, partyId)` among the facts of a decision. */
export const partyFacts: Fold<PartyFacts, PartyEvent> = {
  name: 'identity.party',
  initialState: { registered: false, kind: null, jurisdiction: '' },
  evolve: (facts, event) =>
    event.type === 'identity.party.PartyRegistered'
      ? { registered: true, kind: event.data.kind, jurisdiction: event.data.jurisdiction }
      : facts,
};

/** Reads the name of a party; null when it is not registered, or is a person, whose name is not for everyone. */
export const partyName: Fold<string | null, PartyEvent> = {
  name: 'identity.party',
  initialState: null,
  evolve: (name, event) => {
    if (event.type !== 'identity.party.PartyRegistered' && event.type !== 'identity.party.PartyRenamed') return name;
    return typeof event.data.name === 'string' ? event.data.name : null;
  },
};
