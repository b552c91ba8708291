import type { PartyFacts } from '@concord/identity';
import type { Actor } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ChangeRegistration, DeregisterEnterprise, FileRegistration } from './registration.commands.js';
import type { EnterpriseDeregistered, Filing, RegistrationChanged, RegistrationFiled } from './registration.events.js';
import { registration } from './registration.js';
import { registrationFacts } from './registration-facts.js';

const officer: Actor = { person: 'lin', party: 'shenzhen-toys', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const admin: Actor = { ...officer, roles: ['ADMIN'] };
const partyOf = (jurisdiction: string): PartyFacts => ({ registered: true, kind: 'ENTERPRISE', jurisdiction });
const asItself = { actor: officer, facts: partyOf('CN') };
const asAdmin = { actor: admin };
const asAnother = { actor: { ...admin, party: 'another' }, facts: partyOf('CN') };

const filing: Filing = {
  legalName: 'Shenzhen Toys Ltd.',
  country: 'CN',
  operationMode: 'SELF_OPERATED',
  hsCodes: ['9503'],
  contact: 'https://toys.example',
};
const filed: RegistrationFiled = { type: 'enterprise.registration.RegistrationFiled', data: filing };
const changedTo = (change: Partial<Filing>): RegistrationChanged => ({
  type: 'enterprise.registration.RegistrationChanged',
  data: { ...filing, ...change },
});
const deregistered: EnterpriseDeregistered = { type: 'enterprise.registration.EnterpriseDeregistered', data: { reason: 'Merged' } };

const file = (fields: Partial<FileRegistration> = {}) =>
  Object.assign(new FileRegistration(), { enterpriseId: 'shenzhen-toys', ...filing, hsCodes: ['9503'], ...fields });
const change = (fields: Partial<ChangeRegistration>) =>
  Object.assign(new ChangeRegistration(), { enterpriseId: 'shenzhen-toys', ...fields });
const deregister = () => Object.assign(new DeregisterEnterprise(), { enterpriseId: 'shenzhen-toys', reason: 'Merged' });

describe('filing', () => {
  test('an enterprise files its registration', () => {
    given(registration).when(file(), asItself).then(filed);
  });

  test('the goods are kept once each, in order', () => {
    const data = { ...filing, hsCodes: ['61', '9503'] };
    given(registration)
      .when(file({ hsCodes: ['9503', '61', '9503'] }), asItself)
      .then({ ...filed, data });
  });

  test('an enterprise without goods of its own or a contact files without them', () => {
    const { hsCodes: _, contact: __, ...rest } = file();
    const data = { ...filing, hsCodes: [], contact: null };
    given(registration)
      .when(Object.assign(new FileRegistration(), rest), asItself)
      .then({ ...filed, data });
  });

  test('nobody files for another', () => {
    given(registration).when(file(), asAnother).thenRejected('NOT_YOURS', 'enterpriseId');
  });

  test('an enterprise files once', () => {
    given(registration, filed).when(file(), asItself).thenRejected('REGISTRATION_EXISTS', 'enterpriseId');
  });

  test('a party that is not registered files nothing', () => {
    const facts: PartyFacts = { registered: false, kind: null, jurisdiction: '' };
    given(registration).when(file(), { actor: officer, facts }).thenRejected('PARTY_NOT_REGISTERED');
  });

  test('the country lies in the jurisdiction of the party', () => {
    given(registration)
      .when(file({ country: 'US' }), asItself)
      .thenRejected('OTHER_JURISDICTION', 'country');
    const data = { ...filing, country: 'DE' };
    given(registration)
      .when(file({ country: 'DE' }), { actor: officer, facts: partyOf('EU') })
      .then({ ...filed, data });
  });
});

describe('change', () => {
  test('what is left out stays as it is', () => {
    given(registration, filed)
      .when(change({ operationMode: 'PLATFORM' }), asItself)
      .then(changedTo({ operationMode: 'PLATFORM' }));
    given(registration, filed)
      .when(change({ legalName: 'Toys AG', hsCodes: [] }), asItself)
      .then(changedTo({ legalName: 'Toys AG', hsCodes: [] }));
  });

  test('null takes the contact away', () => {
    given(registration, filed)
      .when(change({ contact: null }), asItself)
      .then(changedTo({ contact: null }));
  });

  test('a change to what stands there already changes nothing', () => {
    given(registration, filed)
      .when(change({ legalName: filing.legalName, hsCodes: ['9503'] }), asItself)
      .thenNothing();
  });

  test('nobody changes the registration of another', () => {
    given(registration, filed)
      .when(change({ legalName: 'Mine' }), asAnother)
      .thenRejected('NOT_YOURS', 'enterpriseId');
  });

  test('there is nothing to change before the filing', () => {
    given(registration)
      .when(change({ legalName: 'New' }), asItself)
      .thenRejected('REGISTRATION_NOT_FOUND');
  });

  test('who has deregistered changes nothing any more', () => {
    given(registration, filed, deregistered)
      .when(change({ legalName: 'New' }), asItself)
      .thenRejected('WRONG_STATUS');
  });
});

describe('deregistration', () => {
  test('an enterprise leaves with a reason, and once', () => {
    given(registration, filed).when(deregister(), asAdmin).then(deregistered).when(deregister(), asAdmin).thenNothing();
  });

  test('to leave is for those who speak for the enterprise, not for its officers', () => {
    expect(() => given(registration, filed).when(deregister(), asItself)).toThrow('DeregisterEnterprise is not for ENTERPRISE OFFICER');
  });

  test('nobody deregisters another', () => {
    given(registration, filed).when(deregister(), asAnother).thenRejected('NOT_YOURS', 'enterpriseId');
  });

  test('who never filed cannot leave', () => {
    given(registration).when(deregister(), asAdmin).thenRejected('REGISTRATION_NOT_FOUND');
  });

  test('who has left can file again', () => {
    given(registration, filed, deregistered).when(file(), asItself).then(filed);
  });
});

test('other contexts see whether an enterprise is registered, where and how it trades', () => {
  const having = (...events: readonly object[]) =>
    events.reduce<typeof registrationFacts.initialState>(
      (before, event) => registrationFacts.evolve(before, event as never),
      registrationFacts.initialState,
    );
  const known = { country: 'CN', operationMode: 'PLATFORM', hsCodes: ['9503'] };
  expect(having().registered).toBe(false);
  expect(having(filed, changedTo({ operationMode: 'PLATFORM' }))).toEqual({ registered: true, ...known });
  expect(having(filed, changedTo({ operationMode: 'PLATFORM' }), deregistered)).toEqual({ registered: false, ...known });
});

test('an unknown country, HS code or mode, an empty name and a long contact are refused', () => {
  const faults = (fields: object) =>
    validateSync(plainToInstance(FileRegistration, { ...file(), ...fields })).map(({ property }) => property);
  expect(faults({})).toEqual([]);
  expect(faults({ country: 'EU' })).toEqual(['country']);
  expect(faults({ hsCodes: ['77'] })).toEqual(['hsCodes']);
  expect(faults({ operationMode: 'SHOP' })).toEqual(['operationMode']);
  expect(faults({ legalName: ' ' })).toEqual(['legalName']);
  expect(faults({ contact: 'x'.repeat(501) })).toEqual(['contact']);
});
