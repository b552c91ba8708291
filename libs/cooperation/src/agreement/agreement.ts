import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  aggregate,
  type CalendarDate,
  type DecisionContext,
  type Duration,
  dateIn,
  firstRejection,
  type Instant,
  ignored,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import { isBloc } from '@concord/reference-data';
import { AdoptAgreement, DepositInstrument, type EntryRuleInput, SignAgreement } from './agreement.commands.js';
import { type AgreementEvent, agreementEvents, type ConsentKind, type Deposit } from './agreement.events.js';
import { boundOn, type EntryFormula, type EntryRule, entryIntoForce } from './entry-into-force.js';

interface Signature {
  readonly jurisdiction: string;
  readonly definitive: boolean;
}

export interface AgreementState {
  readonly status: 'UNKNOWN' | 'ADOPTED';
  readonly invited: readonly string[];
  readonly openToAccession: boolean;
  readonly adoptedOn: CalendarDate;
  readonly formula: EntryFormula;
  readonly laterPartyRule: EntryRule;
  readonly signatures: readonly Signature[];
  /** In the order of their dates. */
  readonly deposits: readonly Deposit[];
  /** The first day in force; null while the formula is not met. */
  readonly inForceFrom: CalendarDate | null;
}

const AT_ONCE: EntryRule = { waiting: 'P0D' as Duration, firstDayOfNextMonth: false, dayAfter: false };

const initialState: AgreementState = {
  status: 'UNKNOWN',
  invited: [],
  openToAccession: false,
  adoptedOn: '0000-01-01' as CalendarDate,
  formula: { ...AT_ONCE, deposits: 1, requiredJurisdictions: [] },
  laterPartyRule: AT_ONCE,
  signatures: [],
  deposits: [],
  inForceFrom: null,
};

const RATIFICATION_RULE = 'Vienna Convention on the Law of Treaties, Art. 14';

const today = (now: Instant): CalendarDate => dateIn('UTC' as TimeZone, now);

const adopted = (state: AgreementState): Rejection | undefined =>
  state.status === 'UNKNOWN' ? reject('AGREEMENT_NOT_FOUND', 'There is no agreement with this id') : undefined;

const registered = ({ actor, facts }: DecisionContext<PartyFacts>): Rejection | undefined =>
  facts.registered
    ? undefined
    : reject('PARTY_NOT_REGISTERED', `${actor.party} is not registered, so that nobody knows for which jurisdiction it acts`);

const notInFuture = (field: string, date: string, now: Instant): Rejection | undefined =>
  date <= today(now)
    ? undefined
    : reject('DATE_IN_FUTURE', `${date} is after ${today(now)}, which is today in UTC`, { field, value: date });

const ruleOf = ({ waiting, firstDayOfNextMonth, dayAfter }: EntryRuleInput): EntryRule => ({
  waiting: waiting as Duration,
  firstDayOfNextMonth: firstDayOfNextMonth ?? false,
  dayAfter: dayAfter ?? false,
});

const oneReckoning = ({ firstDayOfNextMonth, dayAfter }: EntryRule, field: string): Rejection | undefined =>
  firstDayOfNextMonth && dayAfter
    ? reject('BAD_ENTRY_RULE', 'The effect begins on the first day of a month or on the day after the period, not on both', {
        field: `${field}.dayAfter`,
        value: dayAfter,
      })
    : undefined;

/** A formula that nobody can meet is no formula. */
function meetable({ deposits, requiredJurisdictions }: EntryFormula, invited: readonly string[], open: boolean): Rejection | undefined {
  const uninvited = requiredJurisdictions.find((jurisdiction) => !invited.includes(jurisdiction));
  if (uninvited !== undefined)
    return reject('REQUIRED_BUT_NOT_INVITED', `The deposit of ${uninvited} is required, and ${uninvited} is not invited`, {
      field: 'formula.requiredJurisdictions',
      value: uninvited,
    });
  if (open || deposits <= invited.length) return undefined;
  return reject('FORMULA_CANNOT_BE_MET', `${deposits} deposits are required, and only ${invited.length} jurisdictions are invited`, {
    field: 'formula.deposits',
    value: deposits,
  });
}

function adopt(command: AdoptAgreement, state: AgreementState, { actor, now }: DecisionContext): Outcome<AgreementEvent> {
  const { agreementId, invited } = command;
  const openToAccession = command.openToAccession ?? false;
  const adoptedOn = (command.adoptedOn ?? today(now)) as CalendarDate;
  const { deposits, requiredJurisdictions } = command.formula;
  const formula: EntryFormula = { ...ruleOf(command.formula), deposits, requiredJurisdictions: requiredJurisdictions ?? [] };
  const laterPartyRule = ruleOf(command.laterPartyRule);
  return (
    firstRejection(
      state.status === 'UNKNOWN'
        ? undefined
        : reject('AGREEMENT_EXISTS', 'There is an agreement with this id already', { field: 'agreementId', value: agreementId }),
      notInFuture('adoptedOn', adoptedOn, now),
      oneReckoning(formula, 'formula'),
      oneReckoning(laterPartyRule, 'laterPartyRule'),
      meetable(formula, invited, openToAccession),
    ) ?? [
      {
        type: 'cooperation.agreement.AgreementAdopted',
        data: {
          agency: actor.party,
          titles: command.titles.map(({ language, text }) => ({ language, text })),
          text: command.text.map(({ language, text }) => ({ language, text })),
          invited,
          openToAccession,
          adoptedOn,
          formula,
          laterPartyRule,
        },
      },
    ]
  );
}

const invitedTo = (state: AgreementState, { facts }: DecisionContext<PartyFacts>, kind: ConsentKind): Rejection | undefined => {
  const { jurisdiction } = facts;
  if (state.invited.includes(jurisdiction) || (state.openToAccession && kind === 'ACCESSION')) return undefined;
  const sentence = state.openToAccession ? `${jurisdiction} is not invited: it can only accede` : `${jurisdiction} is not invited`;
  return reject('NOT_INVITED', sentence, { value: jurisdiction });
};

const consentsOnce = ({ deposits }: AgreementState, { facts }: DecisionContext<PartyFacts>): Rejection | undefined => {
  const earlier = deposits.find(({ jurisdiction }) => jurisdiction === facts.jurisdiction);
  if (!earlier) return undefined;
  return reject('ALREADY_CONSENTED', `${facts.jurisdiction} has consented by ${earlier.kind} on ${earlier.depositedOn}`);
};

const notBeforeAdoption = (state: AgreementState, field: string, date: string): Rejection | undefined =>
  date >= state.adoptedOn
    ? undefined
    : reject('DATE_IN_WRONG_ORDER', `${date} is before ${state.adoptedOn}, when the agreement was adopted`, { field, value: date });

/** The number of deposits decides the entry into force, so they are taken in the order of their dates. */
const notBeforeEarlierDeposit = ({ deposits }: AgreementState, field: string, date: string): Rejection | undefined => {
  const latest = deposits.at(-1);
  if (!latest || date >= latest.depositedOn) return undefined;
  const sentence = `${date} is before ${latest.depositedOn}, when ${latest.jurisdiction} deposited`;
  return reject('DATE_IN_WRONG_ORDER', sentence, { field, value: date });
};

const fitting = (state: AgreementState, { facts }: DecisionContext<PartyFacts>, kind: ConsentKind): Rejection | undefined => {
  const { jurisdiction } = facts;
  const signed = state.signatures.some((signature) => signature.jurisdiction === jurisdiction);
  if (kind === 'RATIFICATION' && !signed) {
    const sentence = `${jurisdiction} has not signed the agreement: what is ratified is a signature`;
    return reject('NOT_SIGNED', sentence, { field: 'kind', value: kind, rule: RATIFICATION_RULE });
  }
  if (kind === 'FORMAL_CONFIRMATION' && !isBloc(jurisdiction)) {
    return reject('ONLY_FOR_BLOCS', `Formal confirmation is the act of an international organisation, and ${jurisdiction} is a country`, {
      field: 'kind',
      value: kind,
      rule: 'Vienna Convention on the Law of Treaties between States and International Organizations, Art. 14',
    });
  }
  return undefined;
};

/** The consent, and what follows from it for the entry into force. */
function consent(state: AgreementState, deposit: Deposit): readonly AgreementEvent[] {
  const { formula, laterPartyRule: rule, inForceFrom } = state;
  const deposited: AgreementEvent = { type: 'cooperation.agreement.InstrumentDeposited', data: deposit };
  if (inForceFrom !== null) {
    const { jurisdiction, depositedOn } = deposit;
    const bound = { jurisdiction, on: boundOn(rule, depositedOn, inForceFrom), rule };
    return [deposited, { type: 'cooperation.agreement.PartyBound', data: bound }];
  }
  const deposits = [...state.deposits, deposit];
  const entry = entryIntoForce(formula, deposits);
  if (entry === undefined) return [deposited];
  return [deposited, { type: 'cooperation.agreement.EntryIntoForceDetermined', data: { on: entry, formula, deposits } }];
}

function sign(command: SignAgreement, state: AgreementState, context: DecisionContext<PartyFacts>): Outcome<AgreementEvent> {
  const { definitive } = command;
  const { jurisdiction } = context.facts;
  const refusal = firstRejection(adopted(state), registered(context), invitedTo(state, context, 'DEFINITIVE_SIGNATURE'));
  if (refusal) return refusal;
  const earlier = state.signatures.find((signature) => signature.jurisdiction === jurisdiction);
  if (earlier?.definitive === definitive) return [];
  const signedOn = (command.signedOn ?? today(context.now)) as CalendarDate;
  const deposit: Deposit = { jurisdiction, agency: context.actor.party, kind: 'DEFINITIVE_SIGNATURE', depositedOn: signedOn };
  return (
    firstRejection(
      earlier && reject('ALREADY_SIGNED', `${jurisdiction} has signed: it consents by depositing an instrument`),
      consentsOnce(state, context),
      notInFuture('signedOn', signedOn, context.now),
      notBeforeAdoption(state, 'signedOn', signedOn),
      definitive ? notBeforeEarlierDeposit(state, 'signedOn', signedOn) : undefined,
    ) ?? [
      { type: 'cooperation.agreement.AgreementSigned', data: { jurisdiction, agency: context.actor.party, definitive, signedOn } },
      ...(definitive ? consent(state, deposit) : []),
    ]
  );
}

function deposit(command: DepositInstrument, state: AgreementState, context: DecisionContext<PartyFacts>): Outcome<AgreementEvent> {
  const { agreementId, kind } = command;
  const depositedOn = command.depositedOn as CalendarDate;
  return (
    firstRejection(
      adopted(state),
      registered(context),
      invitedTo(state, context, kind),
      consentsOnce(state, context),
      fitting(state, context, kind),
      notInFuture('depositedOn', depositedOn, context.now),
      notBeforeAdoption(state, 'depositedOn', depositedOn),
      notBeforeEarlierDeposit(state, 'depositedOn', depositedOn),
    ) ??
    (kind === 'DEFINITIVE_SIGNATURE'
      ? sign(Object.assign(new SignAgreement(), { agreementId, definitive: true, signedOn: depositedOn }), state, context)
      : consent(state, { jurisdiction: context.facts.jurisdiction, agency: context.actor.party, kind, depositedOn }))
  );
}

/** For whom the agency that acts may speak. */
const ofTheActor = (_: object, load: Load, { party }: Actor): Promise<PartyFacts> => load(partyFacts, party);

function evolve(state: AgreementState, event: AgreementEvent): AgreementState {
  switch (event.type) {
    case 'cooperation.agreement.AgreementAdopted': {
      const { invited, openToAccession, adoptedOn, formula, laterPartyRule } = event.data;
      return { ...initialState, status: 'ADOPTED', invited, openToAccession, adoptedOn, formula, laterPartyRule };
    }
    case 'cooperation.agreement.AgreementSigned': {
      const { jurisdiction, definitive } = event.data;
      return { ...state, signatures: [...state.signatures, { jurisdiction, definitive }] };
    }
    case 'cooperation.agreement.InstrumentDeposited':
      return { ...state, deposits: [...state.deposits, event.data] };
    case 'cooperation.agreement.EntryIntoForceDetermined':
      return { ...state, inForceFrom: event.data.on };
    case 'cooperation.agreement.PartyBound':
      return state;
    default:
      return ignored(state, event);
  }
}

/** What agencies of several jurisdictions agree on: adopted, signed, consented to, in force. All of it is public. */
export const agreement = aggregate<AgreementState, AgreementEvent>({
  name: 'cooperation.agreement',
  events: agreementEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(AdoptAgreement, 'agreementId', adopt),
    on(SignAgreement, 'agreementId', sign, ofTheActor),
    on(DepositInstrument, 'agreementId', deposit, ofTheActor),
  ],
});
