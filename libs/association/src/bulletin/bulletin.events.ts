import type { Attachment } from '@concord/files';
import type { CalendarDate, DomainEvent, EventCatalogue, Instant, TimeZone } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

export const AUDIENCE_KINDS = ['COMMITTEE', 'MEMBERS', 'SIGNATORIES', 'AGENCIES'] as const;
export type AudienceKind = (typeof AUDIENCE_KINDS)[number];

/** To whom a bulletin goes: a list where it goes to a committee, and otherwise a rule, so that whoever joins reads it, too. */
export type Audience =
  | {
      readonly kind: 'COMMITTEE';
      readonly committeeId: string;
      /** Its members at the publication, without the publisher. */
      readonly members: readonly string[];
    }
  /** Of any committee of the publisher. */
  | { readonly kind: 'MEMBERS' }
  | { readonly kind: 'SIGNATORIES'; readonly pledgeId: string }
  /** Of these jurisdictions, or of all where the list is empty. */
  | { readonly kind: 'AGENCIES'; readonly jurisdictions: readonly string[] };

interface Content {
  /** The first is 1; each correction makes the next. */
  readonly version: number;
  readonly titles: readonly LocalizedText[];
  readonly text: readonly LocalizedText[];
  readonly attachments: readonly Attachment[];
}

/* The names of the types below are stored for ever. */
export type BulletinPublished = DomainEvent<
  'association.bulletin.BulletinPublished',
  Content & {
    readonly publisher: string;
    readonly audience: Audience;
    /** The day by which it should have been read, in the zone; null where none was asked for. */
    readonly readBy: CalendarDate | null;
    readonly zone: TimeZone;
    readonly publishedAt: Instant;
  }
>;
export type BulletinCorrected = DomainEvent<
  'association.bulletin.BulletinCorrected',
  Content & { readonly reason: string; readonly correctedAt: Instant }
>;
export type BulletinWithdrawn = DomainEvent<
  'association.bulletin.BulletinWithdrawn',
  { readonly reason: string; readonly withdrawnAt: Instant }
>;
export type ReadingConfirmed = DomainEvent<
  'association.bulletin.ReadingConfirmed',
  { readonly party: string; readonly person: string; readonly version: number; readonly readAt: Instant }
>;

export type BulletinEvent = BulletinPublished | BulletinCorrected | BulletinWithdrawn | ReadingConfirmed;

export const bulletinEvents: EventCatalogue<BulletinEvent> = {
  'association.bulletin.BulletinPublished': { phase: 'BEFORE', version: 1 },
  'association.bulletin.BulletinCorrected': { phase: 'BEFORE', version: 1 },
  'association.bulletin.BulletinWithdrawn': { phase: 'BEFORE', version: 1 },
  'association.bulletin.ReadingConfirmed': { phase: 'BEFORE', version: 1 },
};
