import type { CalendarDate, DomainEvent, Duration, EventCatalogue, Instant, TimeZone } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Section } from '../standard/standard.events.js';

/** What ends a signature: the enterprise, or the association that was pledged to. */
export const SIGNATURE_ENDS = ['LEFT', 'EXPELLED'] as const;
export type SignatureEnd = (typeof SIGNATURE_ENDS)[number];

/** A text that can be signed. */
interface PublishedText {
  /** The first is 1. */
  readonly version: number;
  readonly titles: readonly LocalizedText[];
  readonly sections: readonly Section[];
  /** See `contentHash` of standards. */
  readonly contentHash: string;
  /** How long an enterprise has to answer the report of a breach. */
  readonly hearingTerm: Duration;
  readonly publishedAt: Instant;
}

/* The names of the types below are stored for ever. */
export type PledgePublished = DomainEvent<'association.pledge.PledgePublished', PublishedText & { readonly association: string }>;
export type PledgeRevised = DomainEvent<'association.pledge.PledgeRevised', PublishedText & { readonly reason: string | null }>;
export type PledgeClosed = DomainEvent<'association.pledge.PledgeClosed', { readonly reason: string | null; readonly closedAt: Instant }>;
export type PledgeSigned = DomainEvent<
  'association.pledge.PledgeSigned',
  {
    readonly enterprise: string;
    readonly version: number;
    readonly contentHash: string;
    readonly signedAt: Instant;
    /** The version that it was bound to until then; null where to none. */
    readonly before: number | null;
  }
>;
export type PledgeLeft = DomainEvent<
  'association.pledge.PledgeLeft',
  { readonly enterprise: string; readonly reason: string | null; readonly leftAt: Instant }
>;
/* What a decision on a breach did to a signatory. The case is confidential until it is published, so these do not name it. */
export type SignatorySuspended = DomainEvent<
  'association.pledge.SignatorySuspended',
  {
    readonly enterprise: string;
    /** The last day. */
    readonly until: CalendarDate;
    readonly zone: TimeZone;
    /** The instant at which that day ends. */
    readonly endsAt: Instant;
  }
>;
export type SignatoryExpelled = DomainEvent<
  'association.pledge.SignatoryExpelled',
  { readonly enterprise: string; readonly expelledAt: Instant }
>;
/** An enterprise that was expelled may sign again. */
export type SignatoryReadmitted = DomainEvent<
  'association.pledge.SignatoryReadmitted',
  { readonly enterprise: string; readonly reason: string }
>;

export type PledgeEvent =
  | PledgePublished
  | PledgeRevised
  | PledgeClosed
  | PledgeSigned
  | PledgeLeft
  | SignatorySuspended
  | SignatoryExpelled
  | SignatoryReadmitted;

export const pledgeEvents: EventCatalogue<PledgeEvent> = {
  'association.pledge.PledgePublished': { phase: 'BEFORE', version: 1 },
  'association.pledge.PledgeRevised': { phase: 'BEFORE', version: 1 },
  'association.pledge.PledgeClosed': { phase: 'BEFORE', version: 1 },
  'association.pledge.PledgeSigned': { phase: 'BEFORE', version: 1 },
  'association.pledge.PledgeLeft': { phase: 'BEFORE', version: 1 },
  'association.pledge.SignatorySuspended': { phase: 'AFTER', version: 1 },
  'association.pledge.SignatoryExpelled': { phase: 'AFTER', version: 1 },
  'association.pledge.SignatoryReadmitted': { phase: 'AFTER', version: 1 },
};
