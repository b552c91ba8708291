import { asWritten, type DomainEvent, type EventCatalogue, type Instant, type Money, type PersonalText } from '@concord/kernel';
import type { CompensationRule } from './compensation.js';

/** What is wrong. */
export const GROUNDS = ['NOT_DELIVERED', 'DEFECTIVE', 'COUNTERFEIT', 'NOT_AS_DESCRIBED', 'OTHER'] as const;
export type Ground = (typeof GROUNDS)[number];

/** How a wrong is made good. */
export const REMEDIES = ['REFUND', 'REPLACEMENT', 'REPAIR', 'COMPENSATION'] as const;
export type RemedyKind = (typeof REMEDIES)[number];

export interface Remedy {
  readonly remedy: RemedyKind;
  /** Of a refund or a compensation; null of a replacement or a repair. */
  readonly amount: Money | null;
}

/** Whether the enterprise takes the blame. */
export const POSITIONS = ['ACCEPT', 'CONTEST'] as const;
export type Position = (typeof POSITIONS)[number];

export const OUTCOMES = ['UPHELD', 'DISMISSED'] as const;
export type ComplaintOutcome = (typeof OUTCOMES)[number];

/** Who ended a complaint: the complainant, or the platform's clock. */
export const COMPLAINT_CLOSERS = ['COMPLAINANT', 'PLATFORM'] as const;
export type ComplaintCloser = (typeof COMPLAINT_CLOSERS)[number];

/** A file that the complainant keeps and can show: the digest proves that it is the same. */
export interface Evidence {
  readonly name: PersonalText;
  /** In hexadecimal, 64 small letters and digits. */
  readonly sha256: string;
  readonly mediaType: string;
}

/* The names of the types below are stored for ever. */
export type ComplaintFiled = DomainEvent<
  'consumer.complaint.ComplaintFiled',
  {
    readonly transactionId: string;
    /** The buyer. */
    readonly complainant: string;
    /** The seller. */
    readonly respondent: string;
    readonly ground: Ground;
    readonly claim: Remedy;
    readonly narrative: PersonalText;
    readonly evidence: readonly Evidence[];
    /** Of the transaction, as they bound the claim and say which agencies may decide. */
    readonly total: Money;
    readonly origin: string;
    readonly destination: string;
    readonly filedAt: Instant;
    readonly answerBy: Instant;
    /** The rule that set `answerBy`. */
    readonly deadlineRule: string;
  }
>;
export type ComplaintAnswered = DomainEvent<
  'consumer.complaint.ComplaintAnswered',
  {
    readonly position: Position;
    readonly statement: string;
    /** What the enterprise offers; null where it accepts the claim as it is, or offers nothing. */
    readonly offer: Remedy | null;
  }
>;
export type OfferAccepted = DomainEvent<'consumer.complaint.OfferAccepted', { readonly remedy: Remedy }>;
export type OfferRejected = DomainEvent<'consumer.complaint.OfferRejected', { readonly reason: PersonalText | null }>;
export type ComplaintDecided = DomainEvent<
  'consumer.complaint.ComplaintDecided',
  {
    readonly outcome: ComplaintOutcome;
    /** Whether the deadline decided. */
    readonly byDefault: boolean;
    /** The agency that decided; null where the deadline did. */
    readonly agency: string | null;
    /** What the enterprise owes; nothing where the complaint is dismissed. */
    readonly remedies: readonly Remedy[];
    readonly reasons: string;
    /** The rule on which a default rests; null where an agency gives its reasons. */
    readonly rule: string | null;
    /** How the compensation was reckoned, where a rule did. */
    readonly compensation: CompensationRule | null;
  }
>;
export type RemedyPerformed = DomainEvent<
  'consumer.complaint.RemedyPerformed',
  {
    readonly evidence: string;
    readonly performedAt: Instant;
    /** When the platform closes the complaint, unless the complainant does before. */
    readonly closeBy: Instant;
    /** The rule that set `closeBy`. */
    readonly rule: string;
  }
>;
export type ComplaintClosed = DomainEvent<
  'consumer.complaint.ComplaintClosed',
  { readonly closedBy: ComplaintCloser; readonly closedAt: Instant }
>;

export type ComplaintEvent =
  | ComplaintFiled
  | ComplaintAnswered
  | OfferAccepted
  | OfferRejected
  | ComplaintDecided
  | RemedyPerformed
  | ComplaintClosed;

const ofComplainant = (_: object, { complainant }: { readonly complainant: string }): string => complainant;

/** What the complainant writes is the complainant's. */
export const complaintEvents: EventCatalogue<ComplaintEvent> = {
  'consumer.complaint.ComplaintFiled': {
    ...{ phase: 'AFTER', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['narrative', 'evidence.*.name'], of: ({ complainant }: ComplaintFiled['data']) => complainant },
  },
  'consumer.complaint.ComplaintAnswered': { phase: 'AFTER', version: 1 },
  'consumer.complaint.OfferAccepted': { phase: 'AFTER', version: 1 },
  'consumer.complaint.OfferRejected': {
    ...{ phase: 'AFTER', version: 2, upcasts: { 1: asWritten } },
    personal: { at: ['reason'], of: ofComplainant },
  },
  'consumer.complaint.ComplaintDecided': { phase: 'AFTER', version: 1 },
  'consumer.complaint.RemedyPerformed': { phase: 'AFTER', version: 1 },
  'consumer.complaint.ComplaintClosed': { phase: 'AFTER', version: 1 },
};
