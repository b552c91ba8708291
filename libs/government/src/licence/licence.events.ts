import type { CalendarDate, DomainEvent, EventCatalogue } from '@concord/kernel';

/* The names of the types below are stored for ever. All their dates are days in UTC. */
export type LicenceAppliedFor = DomainEvent<
  'government.licence.LicenceAppliedFor',
  {
    readonly enterprise: string;
    /** The agency that decides. */
    readonly agency: string;
    /** Where the enterprise wants to trade. */
    readonly jurisdiction: string;
    readonly hsCodes: readonly string[];
    readonly reason: string;
  }
>;
export type LicenceGranted = DomainEvent<
  'government.licence.LicenceGranted',
  {
    /** The goods that it covers: those applied for, or a part of them. */
    readonly hsCodes: readonly string[];
    readonly validFrom: CalendarDate;
    /** The last day on which it is valid. */
    readonly validUntil: CalendarDate;
  }
>;
export type LicenceRefused = DomainEvent<'government.licence.LicenceRefused', { readonly reason: string }>;
export type LicenceSuspended = DomainEvent<
  'government.licence.LicenceSuspended',
  {
    /** The first day on which it covers nothing. */
    readonly suspendedFrom: CalendarDate;
    readonly reason: string;
  }
>;
export type LicenceResumed = DomainEvent<
  'government.licence.LicenceResumed',
  {
    /** The first day on which it covers its goods again. */
    readonly resumedFrom: CalendarDate;
  }
>;
export type LicenceRevoked = DomainEvent<
  'government.licence.LicenceRevoked',
  {
    /** The first day on which it covers nothing any more. */
    readonly revokedFrom: CalendarDate;
    readonly reason: string;
  }
>;
export type LicenceExpired = DomainEvent<
  'government.licence.LicenceExpired',
  {
    /** The last day on which it was valid. */
    readonly validUntil: CalendarDate;
  }
>;

export type LicenceEvent =
  | LicenceAppliedFor
  | LicenceGranted
  | LicenceRefused
  | LicenceSuspended
  | LicenceResumed
  | LicenceRevoked
  | LicenceExpired;

export const licenceEvents: EventCatalogue<LicenceEvent> = {
  'government.licence.LicenceAppliedFor': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceGranted': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceRefused': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceSuspended': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceResumed': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceRevoked': { phase: 'BEFORE', version: 1 },
  'government.licence.LicenceExpired': { phase: 'BEFORE', version: 1 },
};
