import type { DomainEvent, EventCatalogue, Instant, TimeZone } from '@concord/kernel';
import type { RelationBasis, RelationKind } from './relation.js';

/** A document as its publisher describes it. */
export interface FiledDocument {
  /** Its id with its publisher: `CPSC-2006-0034-0014`. */
  readonly documentId: string;
  /** The norm that it became; null for what is no norm, such as supporting material. */
  readonly norm: string | null;
  readonly documentType: string;
  /** The publisher's own word for what it does; null where it has none. */
  readonly subtype: string | null;
  readonly title: string;
  readonly registerNumber: string | null;
  /** The publisher's name for the file behind it, to which comments refer. */
  readonly objectId: string | null;
  readonly postedAt: Instant;
  /** The zone in which the publisher's days begin. */
  readonly zone: TimeZone;
  readonly commentsFrom: Instant | null;
  readonly commentsUntil: Instant | null;
  readonly withdrawn: boolean;
  /** When the publisher last changed this description; null where it does not say. */
  readonly modifiedAt: Instant | null;
}

/* The names of the types below are stored for ever. */
export type DocketOpened = DomainEvent<
  'government.docket.DocketOpened',
  {
    /** The agency that filed first. */
    readonly agency: string;
    readonly jurisdiction: string;
    /** The docket as the agency writes it: `CPSC-2006-0034`. */
    readonly number: string;
    /** The system in which it is kept: `regulations.gov`; null: here. */
    readonly system: string | null;
  }
>;
export type DocketDescribed = DomainEvent<
  'government.docket.DocketDescribed',
  {
    readonly title: string;
    readonly abstract: string | null;
    /** The agency's own word: `Rulemaking`. */
    readonly docketType: string | null;
    /** The Regulation Identifier Number of the Unified Agenda. */
    readonly rin: string | null;
    readonly modifiedAt: Instant | null;
  }
>;
/** A document came into the docket, or its publisher describes it otherwise than before. */
export type DocumentFiled = DomainEvent<'government.docket.DocumentFiled', FiledDocument & { readonly agency: string }>;
/** What a document does to another one came to be known, or is known otherwise. */
export type DocumentRelated = DomainEvent<
  'government.docket.DocumentRelated',
  {
    readonly documentId: string;
    /** Null: it stands by itself. */
    readonly relation: RelationKind | null;
    /** The other document, where it is in this docket. */
    readonly to: string | null;
    /** The norm that the other document became. */
    readonly norm: string | null;
    readonly basis: RelationBasis | null;
    readonly candidates: readonly string[];
    /** What the agency says for it; null where it follows from the documents. */
    readonly reason: string | null;
  }
>;

export type DocketEvent = DocketOpened | DocketDescribed | DocumentFiled | DocumentRelated;

export const docketEvents: EventCatalogue<DocketEvent> = {
  'government.docket.DocketOpened': { phase: 'BEFORE', version: 1 },
  'government.docket.DocketDescribed': { phase: 'BEFORE', version: 1 },
  'government.docket.DocumentFiled': { phase: 'BEFORE', version: 1 },
  'government.docket.DocumentRelated': { phase: 'BEFORE', version: 1 },
};
