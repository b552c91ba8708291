import type { CalendarDate, DomainEvent, EventCatalogue } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { EntryFormula, EntryRule } from './entry-into-force.js';

/** The acts by which a jurisdiction consents to be bound, in the words of the United Nations Treaty Collection. */
export const CONSENT_KINDS = [
  'RATIFICATION',
  'ACCEPTANCE',
  'APPROVAL',
  'ACCESSION',
  'FORMAL_CONFIRMATION',
  'SUCCESSION',
  'DEFINITIVE_SIGNATURE',
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** The consent of one jurisdiction, as the depositary holds it. */
export interface Deposit {
  readonly jurisdiction: string;
  /** The agency that acted for it. */
  readonly agency: string;
  readonly kind: ConsentKind;
  readonly depositedOn: CalendarDate;
}

/* The names of the types below are stored for ever. All their dates are days in UTC. */
export type AgreementAdopted = DomainEvent<
  'cooperation.agreement.AgreementAdopted',
  {
    readonly agency: string;
    readonly titles: readonly LocalizedText[];
    readonly text: readonly LocalizedText[];
    /** The jurisdictions that may sign and consent. */
    readonly invited: readonly string[];
    /** Whether others may accede. */
    readonly openToAccession: boolean;
    readonly adoptedOn: CalendarDate;
    readonly formula: EntryFormula;
    readonly laterPartyRule: EntryRule;
  }
>;
export type AgreementSigned = DomainEvent<
  'cooperation.agreement.AgreementSigned',
  {
    readonly jurisdiction: string;
    readonly agency: string;
    /** Whether the signature itself is the consent; otherwise it is subject to ratification. */
    readonly definitive: boolean;
    readonly signedOn: CalendarDate;
  }
>;
export type InstrumentDeposited = DomainEvent<'cooperation.agreement.InstrumentDeposited', Deposit>;
export type EntryIntoForceDetermined = DomainEvent<
  'cooperation.agreement.EntryIntoForceDetermined',
  {
    /** The first day in force, for everyone whose deposit is listed. */
    readonly on: CalendarDate;
    readonly formula: EntryFormula;
    /** The deposits with which the formula was met, in their order. */
    readonly deposits: readonly Deposit[];
  }
>;
export type PartyBound = DomainEvent<
  'cooperation.agreement.PartyBound',
  {
    readonly jurisdiction: string;
    /** The first day in force for it. */
    readonly on: CalendarDate;
    readonly rule: EntryRule;
  }
>;

export type AgreementEvent = AgreementAdopted | AgreementSigned | InstrumentDeposited | EntryIntoForceDetermined | PartyBound;

export const agreementEvents: EventCatalogue<AgreementEvent> = {
  'cooperation.agreement.AgreementAdopted': { phase: 'BEFORE', version: 1 },
  'cooperation.agreement.AgreementSigned': { phase: 'BEFORE', version: 1 },
  'cooperation.agreement.InstrumentDeposited': { phase: 'BEFORE', version: 1 },
  'cooperation.agreement.EntryIntoForceDetermined': { phase: 'BEFORE', version: 1 },
  'cooperation.agreement.PartyBound': { phase: 'BEFORE', version: 1 },
};
