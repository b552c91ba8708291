import type { CalendarDate, DomainEvent, EventCatalogue, Instant, TimeZone } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Requirement } from '@concord/rules';

/** A part of a norm's text, with a place that stays: `sec_3__para_2`. */
export interface Provision {
  readonly eId: string;
  readonly heading: string | null;
  readonly text: readonly LocalizedText[];
  readonly requirement: Requirement | null;
}

/** What an amendment does to one provision. */
export type AmendingOperation =
  | { readonly operation: 'INSERT'; readonly provision: Provision; readonly after: string | null }
  | { readonly operation: 'SUBSTITUTE'; readonly provision: Provision }
  | { readonly operation: 'REPEAL'; readonly eId: string };

/** Where a norm that was published elsewhere comes from. */
export interface Source {
  /** The system that published it: `regulations.gov`. */
  readonly system: string;
  readonly documentId: string;
  readonly registerNumber: string | null;
}

/* The names of the types below are stored for ever. */
export type NormDrafted = DomainEvent<
  'government.norm.NormDrafted',
  {
    readonly agency: string;
    readonly jurisdiction: string;
    readonly documentType: string;
    readonly titles: readonly LocalizedText[];
    readonly docket: string | null;
    readonly source: Source | null;
    readonly hsCodes: readonly string[];
    readonly provisions: readonly Provision[];
  }
>;
export type ConsultationOpened = DomainEvent<
  'government.norm.ConsultationOpened',
  { readonly opensAt: Instant; readonly closesAt: Instant; readonly zone: TimeZone }
>;
export type ConsultationClosed = DomainEvent<'government.norm.ConsultationClosed', { readonly closedAt: Instant }>;
export type NormPublished = DomainEvent<
  'government.norm.NormPublished',
  { readonly publishedOn: CalendarDate; readonly inForceFrom: CalendarDate | null; readonly zone: TimeZone }
>;
export type NormCommenced = DomainEvent<'government.norm.NormCommenced', { readonly inForceFrom: CalendarDate }>;
export type NormAmended = DomainEvent<
  'government.norm.NormAmended',
  {
    /** The version that this amendment makes; the first text is version 1. */
    readonly version: number;
    readonly inForceFrom: CalendarDate;
    readonly operations: readonly AmendingOperation[];
    readonly reason: string;
  }
>;
export type NormRepealed = DomainEvent<
  'government.norm.NormRepealed',
  {
    /** The version that was the last. */
    readonly version: number;
    /** The first day on which it is no longer in force. */
    readonly repealedFrom: CalendarDate;
    readonly reason: string;
  }
>;
export type NormWithdrawn = DomainEvent<'government.norm.NormWithdrawn', { readonly reason: string }>;

export type NormEvent =
  | NormDrafted
  | ConsultationOpened
  | ConsultationClosed
  | NormPublished
  | NormCommenced
  | NormAmended
  | NormRepealed
  | NormWithdrawn;

export const normEvents: EventCatalogue<NormEvent> = {
  'government.norm.NormDrafted': { phase: 'BEFORE', version: 1 },
  'government.norm.ConsultationOpened': { phase: 'BEFORE', version: 1 },
  'government.norm.ConsultationClosed': { phase: 'BEFORE', version: 1 },
  'government.norm.NormPublished': { phase: 'BEFORE', version: 1 },
  'government.norm.NormCommenced': { phase: 'BEFORE', version: 1 },
  'government.norm.NormAmended': { phase: 'BEFORE', version: 1 },
  'government.norm.NormRepealed': { phase: 'BEFORE', version: 1 },
  'government.norm.NormWithdrawn': { phase: 'BEFORE', version: 1 },
};
