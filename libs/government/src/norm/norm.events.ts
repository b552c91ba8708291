import type { CalendarDate, DomainEvent, EventCatalogue, Instant, TimeZone } from '@concord/kernel';
import type { AmendingOperation, Commencement, CorrectionKind, Provision } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import { amendedOfVersion1, commencedOfVersion1, draftedOfVersion1, repealedOfVersion1 } from './norm.upcasts.js';

/** Where a norm that was published elsewhere comes from. */
export interface Source {
  /** The system that published it: `regulations.gov`. */
  readonly system: string;
  readonly documentId: string;
  readonly registerNumber: string | null;
}

/** What an amending norm does to another norm. */
export interface Amendment {
  readonly norm: string;
  /** When it takes effect; null: with the commencement of the amending norm. */
  readonly commencement: Commencement | null;
  readonly operations: readonly AmendingOperation[];
}

/** What a draft proposes; each revision states it anew. */
export interface DraftText {
  readonly titles: readonly LocalizedText[];
  readonly hsCodes: readonly string[];
  readonly provisions: readonly Provision[];
  /** What it does to other norms. */
  readonly amendments: readonly Amendment[];
}

/** A window for comments. */
export interface ConsultationWindow {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** The zone in which the deadline is shown. */
  readonly zone: TimeZone;
}

/* The names of the types below are stored for ever. */
export type NormDrafted = DomainEvent<
  'government.norm.NormDrafted',
  {
    readonly agency: string;
    readonly jurisdiction: string;
    readonly documentType: string;
    readonly docket: string | null;
    readonly source: Source | null;
  } & DraftText
>;
export type DraftRevised = DomainEvent<
  'government.norm.DraftRevised',
  {
    /** The draft that this makes; the first is 1. */
    readonly revision: number;
    readonly reason: string;
  } & DraftText
>;
export type ConsultationOpened = DomainEvent<'government.norm.ConsultationOpened', ConsultationWindow>;
export type ConsultationExtended = DomainEvent<
  'government.norm.ConsultationExtended',
  { readonly closesAt: Instant; readonly reason: string }
>;
/** The window was announced wrongly: this is what it was meant to be. */
export type ConsultationCorrected = DomainEvent<'government.norm.ConsultationCorrected', ConsultationWindow & { readonly reason: string }>;
export type ConsultationReopened = DomainEvent<'government.norm.ConsultationReopened', ConsultationWindow & { readonly reason: string }>;
/** The window ends at once and the norm goes back to the drawing board; comments that were made keep their right to an answer. */
export type ConsultationWithdrawn = DomainEvent<'government.norm.ConsultationWithdrawn', { readonly reason: string }>;
export type ConsultationEndsSoon = DomainEvent<'government.norm.ConsultationEndsSoon', { readonly closesAt: Instant }>;
export type ConsultationClosed = DomainEvent<'government.norm.ConsultationClosed', { readonly closedAt: Instant }>;
/** How many comments were made, and how many of them have no answer yet, as the log stood at the event that caused this. */
export type CommentsCounted = DomainEvent<'government.norm.CommentsCounted', { readonly submitted: number; readonly unanswered: number }>;
/** The text is fixed while the norms that it amends are asked whether the amendments fit. */
export type AdoptionBegun = DomainEvent<
  'government.norm.AdoptionBegun',
  { readonly publishedOn: CalendarDate; readonly commencement: Commencement | null; readonly zone: TimeZone }
>;
export type AdoptionAbandoned = DomainEvent<'government.norm.AdoptionAbandoned', { readonly reason: string }>;
export type NormPublished = DomainEvent<
  'government.norm.NormPublished',
  { readonly publishedOn: CalendarDate; readonly inForceFrom: CalendarDate | null; readonly zone: TimeZone }
>;
export type NormCommenced = DomainEvent<
  'government.norm.NormCommenced',
  {
    /** Provisions stand for their parts, too; null: the whole norm, but for what has a day of its own. */
    readonly provisions: readonly string[] | null;
    readonly commencement: Commencement;
    /** The zone in which its days begin, here and below. */
    readonly zone: TimeZone;
  }
>;
/** A day came on which provisions are in force for the first time, or read differently. */
export type NormCameIntoForce = DomainEvent<'government.norm.NormCameIntoForce', { readonly on: CalendarDate }>;
/** A norm on which amendments or commencements wait came into force. */
export type ConditionMet = DomainEvent<
  'government.norm.ConditionMet',
  { readonly norm: string; readonly provision: string | null; readonly on: CalendarDate; readonly zone: TimeZone }
>;
/** Another norm that is about to be adopted will amend this one: what is laid from now on has to fit with it. */
export type AmendmentLaid = DomainEvent<
  'government.norm.AmendmentLaid',
  {
    readonly by: string;
    readonly commencement: Commencement;
    /** The day on which it takes effect, where that is known already. */
    readonly on: CalendarDate | null;
    readonly operations: readonly AmendingOperation[];
    readonly reason: string;
  }
>;
/** The norm that laid an amendment was not adopted. */
export type AmendmentReleased = DomainEvent<'government.norm.AmendmentReleased', { readonly by: string }>;
export type NormAmended = DomainEvent<
  'government.norm.NormAmended',
  {
    /** The amending norm; null: the agency amended it without one. */
    readonly by: string | null;
    readonly commencement: Commencement;
    readonly operations: readonly AmendingOperation[];
    readonly reason: string;
    readonly zone: TimeZone;
  }
>;
/** Editorial: the words of an edition were published wrongly, or are given in another language. */
export type TextCorrected = DomainEvent<
  'government.norm.TextCorrected',
  {
    /** The edition that brought the words. */
    readonly of: number;
    readonly eId: string;
    readonly headings: readonly LocalizedText[] | null;
    readonly text: readonly LocalizedText[] | null;
    readonly correction: CorrectionKind;
    readonly reason: string;
  }
>;
export type ProvisionsSuspended = DomainEvent<
  'government.norm.ProvisionsSuspended',
  {
    readonly provisions: readonly string[] | null;
    readonly from: CalendarDate;
    /** The first day on which they are in force again; null: until they are resumed. */
    readonly until: CalendarDate | null;
    readonly reason: string;
    readonly zone: TimeZone;
  }
>;
export type ProvisionsResumed = DomainEvent<
  'government.norm.ProvisionsResumed',
  { readonly provisions: readonly string[] | null; readonly from: CalendarDate; readonly reason: string; readonly zone: TimeZone }
>;
export type NormRepealed = DomainEvent<
  'government.norm.NormRepealed',
  {
    /** The first day on which it is no longer in force. */
    readonly repealedFrom: CalendarDate;
    readonly reason: string;
  }
>;
export type NormWithdrawn = DomainEvent<'government.norm.NormWithdrawn', { readonly reason: string }>;

export type NormEvent =
  | NormDrafted
  | DraftRevised
  | ConsultationOpened
  | ConsultationExtended
  | ConsultationCorrected
  | ConsultationReopened
  | ConsultationWithdrawn
  | ConsultationEndsSoon
  | ConsultationClosed
  | CommentsCounted
  | AdoptionBegun
  | AdoptionAbandoned
  | NormPublished
  | NormCommenced
  | NormCameIntoForce
  | ConditionMet
  | AmendmentLaid
  | AmendmentReleased
  | NormAmended
  | TextCorrected
  | ProvisionsSuspended
  | ProvisionsResumed
  | NormRepealed
  | NormWithdrawn;

const first = { phase: 'BEFORE', version: 1 } as const;

export const normEvents: EventCatalogue<NormEvent> = {
  'government.norm.NormDrafted': { phase: 'BEFORE', version: 2, upcasts: { 1: draftedOfVersion1 } },
  'government.norm.DraftRevised': first,
  'government.norm.ConsultationOpened': first,
  'government.norm.ConsultationExtended': first,
  'government.norm.ConsultationCorrected': first,
  'government.norm.ConsultationReopened': first,
  'government.norm.ConsultationWithdrawn': first,
  'government.norm.ConsultationEndsSoon': first,
  'government.norm.ConsultationClosed': first,
  'government.norm.CommentsCounted': first,
  'government.norm.AdoptionBegun': first,
  'government.norm.AdoptionAbandoned': first,
  'government.norm.NormPublished': first,
  'government.norm.NormCommenced': { phase: 'BEFORE', version: 2, upcasts: { 1: commencedOfVersion1 } },
  'government.norm.NormCameIntoForce': first,
  'government.norm.ConditionMet': first,
  'government.norm.AmendmentLaid': first,
  'government.norm.AmendmentReleased': first,
  'government.norm.NormAmended': { phase: 'BEFORE', version: 2, upcasts: { 1: amendedOfVersion1 } },
  'government.norm.TextCorrected': first,
  'government.norm.ProvisionsSuspended': first,
  'government.norm.ProvisionsResumed': first,
  'government.norm.NormRepealed': { phase: 'BEFORE', version: 2, upcasts: { 1: repealedOfVersion1 } },
  'government.norm.NormWithdrawn': first,
};
