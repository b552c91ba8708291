import type { Actor, Instant, MandateScope } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ExtendAuditMandate, GrantAuditMandate, type MandateScopeInput, RevokeAuditMandate } from './mandate.commands.js';
import type { MandateEvent } from './mandate.events.js';
import { type Grant, mandate } from './mandate.js';

const agency: Actor = { person: 'ada', party: 'de-customs', kind: 'AGENCY', roles: ['ADMIN'] };
const operator: Actor = { person: 'olaf', party: 'operator', kind: 'OPERATOR', roles: ['ADMIN'] };
const auditor: Actor = { person: 'al', party: 'court', kind: 'AUDITOR', roles: ['ADMIN'] };

const UNTIL = '2026-04-01T00:00:00.000Z' as Instant;
const LATER = '2027-04-01T00:00:00.000Z' as Instant;

const facts = (change: Partial<Grant> = {}): Grant => ({
  grantor: { registered: true, kind: 'AGENCY', jurisdiction: 'EU' },
  auditor: { registered: true, kind: 'AUDITOR', jurisdiction: 'DE' },
  parties: [],
  ...change,
});
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { mandateId: 'mandate' }, body);
const grant = (scope: MandateScopeInput, change: Partial<GrantAuditMandate> = {}) =>
  command(GrantAuditMandate, { auditor: 'court', scope, purpose: 'The accounts of 2025', until: UNTIL, ...change });
const extend = (until: string) => command(ExtendAuditMandate, { until });
const revoke = command(RevokeAuditMandate, { reason: 'The case is closed.' });

const NOTHING: MandateScope = { everything: false, jurisdictions: [], parties: [], aggregates: [], objects: [] };
const granted = (scope: Partial<MandateScope>, grantor: Actor = agency): MandateEvent => ({
  type: 'audit.mandate.MandateGranted',
  data: {
    grantor: grantor.party,
    jurisdiction: grantor === agency ? 'EU' : null,
    auditor: 'court',
    scope: { ...NOTHING, ...scope },
    purpose: 'The accounts of 2025',
    purposeEachTime: false,
    legalBasis: null,
    from: TEST_NOW,
    until: UNTIL,
  },
});
const byAgency = { actor: agency, facts: facts() };
const byOperator = { actor: operator, facts: facts({ grantor: { registered: true, kind: 'OPERATOR', jurisdiction: 'CH' } }) };

describe('A mandate', () => {
  it('is granted by an agency within its jurisdiction, each name once', () => {
    given(mandate)
      .when(grant({ jurisdictions: ['FR', 'DE', 'DE'] }), byAgency)
      .then(granted({ jurisdictions: ['DE', 'FR'] }))
      .when(grant({ everything: true }), byAgency)
      .thenRejected('MANDATE_EXISTS', 'mandateId');
  });

  it('of an agency covers no place that its own right does not reach', () => {
    given(mandate)
      .when(grant({ jurisdictions: ['DE', 'US'] }), byAgency)
      .thenRejected('OUTSIDE_JURISDICTION', 'scope.jurisdictions.1');
  });

  it('of an operator covers any place', () => {
    given(mandate)
      .when(grant({ jurisdictions: ['US'] }), byOperator)
      .then(granted({ jurisdictions: ['US'] }, operator));
  });

  it('is for a registered auditor', () => {
    const of = (change: object) => ({ actor: agency, facts: facts({ auditor: { ...facts().auditor, ...change } }) });
    given(mandate)
      .when(grant({ everything: true }), of({ registered: false }))
      .thenRejected('AUDITOR_NOT_REGISTERED', 'auditor')
      .when(grant({ everything: true }), of({ kind: 'ENTERPRISE' }))
      .thenRejected('NOT_AN_AUDITOR', 'auditor');
  });

  it('names something or everything, and parties that there are', () => {
    const unknown = { actor: agency, facts: facts({ parties: [facts().auditor, { ...facts().auditor, registered: false }] }) };
    given(mandate)
      .when(grant({ parties: [] }), byAgency)
      .thenRejected('SCOPE_EMPTY', 'scope')
      .when(grant({ everything: true, parties: ['shop'] }), { actor: agency, facts: facts({ parties: [facts().auditor] }) })
      .thenRejected('SCOPE_AMBIGUOUS', 'scope.everything')
      .when(grant({ parties: ['court', 'nobody'] }), unknown)
      .thenRejected('PARTY_NOT_REGISTERED', 'scope.parties.1');
  });

  it('has a term that ends after it begins, and after today, within five years', () => {
    const within = (from: string | undefined, until: string) => grant({ everything: true }, { until, ...(from && { from }) });
    given(mandate)
      .when(within('2026-05-01T00:00:00Z', '2026-05-01T00:00:00Z'), byAgency)
      .thenRejected('TERM_INVERTED', 'until')
      .when(within('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'), byAgency)
      .thenRejected('TERM_OVER', 'until')
      .when(within(undefined, '2031-03-01T12:00:00.001Z'), byAgency)
      .thenRejected('TERM_TOO_LONG', 'until');
  });

  it('is extended by whoever granted it, and never shortened', () => {
    given(mandate, granted({ everything: true }))
      .when(extend(UNTIL), byAgency)
      .thenNothing()
      .when(extend('2026-03-15T00:00:00Z'), byAgency)
      .thenRejected('TERM_NOT_LONGER', 'until')
      .when(extend('2031-03-02T12:00:00Z'), byAgency)
      .thenRejected('TERM_TOO_LONG', 'until')
      .when(extend(LATER), { actor: operator })
      .thenRejected('NOT_YOURS', 'mandateId')
      .when(extend(LATER), byAgency)
      .then({ type: 'audit.mandate.MandateExtended', data: { until: LATER } });
  });

  it.each([agency, operator])('is revoked by $kind $party, once', (actor) => {
    given(mandate, granted({ everything: true }))
      .when(revoke, { actor })
      .then({ type: 'audit.mandate.MandateRevoked', data: { reason: 'The case is closed.' } })
      .when(revoke, { actor })
      .thenNothing()
      .when(extend(LATER), { actor: agency })
      .thenRejected('MANDATE_REVOKED', 'mandateId');
  });

  it('is not there for another agency, nor for anybody before it is granted', () => {
    const other = { actor: { ...agency, party: 'us-cpsc' } };
    for (const act of [extend(LATER), revoke]) {
      given(mandate).when(act, byAgency).thenRejected('MANDATE_NOT_FOUND', 'mandateId');
      given(mandate, granted({ everything: true }))
        .when(act, other)
        .thenRejected('MANDATE_NOT_FOUND', 'mandateId');
    }
  });

  it('that is over stays as it was', () => {
    for (const act of [extend(LATER), revoke]) {
      given(mandate, granted({ everything: true }))
        .when(act, { actor: agency, now: UNTIL })
        .thenRejected('MANDATE_OVER', 'mandateId');
    }
  });

  it('is seen by whoever granted it, its auditor and operators', () => {
    const state = mandate.evolve(mandate.initialState, granted({ everything: true }));
    const readers = [agency, auditor, operator, { ...auditor, party: 'other' }, { ...agency, party: 'us-cpsc' }, null];
    expect(readers.map((reader) => mandate.disclosedTo(state, reader, TEST_NOW))).toEqual([true, true, true, false, false, false]);
  });

  it('names kinds of objects and objects as receipts do', () => {
    const faults = (scope: object) =>
      validateSync(plainToInstance(GrantAuditMandate, { ...grant({}), scope })).map(({ property }) => property);
    expect(faults({ aggregates: ['trade.transaction'], objects: ['trade.transaction/toy-sale-1'] })).toEqual([]);
    expect(faults({ aggregates: ['transaction'] })).toEqual(['scope']);
    expect(faults({ objects: ['toy-sale-1'] })).toEqual(['scope']);
    expect(faults({ jurisdictions: ['XX'] })).toEqual(['scope']);
  });
});
