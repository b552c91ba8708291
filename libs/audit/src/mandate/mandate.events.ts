import type { DomainEvent, EventCatalogue, Instant, MandateScope } from '@concord/kernel';

/* The names of the types below are stored for ever. */
export type MandateGranted = DomainEvent<
  'audit.mandate.MandateGranted',
  {
    readonly grantor: string;
    /** The jurisdiction of an agency, which its mandate does not leave; null for an operator. */
    readonly jurisdiction: string | null;
    readonly auditor: string;
    readonly scope: MandateScope;
    readonly purpose: string;
    readonly purposeEachTime: boolean;
    readonly legalBasis: string | null;
    /** In force from this instant on, and no longer at the other. */
    readonly from: Instant;
    readonly until: Instant;
  }
>;
export type MandateExtended = DomainEvent<'audit.mandate.MandateExtended', { readonly until: Instant }>;
export type MandateRevoked = DomainEvent<'audit.mandate.MandateRevoked', { readonly reason: string }>;

export type MandateEvent = MandateGranted | MandateExtended | MandateRevoked;

export const mandateEvents: EventCatalogue<MandateEvent> = {
  'audit.mandate.MandateGranted': { phase: 'BEFORE', version: 1 },
  'audit.mandate.MandateExtended': { phase: 'BEFORE', version: 1 },
  'audit.mandate.MandateRevoked': { phase: 'AFTER', version: 1 },
};
