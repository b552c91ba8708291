import type { PartyFacts } from '@concord/identity';
import type { Actor, CalendarDate, Duration, Instant } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AdoptAgreement, DepositInstrument, EntryFormulaInput, EntryRuleInput, SignAgreement } from './agreement.commands.js';
import type { AgreementAdopted, AgreementEvent, AgreementSigned, ConsentKind, Deposit } from './agreement.events.js';
import { agreement } from './agreement.js';
import { agreementParties, inForceOn, partiesOn } from './agreement-parties.js';

const now = '2026-03-01T12:00:00.000Z' as Instant;
const date = (text: string) => text as CalendarDate;

const agencyOf = (jurisdiction: string): Actor => ({
  person: 'officer',
  party: `agency-${jurisdiction.toLowerCase()}`,
  kind: 'AGENCY',
  roles: ['OFFICER'],
});
const of = (jurisdiction: string) => {
  const facts: PartyFacts = { registered: true, kind: 'AGENCY', jurisdiction };
  return { actor: agencyOf(jurisdiction), facts, now };
};

const titles = [{ language: 'en', text: 'Agreement on the recognition of licences' }];
const text = [{ language: 'en', text: 'Article 1' }];
const thirtyDays = { waiting: 'P30D' as Duration, firstDayOfNextMonth: false, dayAfter: false };
const atOnce = { ...thirtyDays, waiting: 'P0D' as Duration };

const adoptAgreement = (fields: Partial<AdoptAgreement> = {}) =>
  Object.assign(new AdoptAgreement(), {
    agreementId: 'recognition',
    titles,
    text,
    invited: ['CN', 'US', 'EU'],
    openToAccession: false,
    adoptedOn: '2026-01-10',
    formula: Object.assign(new EntryFormulaInput(), { ...thirtyDays, deposits: 2 }),
    laterPartyRule: Object.assign(new EntryRuleInput(), atOnce),
    ...fields,
  });
const formula = (fields: Partial<EntryFormulaInput>) => Object.assign(new EntryFormulaInput(), { ...thirtyDays, deposits: 2, ...fields });
const deposit = (kind: ConsentKind, depositedOn = '2026-02-01') =>
  Object.assign(new DepositInstrument(), { agreementId: 'recognition', kind, depositedOn });
const sign = (definitive: boolean, signedOn?: string) =>
  Object.assign(new SignAgreement(), { agreementId: 'recognition', definitive, ...(signedOn && { signedOn }) });

const adopted: AgreementAdopted = {
  type: 'cooperation.agreement.AgreementAdopted',
  data: {
    agency: 'agency-cn',
    titles,
    text,
    invited: ['CN', 'US', 'EU'],
    openToAccession: false,
    adoptedOn: date('2026-01-10'),
    formula: { ...thirtyDays, deposits: 2, requiredJurisdictions: [] },
    laterPartyRule: atOnce,
  },
};
const openToAll: AgreementAdopted = { ...adopted, data: { ...adopted.data, openToAccession: true } };
const consentOf = (jurisdiction: string, kind: ConsentKind, depositedOn = '2026-02-01'): Deposit => ({
  jurisdiction,
  agency: agencyOf(jurisdiction).party,
  kind,
  depositedOn: date(depositedOn),
});
const deposited = (...of: Parameters<typeof consentOf>): AgreementEvent => ({
  type: 'cooperation.agreement.InstrumentDeposited',
  data: consentOf(...of),
});
const signed = (jurisdiction: string, definitive: boolean, signedOn = '2026-01-20'): AgreementSigned => ({
  type: 'cooperation.agreement.AgreementSigned',
  data: { jurisdiction, agency: agencyOf(jurisdiction).party, definitive, signedOn: date(signedOn) },
});
const determined: AgreementEvent = {
  type: 'cooperation.agreement.EntryIntoForceDetermined',
  data: {
    on: date('2026-03-12'),
    formula: adopted.data.formula,
    deposits: [consentOf('CN', 'APPROVAL'), consentOf('US', 'ACCEPTANCE', '2026-02-10')],
  },
};
const inForce = [adopted, deposited('CN', 'APPROVAL'), deposited('US', 'ACCEPTANCE', '2026-02-10'), determined];

describe('adoption', () => {
  test('an agency adopts an agreement with its own formula for entry into force', () => {
    given(agreement).when(adoptAgreement(), of('CN')).then(adopted);
  });

  test('an agreement whose day of adoption is left out is adopted today', () => {
    const today = { ...adopted, data: { ...adopted.data, adoptedOn: date('2026-03-01') } };
    const { adoptedOn: _, ...rest } = adoptAgreement();
    given(agreement).when(Object.assign(new AdoptAgreement(), rest), of('CN')).then(today);
  });

  test('an agreement is adopted once', () => {
    given(agreement, adopted).when(adoptAgreement(), of('CN')).thenRejected('AGREEMENT_EXISTS', 'agreementId');
  });

  test('an adoption in the future is refused', () => {
    given(agreement)
      .when(adoptAgreement({ adoptedOn: '2026-03-02' }), of('CN'))
      .thenRejected('DATE_IN_FUTURE', 'adoptedOn');
  });

  test('a rule that begins on the first day of a month and on the day after the period is refused', () => {
    const both = { firstDayOfNextMonth: true, dayAfter: true };
    given(agreement)
      .when(adoptAgreement({ formula: formula(both) }), of('CN'))
      .thenRejected('BAD_ENTRY_RULE', 'formula.dayAfter');
    const laterPartyRule = Object.assign(new EntryRuleInput(), { ...atOnce, ...both });
    given(agreement).when(adoptAgreement({ laterPartyRule }), of('CN')).thenRejected('BAD_ENTRY_RULE', 'laterPartyRule.dayAfter');
  });

  test('a jurisdiction whose deposit is required has to be invited', () => {
    given(agreement)
      .when(adoptAgreement({ formula: formula({ requiredJurisdictions: ['CN', 'JP'] }) }), of('CN'))
      .thenRejected('REQUIRED_BUT_NOT_INVITED', 'formula.requiredJurisdictions');
  });

  test('more deposits than are invited can be required only where accession is open', () => {
    given(agreement)
      .when(adoptAgreement({ formula: formula({ deposits: 4 }) }), of('CN'))
      .thenRejected('FORMULA_CANNOT_BE_MET', 'formula.deposits');
    const data = { ...openToAll.data, formula: { ...openToAll.data.formula, deposits: 4 } };
    given(agreement)
      .when(adoptAgreement({ openToAccession: true, formula: formula({ deposits: 4 }) }), of('CN'))
      .then({ ...openToAll, data });
  });
});

describe('signature', () => {
  test('a signature subject to ratification is no consent', () => {
    given(agreement, adopted).when(sign(false, '2026-01-20'), of('US')).then(signed('US', false));
  });

  test('a definitive signature is the consent to be bound', () => {
    given(agreement, adopted)
      .when(sign(true, '2026-01-20'), of('US'))
      .then(signed('US', true), deposited('US', 'DEFINITIVE_SIGNATURE', '2026-01-20'));
  });

  test('a definitive signature that is deposited is a signature, too', () => {
    given(agreement, adopted)
      .when(deposit('DEFINITIVE_SIGNATURE'), of('US'))
      .then(signed('US', true, '2026-02-01'), deposited('US', 'DEFINITIVE_SIGNATURE'));
  });

  test('a signature without a day is given today', () => {
    given(agreement, adopted)
      .when(sign(false), of('US'))
      .then(signed('US', false, '2026-03-01'));
  });

  test('the same signature again changes nothing', () => {
    given(agreement, adopted, signed('US', false)).when(sign(false), of('US')).thenNothing();
  });

  test('who has signed subject to ratification does not sign definitively afterwards', () => {
    given(agreement, adopted, signed('US', false)).when(sign(true), of('US')).thenRejected('ALREADY_SIGNED');
    given(agreement, adopted, signed('US', false)).when(deposit('DEFINITIVE_SIGNATURE'), of('US')).thenRejected('ALREADY_SIGNED');
  });

  test('who has consented does not sign any more', () => {
    given(agreement, adopted, deposited('US', 'ACCEPTANCE')).when(sign(false), of('US')).thenRejected('ALREADY_CONSENTED');
  });

  test('only invited jurisdictions sign, also where accession is open', () => {
    given(agreement, openToAll).when(sign(false), of('JP')).thenRejected('NOT_INVITED');
  });

  test('nobody signs before the adoption or in the future', () => {
    given(agreement, adopted).when(sign(false, '2026-01-09'), of('US')).thenRejected('DATE_IN_WRONG_ORDER', 'signedOn');
    given(agreement, adopted).when(sign(false, '2026-03-02'), of('US')).thenRejected('DATE_IN_FUTURE', 'signedOn');
  });

  test('a definitive signature is not dated before an earlier deposit, as it counts among them', () => {
    const history = [adopted, deposited('CN', 'APPROVAL')];
    given(agreement, ...history)
      .when(sign(true, '2026-01-31'), of('US'))
      .thenRejected('DATE_IN_WRONG_ORDER', 'signedOn');
    given(agreement, ...history)
      .when(sign(false, '2026-01-31'), of('US'))
      .then(signed('US', false, '2026-01-31'));
  });

  test('there is nothing to sign where nothing was adopted', () => {
    given(agreement).when(sign(false), of('US')).thenRejected('AGREEMENT_NOT_FOUND');
  });
});

describe('consent', () => {
  test('an agency deposits for its own jurisdiction', () => {
    given(agreement, adopted).when(deposit('ACCEPTANCE'), of('CN')).then(deposited('CN', 'ACCEPTANCE'));
  });

  test('an agency of which nobody knows the jurisdiction binds none', () => {
    const facts: PartyFacts = { registered: false, kind: null, jurisdiction: '' };
    const nobody = { actor: agencyOf('CN'), facts, now };
    given(agreement, adopted).when(deposit('ACCEPTANCE'), nobody).thenRejected('PARTY_NOT_REGISTERED');
    given(agreement, adopted).when(sign(true), nobody).thenRejected('PARTY_NOT_REGISTERED');
  });

  test('there is nothing to consent to where nothing was adopted', () => {
    given(agreement).when(deposit('ACCEPTANCE'), of('CN')).thenRejected('AGREEMENT_NOT_FOUND');
  });

  test('who is not invited cannot consent', () => {
    given(agreement, adopted).when(deposit('ACCESSION'), of('JP')).thenRejected('NOT_INVITED');
  });

  test('where accession is open, who is not invited can accede, and do nothing else', () => {
    given(agreement, openToAll).when(deposit('ACCESSION'), of('JP')).then(deposited('JP', 'ACCESSION'));
    given(agreement, openToAll).when(deposit('ACCEPTANCE'), of('JP')).thenRejected('NOT_INVITED');
  });

  test('a jurisdiction consents once', () => {
    given(agreement, adopted, deposited('CN', 'APPROVAL')).when(deposit('ACCEPTANCE'), of('CN')).thenRejected('ALREADY_CONSENTED');
  });

  test('only a signature is ratified', () => {
    given(agreement, adopted).when(deposit('RATIFICATION'), of('CN')).thenRejected('NOT_SIGNED', 'kind');
    given(agreement, adopted, signed('CN', false)).when(deposit('RATIFICATION'), of('CN')).then(deposited('CN', 'RATIFICATION'));
  });

  test('formal confirmation is for blocs', () => {
    given(agreement, adopted).when(deposit('FORMAL_CONFIRMATION'), of('CN')).thenRejected('ONLY_FOR_BLOCS', 'kind');
    given(agreement, adopted).when(deposit('FORMAL_CONFIRMATION'), of('EU')).then(deposited('EU', 'FORMAL_CONFIRMATION'));
  });

  test('a deposit before the adoption is refused', () => {
    given(agreement, adopted).when(deposit('ACCEPTANCE', '2026-01-09'), of('CN')).thenRejected('DATE_IN_WRONG_ORDER', 'depositedOn');
  });

  test('a deposit in the future is refused', () => {
    given(agreement, adopted).when(deposit('ACCEPTANCE', '2026-03-02'), of('CN')).thenRejected('DATE_IN_FUTURE', 'depositedOn');
  });

  test('a deposit dated before an earlier one is refused, and one on the same day is not', () => {
    const history = [adopted, deposited('CN', 'APPROVAL', '2026-02-05')];
    given(agreement, ...history)
      .when(deposit('ACCEPTANCE', '2026-02-04'), of('EU'))
      .thenRejected('DATE_IN_WRONG_ORDER', 'depositedOn');
    given(agreement, ...history.slice(0, 1))
      .when(deposit('ACCEPTANCE', '2026-02-05'), of('EU'))
      .then(deposited('EU', 'ACCEPTANCE', '2026-02-05'));
  });
});

describe('entry into force', () => {
  test('the deposit that completes the formula determines the day, for everyone who has deposited', () => {
    given(agreement, adopted, deposited('CN', 'APPROVAL'))
      .when(deposit('ACCEPTANCE', '2026-02-10'), of('US'))
      .then(deposited('US', 'ACCEPTANCE', '2026-02-10'), determined);
  });

  test('a definitive signature completes the formula, too', () => {
    const last = consentOf('US', 'DEFINITIVE_SIGNATURE', '2026-02-10');
    given(agreement, adopted, deposited('CN', 'APPROVAL'))
      .when(sign(true, '2026-02-10'), of('US'))
      .then(signed('US', true, '2026-02-10'), { type: 'cooperation.agreement.InstrumentDeposited', data: last }, {
        ...determined,
        data: { ...determined.data, deposits: [consentOf('CN', 'APPROVAL'), last] },
      } as AgreementEvent);
  });

  test('who consents later is bound by the later-party rule, and not before the agreement is in force', () => {
    given(agreement, ...inForce)
      .when(deposit('ACCEPTANCE', '2026-02-20'), of('EU'))
      .then(deposited('EU', 'ACCEPTANCE', '2026-02-20'), {
        type: 'cooperation.agreement.PartyBound',
        data: { jurisdiction: 'EU', on: date('2026-03-12'), rule: atOnce },
      });
    given(agreement, ...inForce)
      .when(deposit('ACCEPTANCE', '2026-04-02'), { ...of('EU'), now: '2026-04-02T00:00:00.000Z' as Instant })
      .then(deposited('EU', 'ACCEPTANCE', '2026-04-02'), {
        type: 'cooperation.agreement.PartyBound',
        data: { jurisdiction: 'EU', on: date('2026-04-02'), rule: atOnce },
      });
  });

  test('a contracting party has consented; it is a party from the day on which the agreement is in force for it', () => {
    const bound: AgreementEvent = {
      type: 'cooperation.agreement.PartyBound',
      data: { jurisdiction: 'EU', on: date('2026-04-02'), rule: atOnce },
    };
    const state = [...inForce, deposited('EU', 'ACCEPTANCE', '2026-04-02'), bound].reduce(
      (before, event) => agreementParties.evolve(before, event as never),
      agreementParties.initialState,
    );
    const on = (day: string) => partiesOn(state, date(day)).map(({ jurisdiction }) => jurisdiction);
    expect(state.contractingParties.map(({ jurisdiction }) => jurisdiction)).toEqual(['CN', 'US', 'EU']);
    expect(on('2026-03-11')).toEqual([]);
    expect(on('2026-03-12')).toEqual(['CN', 'US']);
    expect(on('2026-04-02')).toEqual(['CN', 'US', 'EU']);
    expect([inForceOn(state, date('2026-03-11')), inForceOn(state, date('2026-03-12'))]).toEqual([false, true]);
  });
});

describe('input', () => {
  const faults = (input: object) => validateSync(plainToInstance(AdoptAgreement, input)).map(({ property }) => property);

  test('an agreement between fewer than two jurisdictions, or the same one twice, is refused', () => {
    expect(faults(adoptAgreement())).toEqual([]);
    expect(faults(adoptAgreement({ invited: ['CN'] }))).toEqual(['invited']);
    expect(faults(adoptAgreement({ invited: ['CN', 'CN'] }))).toEqual(['invited']);
    expect(faults(adoptAgreement({ invited: ['CN', 'XX'] }))).toEqual(['invited']);
  });

  test('a formula asks for at least one deposit and a waiting period in days or longer', () => {
    expect(faults(adoptAgreement({ formula: formula({ deposits: 0 }) }))).toEqual(['formula']);
    expect(faults(adoptAgreement({ formula: formula({ waiting: 'PT1H' }) }))).toEqual(['formula']);
  });
});
