import { type ComplaintEvent } from '@concord/consumer';
import { type LicenceEvent, type NormEvent } from '@concord/government';
import { type PartyEvent, type PartyFacts, partyFacts, partyName } from '@concord/identity';
import type { Fold, PartyKind, Recorded, RecordedEvent } from '@concord/kernel';
import type { TransactionEvent } from '@concord/trade';
import type { Archive } from '../history/archive.js';

/** What a party is to a dossier. `ACTING`: it did one of the acts. */
export const PARTY_ROLES = ['SELLER', 'BUYER', 'COMPLAINANT', 'RESPONDENT', 'ENTERPRISE', 'AGENCY', 'ACTING'] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

/** A party that an act names, or that did it. */
export interface NamedParty {
  readonly party: string;
  /** Null of the public and of the platform, which nobody registers. */
  readonly kind: PartyKind | null;
  readonly name: string | null;
  readonly jurisdiction: string | null;
  readonly roles: readonly PartyRole[];
}

type Naming = TransactionEvent | ComplaintEvent | NormEvent | LicenceEvent;

/** The parties that an act names by what they are in it. */
function namedIn(recorded: RecordedEvent): readonly (readonly [string, PartyRole])[] {
  const event = recorded as unknown as Recorded<Naming>;
  switch (event.type) {
    case 'trade.transaction.TransactionOpened':
      return [
        [event.data.seller, 'SELLER'],
        [event.data.buyer, 'BUYER'],
      ];
    case 'consumer.complaint.ComplaintFiled':
      return [
        [event.data.complainant, 'COMPLAINANT'],
        [event.data.respondent, 'RESPONDENT'],
      ];
    case 'government.norm.NormDrafted':
      return [[event.data.agency, 'AGENCY']];
    case 'government.licence.LicenceAppliedFor':
      return [
        [event.data.enterprise, 'ENTERPRISE'],
        [event.data.agency, 'AGENCY'],
      ];
    default:
      return [];
  }
}

/** Every party that these acts name or were done by, with what it is to them. */
export function rolesIn(events: readonly RecordedEvent[]): ReadonlyMap<string, ReadonlySet<PartyRole>> {
  const roles = new Map<string, Set<PartyRole>>();
  const add = (party: string, role: PartyRole): void => {
    const known = roles.get(party) ?? new Set();
    roles.set(party, known.add(role));
  };
  for (const event of events) {
    for (const [party, role] of namedIn(event)) add(party, role);
    add(event.metadata.party, 'ACTING');
  }
  return roles;
}

/** What the register says of a party, in one reading. */
const registered: Fold<{ readonly facts: PartyFacts; readonly name: string | null }, PartyEvent> = {
  name: partyFacts.name,
  initialState: { facts: partyFacts.initialState, name: partyName.initialState },
  evolve: ({ facts, name }, event) => ({ facts: partyFacts.evolve(facts, event), name: partyName.evolve(name, event) }),
};

/** The parties with their names, in the order of their ids. The register of parties is public. */
export async function partiesIn(events: readonly RecordedEvent[], archive: Archive): Promise<readonly NamedParty[]> {
  const parties: NamedParty[] = [];
  for (const [party, held] of [...rolesIn(events)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { facts, name } = (await archive.read(registered, party)).state;
    const roles = PARTY_ROLES.filter((role) => held.has(role));
    parties.push({ party, kind: facts.kind, name, jurisdiction: facts.registered ? facts.jurisdiction : null, roles });
  }
  return parties;
}
