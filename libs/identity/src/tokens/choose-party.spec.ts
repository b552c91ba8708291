import type { Instant } from '@concord/kernel';
import type { Authenticated } from './authenticated.js';
import { chooseParty } from './choose-party.js';
import type { PartyClaim } from './claims.js';

const acme: PartyClaim = { id: 'acme', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const lab: PartyClaim = { id: 'lab', kind: 'ASSOCIATION', roles: ['READER'] };
const anna = (...parties: PartyClaim[]): Authenticated => ({ person: 'anna', parties, expiresAt: '2030-01-01T00:00:00.000Z' as Instant });

describe('The party for which a person acts', () => {
  it('is the only one that the token names', () => {
    expect(chooseParty(anna(acme), undefined)).toEqual({ person: 'anna', party: 'acme', kind: 'ENTERPRISE', roles: ['OFFICER'] });
  });

  it('is the one that the header names, with the roles held for that party only', () => {
    expect(chooseParty(anna(acme, lab), 'lab')).toEqual({ person: 'anna', party: 'lab', kind: 'ASSOCIATION', roles: ['READER'] });
  });

  it('must be named where the token names several, and the refusal lists them', () => {
    expect(chooseParty(anna(acme, lab), undefined)).toMatchObject({
      code: 'PARTY_NOT_NAMED',
      message: 'The token of anna acts for 2 parties: name one of acme, lab in Concord-Party',
      detail: { field: 'Concord-Party' },
    });
  });

  it('is never one that the token does not name, be it the only one or not', () => {
    for (const who of [anna(acme), anna(acme, lab)]) {
      expect(chooseParty(who, 'cpsc')).toMatchObject({
        code: 'FORBIDDEN',
        message: 'The token of anna does not act for "cpsc"',
        detail: { field: 'Concord-Party', value: 'cpsc' },
      });
    }
    for (const named of ['', 'ACME', 'acme, lab', 'platform']) expect(chooseParty(anna(acme), named)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
