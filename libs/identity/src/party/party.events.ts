import { asWritten, type DomainEvent, type EventCatalogue, type Instant, type PartyKind, type PersonalText } from '@concord/kernel';

/* The names of the types below are stored for ever. */
export type PartyRegistered = DomainEvent<
  'identity.party.PartyRegistered',
  { readonly kind: PartyKind; readonly name: PersonalText; readonly jurisdiction: string }
>;
export type PartyRenamed = DomainEvent<'identity.party.PartyRenamed', { readonly name: PersonalText }>;
export type PartySuspended = DomainEvent<'identity.party.PartySuspended', { readonly reason: string }>;
export type PartyReinstated = DomainEvent<'identity.party.PartyReinstated', { readonly reason: string }>;
/** The person wants to be forgotten. */
export type PersonalDataErased = DomainEvent<'identity.party.PersonalDataErased', { readonly erasedAt: Instant }>;
/** What belonged to the person can be read no more. */
export type PersonalKeyDestroyed = DomainEvent<'identity.party.PersonalKeyDestroyed', { readonly destroyedAt: Instant }>;

export type PartyEvent = PartyRegistered | PartyRenamed | PartySuspended | PartyReinstated | PersonalDataErased | PersonalKeyDestroyed;

/** A consumer is a person. The names of the others are public. */
const whereConsumer = ({ kind }: { readonly kind: PartyKind | null }, id: string): string | null => (kind === 'CONSUMER' ? id : null);

export const partyEvents: EventCatalogue<PartyEvent> = {
  'identity.party.PartyRegistered': {
    ...{ phase: 'BEFORE', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['name'], of: (data: PartyRegistered['data'], _, id) => whereConsumer(data, id) },
  },
  'identity.party.PartyRenamed': {
    ...{ phase: 'BEFORE', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['name'], of: (_, state: { readonly kind: PartyKind | null }, id) => whereConsumer(state, id) },
  },
  'identity.party.PartySuspended': { phase: 'BEFORE', version: 1 },
  'identity.party.PartyReinstated': { phase: 'BEFORE', version: 1 },
  'identity.party.PersonalDataErased': { phase: 'BEFORE', version: 1 },
  'identity.party.PersonalKeyDestroyed': { phase: 'BEFORE', version: 1 },
};
