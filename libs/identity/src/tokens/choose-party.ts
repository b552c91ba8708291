import { type Actor, type Rejection, reject } from '@concord/kernel';
import type { Authenticated } from './authenticated.js';
import { shown } from './refusals.js';

/** The request header that names the party for which the person acts; needed where the token names several. */
export const PARTY_HEADER = 'Concord-Party';

/**
 * The party for which a person acts in one request: the one that is named, or the only one.
 * @param named the handle in the header `Concord-Party`, where there is one.
 * @returns the actor, or a rejection: `FORBIDDEN` for a party that the token does not name, `PARTY_NOT_NAMED` where it names several.
 */
export function chooseParty({ person, parties }: Authenticated, named: string | undefined): Actor | Rejection {
  const [only, ...others] = parties;
  const party = named === undefined ? (others.length === 0 ? only : undefined) : parties.find(({ id }) => id === named);
  if (party) return { person, party: party.id, kind: party.kind, roles: party.roles };
  if (named !== undefined) {
    return reject('FORBIDDEN', `The token of ${person} does not act for ${shown(named)}`, { field: PARTY_HEADER, value: named });
  }
  const held = parties.map(({ id }) => id).join(', ');
  return reject('PARTY_NOT_NAMED', `The token of ${person} acts for ${parties.length} parties: name one of ${held} in ${PARTY_HEADER}`, {
    field: PARTY_HEADER,
  });
}
