import type { PartyFacts } from '@concord/identity';
import { type Actor, type CalendarDate, type Instant, PLATFORM } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  ApplyForLicence,
  ExpireLicence,
  GrantLicence,
  RefuseLicence,
  ResumeLicence,
  RevokeLicence,
  SuspendLicence,
} from './licence.commands.js';
import { licenceExpiry } from './licence.deadlines.js';
import type { LicenceEvent } from './licence.events.js';
import { licence } from './licence.js';
import { covers, licenceCoverage, validOn } from './licence-coverage.js';

const date = (text: string) => text as CalendarDate;
const at = (day: string) => ({ now: `${day}T12:00:00.000Z` as Instant });

const seller: Actor = { person: 'lin', party: 'shenzhen-toys', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const agency: Actor = { person: 'kim', party: 'cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
const asSeller = (kind: PartyFacts['kind'] = 'AGENCY', jurisdiction = 'US') => ({
  actor: seller,
  facts: { registered: true, kind, jurisdiction } satisfies PartyFacts,
});
const asAgency = { actor: agency };
const asOther = { actor: { ...agency, party: 'uscbp' } };
const asPlatform = (day: string) => ({ actor: PLATFORM, ...at(day) });

const id = { licenceId: 'toys-us' };
const apply = (fields: Partial<ApplyForLicence> = {}) =>
  Object.assign(new ApplyForLicence(), {
    ...id,
    agency: 'cpsc',
    jurisdiction: 'US',
    hsCodes: ['9503', '61'],
    reason: 'Toys and shirts',
    ...fields,
  });
const grant = (fields: Partial<GrantLicence> = {}) =>
  Object.assign(new GrantLicence(), { ...id, validFrom: '2026-03-01', validUntil: '2026-12-31', ...fields });
const refuse = () => Object.assign(new RefuseLicence(), { ...id, reason: 'No test report' });
const suspend = () => Object.assign(new SuspendLicence(), { ...id, reason: 'A recall is open' });
const resume = () => Object.assign(new ResumeLicence(), id);
const revoke = () => Object.assign(new RevokeLicence(), { ...id, reason: 'Counterfeits' });
const expire = () => Object.assign(new ExpireLicence(), id);

const applied: LicenceEvent = {
  type: 'government.licence.LicenceAppliedFor',
  data: { enterprise: 'shenzhen-toys', agency: 'cpsc', jurisdiction: 'US', hsCodes: ['61', '9503'], reason: 'Toys and shirts' },
};
const granted: LicenceEvent = {
  type: 'government.licence.LicenceGranted',
  data: { hsCodes: ['61', '9503'], validFrom: date('2026-03-01'), validUntil: date('2026-12-31') },
};
const refused: LicenceEvent = { type: 'government.licence.LicenceRefused', data: { reason: 'No test report' } };
const suspended: LicenceEvent = {
  type: 'government.licence.LicenceSuspended',
  data: { suspendedFrom: date('2026-05-01'), reason: 'A recall is open' },
};
const resumed: LicenceEvent = { type: 'government.licence.LicenceResumed', data: { resumedFrom: date('2026-06-01') } };
const revoked: LicenceEvent = {
  type: 'government.licence.LicenceRevoked',
  data: { revokedFrom: date('2026-07-01'), reason: 'Counterfeits' },
};
const expired: LicenceEvent = { type: 'government.licence.LicenceExpired', data: { validUntil: date('2026-12-31') } };

describe('application', () => {
  test('an enterprise applies to an agency that governs there', () => {
    given(licence).when(apply(), asSeller()).then(applied);
  });

  test('an agency of a bloc governs in its members, and one of a member not in the bloc', () => {
    given(licence)
      .when(apply({ jurisdiction: 'DE' }), asSeller('AGENCY', 'EU'))
      .then({ ...applied, data: { ...applied.data, jurisdiction: 'DE' } } as LicenceEvent);
    given(licence)
      .when(apply({ jurisdiction: 'EU' }), asSeller('AGENCY', 'DE'))
      .thenRejected('AGENCY_NOT_COMPETENT', 'jurisdiction');
  });

  test('an application to an agency of another jurisdiction is refused', () => {
    given(licence).when(apply(), asSeller('AGENCY', 'CN')).thenRejected('AGENCY_NOT_COMPETENT', 'jurisdiction');
  });

  test('an application to a party that is no agency, or is not there, is refused', () => {
    given(licence).when(apply(), asSeller('ASSOCIATION')).thenRejected('NO_SUCH_AGENCY', 'agency');
    const nobody = { actor: seller, facts: { registered: false, kind: null, jurisdiction: '' } satisfies PartyFacts };
    given(licence).when(apply(), nobody).thenRejected('NO_SUCH_AGENCY', 'agency');
  });

  test('an id is used once', () => {
    given(licence, applied).when(apply(), asSeller()).thenRejected('LICENCE_EXISTS', 'licenceId');
  });
});

describe('decision', () => {
  test('the agency grants what was applied for', () => {
    given(licence, applied).when(grant(), asAgency).then(granted);
  });

  test('the agency grants a part of what was applied for, and nothing beyond it', () => {
    given(licence, applied)
      .when(grant({ hsCodes: ['950300', '6101'] }), asAgency)
      .then({ ...granted, data: { ...granted.data, hsCodes: ['6101', '950300'] } } as LicenceEvent);
    given(licence, applied)
      .when(grant({ hsCodes: ['95'] }), asAgency)
      .thenRejected('BEYOND_APPLICATION', 'hsCodes');
    given(licence, applied)
      .when(grant({ hsCodes: ['61', '64'] }), asAgency)
      .thenRejected('BEYOND_APPLICATION', 'hsCodes');
  });

  test('a licence for one day is granted', () => {
    given(licence, applied)
      .when(grant({ validUntil: '2026-03-01' }), asAgency)
      .then({ ...granted, data: { ...granted.data, validUntil: date('2026-03-01') } } as LicenceEvent);
  });

  test('a validity that ends before it begins, has ended already, or ends with the calendar is refused', () => {
    const wrong = ['DATE_IN_WRONG_ORDER', 'validUntil'] as const;
    given(licence, applied)
      .when(grant({ validUntil: '2026-02-28' }), asAgency)
      .thenRejected(...wrong);
    given(licence, applied)
      .when(grant({ validFrom: '2025-01-01', validUntil: '2026-02-28' }), asAgency)
      .thenRejected(...wrong);
    given(licence, applied)
      .when(grant({ validUntil: '9999-12-31' }), asAgency)
      .thenRejected(...wrong);
  });

  test('the agency refuses with a reason', () => {
    given(licence, applied).when(refuse(), asAgency).then(refused);
  });

  test('an application is decided once', () => {
    for (const decided of [granted, refused]) {
      given(licence, applied, decided).when(grant(), asAgency).thenRejected('WRONG_STATUS');
      given(licence, applied, decided).when(refuse(), asAgency).thenRejected('WRONG_STATUS');
    }
  });
});

describe('life', () => {
  test('a licence is suspended and resumed, each from today on', () => {
    given(licence, applied, granted)
      .when(suspend(), { ...asAgency, ...at('2026-05-01') })
      .then(suspended)
      .when(suspend(), asAgency)
      .thenNothing()
      .when(resume(), { ...asAgency, ...at('2026-06-01') })
      .then(resumed)
      .when(resume(), asAgency)
      .thenNothing();
  });

  test('a licence is revoked while it is granted or suspended, once and for good', () => {
    const on = { ...asAgency, ...at('2026-07-01') };
    given(licence, applied, granted, suspended).when(revoke(), on).then(revoked);
    given(licence, applied, granted)
      .when(revoke(), on)
      .then(revoked)
      .when(revoke(), on)
      .thenNothing()
      .when(resume(), on)
      .thenRejected('WRONG_STATUS');
  });

  test('what was not granted is neither suspended, resumed nor revoked', () => {
    for (const command of [suspend(), resume(), revoke()]) {
      given(licence, applied).when(command, asAgency).thenRejected('WRONG_STATUS');
      given(licence, applied, refused).when(command, asAgency).thenRejected('WRONG_STATUS');
      given(licence, applied, granted, expired).when(command, asAgency).thenRejected('WRONG_STATUS');
    }
  });

  test('only the agency to which the enterprise applied decides', () => {
    for (const command of [grant(), refuse()]) given(licence, applied).when(command, asOther).thenRejected('NOT_YOURS');
    for (const command of [suspend(), resume(), revoke()])
      given(licence, applied, granted).when(command, asOther).thenRejected('NOT_YOURS');
  });

  test('there is nothing to decide where nobody has applied', () => {
    for (const command of [grant(), refuse(), suspend(), resume(), revoke()]) {
      given(licence).when(command, asAgency).thenRejected('LICENCE_NOT_FOUND');
    }
  });
});

describe('expiry', () => {
  const deadlineAfter = (event: LicenceEvent) =>
    licenceExpiry.changes({ ...event, stream: 'government.licence/toys-us' } as Parameters<typeof licenceExpiry.changes>[0]);

  test('a licence expires on the day after the last of its validity, also while it is suspended', () => {
    given(licence, applied, granted).when(expire(), asPlatform('2027-01-01')).then(expired);
    given(licence, applied, granted, suspended).when(expire(), asPlatform('2027-01-01')).then(expired);
  });

  test('a licence does not expire on the last day of its validity', () => {
    given(licence, applied, granted).when(expire(), asPlatform('2026-12-31')).thenRejected('LICENCE_VALID');
  });

  test('what has ended, or never began, does not expire', () => {
    for (const history of [[], [applied], [applied, refused], [applied, granted, revoked], [applied, granted, expired]]) {
      given(licence, ...history)
        .when(expire(), asPlatform('2027-01-01'))
        .thenNothing();
    }
  });

  test('the deadline is the first moment in UTC of the day after, and goes when the licence ends otherwise', () => {
    expect(deadlineAfter(granted)).toEqual([{ set: 'toys-us', dueAt: '2027-01-01T00:00:00.000Z', command: expire() }]);
    expect(deadlineAfter(granted)).toMatchObject([{ command: expect.any(ExpireLicence) }]);
    expect(deadlineAfter(revoked)).toEqual([{ clear: 'toys-us' }]);
    expect(deadlineAfter(expired)).toEqual([{ clear: 'toys-us' }]);
  });
});

describe('coverage', () => {
  const having = (...events: readonly LicenceEvent[]) =>
    events.reduce((before, event) => licenceCoverage.evolve(before, event as never), licenceCoverage.initialState);

  test('a licence covers its goods, those of longer codes, and no others', () => {
    const on = date('2026-04-01');
    expect(['61', '610910', '9503', '950300', '95', '64'].map((code) => covers(having(applied, granted), code, on))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('a licence is valid from its first day to its last, both included', () => {
    const valid = (day: string) => validOn(having(applied, granted), date(day));
    expect(['2026-02-28', '2026-03-01', '2026-12-31', '2027-01-01'].map(valid)).toEqual([false, true, true, false]);
  });

  test('an application covers nothing, and a refused one neither', () => {
    expect(covers(having(applied), '9503', date('2026-04-01'))).toBe(false);
    expect(covers(having(applied, refused), '9503', date('2026-04-01'))).toBe(false);
  });

  test('a suspended licence is valid on no day from its suspension until it is resumed', () => {
    const open = (day: string) => validOn(having(applied, granted, suspended), date(day));
    expect(['2026-04-30', '2026-05-01', '2026-08-01'].map(open)).toEqual([true, false, false]);
    const closed = (day: string) => validOn(having(applied, granted, suspended, resumed), date(day));
    expect(['2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01'].map(closed)).toEqual([true, false, false, true]);
  });

  test('a revoked licence was valid until the day before', () => {
    const valid = (day: string) => validOn(having(applied, granted, revoked), date(day));
    expect(['2026-06-30', '2026-07-01', '2026-08-01'].map(valid)).toEqual([true, false, false]);
  });

  test('an expired licence was valid all the same, on its days', () => {
    expect(covers(having(applied, granted, expired), '9503', date('2026-12-31'))).toBe(true);
  });
});

describe('readers', () => {
  const state = [applied, granted].reduce(licence.evolve, licence.initialState);
  const reads = (reader: Actor | null) => licence.disclosedTo(state, reader, at('2026-03-01').now);

  test('the history, which begins with the application, is for the applicant, agencies and auditors', () => {
    expect([seller, agency, asOther.actor, { ...agency, party: 'audit', kind: 'AUDITOR' as const }].map(reads)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([null, { ...seller, party: 'rival' }, { ...agency, kind: 'CONSUMER' as const }].map(reads)).toEqual([false, false, false]);
  });
});

test('an application names goods that the Harmonized System has, a jurisdiction that exists and a reason', () => {
  const faults = (fields: object) =>
    validateSync(plainToInstance(ApplyForLicence, { ...apply(), ...fields })).map(({ property }) => property);
  expect(faults({})).toEqual([]);
  expect(faults({ hsCodes: [] })).toEqual(['hsCodes']);
  expect(faults({ hsCodes: ['77'] })).toEqual(['hsCodes']);
  expect(faults({ jurisdiction: 'XX' })).toEqual(['jurisdiction']);
  expect(faults({ reason: '' })).toEqual(['reason']);
});
