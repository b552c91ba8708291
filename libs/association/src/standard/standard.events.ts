import type { DomainEvent, EventCatalogue, Instant } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Criterion } from '../ballot/iso-rule.js';

/** The stages on the way to a standard (ISO/IEC Directives, Part 1, 2.1.3), in their order. */
export const STAGES = ['NP', 'WD', 'CD', 'DIS', 'FDIS', 'PUBLISHED', 'REVIEW', 'CONFIRMED', 'REVISED', 'WITHDRAWN'] as const;
export type Stage = (typeof STAGES)[number];

/** A part of the text of a standard, with a place that stays: `clause_4__para_2`. */
export interface Section {
  readonly eId: string;
  readonly heading: string | null;
  readonly text: readonly LocalizedText[];
}

/** Which ballot on which text came to which result, and why. */
export interface BallotVerdict {
  readonly ballotId: string;
  readonly draftVersion: number;
  readonly contentHash: string;
  readonly criteria: readonly Criterion[];
}

/* The names of the types below are stored for ever. */
export type StandardProposed = DomainEvent<
  'association.standard.StandardProposed',
  {
    readonly association: string;
    readonly committeeId: string;
    readonly titles: readonly LocalizedText[];
    readonly scope: readonly LocalizedText[];
    readonly stage: 'NP';
  }
>;
export type DraftSubmitted = DomainEvent<
  'association.standard.DraftSubmitted',
  {
    /** The number of the draft; the first is 1. */
    readonly version: number;
    readonly sections: readonly Section[];
    /** See `contentHash`. */
    readonly contentHash: string;
    readonly stage: Stage;
    readonly submittedAt: Instant;
  }
>;
export type StandardAdvanced = DomainEvent<'association.standard.StandardAdvanced', { readonly from: Stage; readonly to: Stage }>;
export type StandardAdopted = DomainEvent<'association.standard.StandardAdopted', BallotVerdict & { readonly stage: 'PUBLISHED' }>;
export type StandardNotAdopted = DomainEvent<'association.standard.StandardNotAdopted', BallotVerdict>;

export type StandardEvent = StandardProposed | DraftSubmitted | StandardAdvanced | StandardAdopted | StandardNotAdopted;

export const standardEvents: EventCatalogue<StandardEvent> = {
  'association.standard.StandardProposed': { phase: 'BEFORE', version: 1 },
  'association.standard.DraftSubmitted': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardAdvanced': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardAdopted': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardNotAdopted': { phase: 'BEFORE', version: 1 },
};
