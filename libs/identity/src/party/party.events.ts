import type { DomainEvent, EventCatalogue, PartyKind } from '@concord/kernel';

/* The names of the types below are stored for ever. */
export type PartyRegistered = DomainEvent<
  'identity.party.PartyRegistered',
  { readonly kind: PartyKind; readonly name: string; readonly jurisdiction: string }
>;
export type PartyRenamed = DomainEvent<'identity.party.PartyRenamed', { readonly name: string }>;
export type PartySuspended = DomainEvent<'identity.party.PartySuspended', { readonly reason: string }>;
export type PartyReinstated = DomainEvent<'identity.party.PartyReinstated', { readonly reason: string }>;

export type PartyEvent = PartyRegistered | PartyRenamed | PartySuspended | PartyReinstated;

export const partyEvents: EventCatalogue<PartyEvent> = {
  'identity.party.PartyRegistered': { phase: 'BEFORE', version: 1 },
  'identity.party.PartyRenamed': { phase: 'BEFORE', version: 1 },
  'identity.party.PartySuspended': { phase: 'BEFORE', version: 1 },
  'identity.party.PartyReinstated': { phase: 'BEFORE', version: 1 },
};
