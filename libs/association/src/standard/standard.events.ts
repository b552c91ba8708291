import type { DomainEvent, Duration, EventCatalogue, Instant } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Criterion } from '../ballot/iso-rule.js';
import type { ProcedureName } from './procedure.js';

/** The stages of a standard, in their order (ISO/IEC Directives, Part 1, 2.1.3): on the way to publication, and after it. */
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

/** Who drafts the text beside the association. */
export interface Editor {
  /** A member of the committee, or the association. */
  readonly party: string;
  /** The one person of it who drafts, by the `sub` of their token; null: each of its officers. */
  readonly person: string | null;
}

interface Proposal {
  readonly association: string;
  readonly committeeId: string;
  readonly titles: readonly LocalizedText[];
  readonly scope: readonly LocalizedText[];
  readonly stage: 'NP';
}

/* The names of the types below are stored for ever. */
export type StandardProposed = DomainEvent<'association.standard.StandardProposed', Proposal & { readonly procedure: ProcedureName }>;
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
/** Published by a ballot. */
export type StandardAdopted = DomainEvent<
  'association.standard.StandardAdopted',
  BallotVerdict & {
    readonly from: Stage;
    readonly stage: 'PUBLISHED';
    /** Null in events of before: when they occurred. */
    readonly publishedAt: Instant | null;
    /** After which it is reviewed: that of the committee at the publication. */
    readonly reviewPeriod: Duration;
  }
>;
/** Moved by a ballot anywhere but to its publication. */
export type StandardMovedByBallot = DomainEvent<
  'association.standard.StandardMovedByBallot',
  BallotVerdict & {
    readonly from: Stage;
    readonly to: Stage;
    readonly movedAt: Instant;
    /** Of one that is confirmed: after which it is reviewed again. Null otherwise. */
    readonly reviewPeriod: Duration | null;
  }
>;
/** Where a ballot was to lead; the standard stays where it is. */
export type StandardNotAdopted = DomainEvent<
  'association.standard.StandardNotAdopted',
  BallotVerdict & { readonly stage: Stage; readonly proposes: Stage }
>;
/** What fell due while the standard was stayed, and is caught up on when it is not: the result of a ballot; null: its review. */
export type MoveHeld = DomainEvent<'association.standard.MoveHeld', { readonly ballotId: string | null }>;
/** The time of its review has come. */
export type ReviewStarted = DomainEvent<
  'association.standard.ReviewStarted',
  {
    readonly from: Stage;
    /** The ballot by which it was published, or confirmed for the last time. */
    readonly ballotId: string;
    /** When that was; null in the wake of events of before. */
    readonly since: Instant | null;
    readonly reviewPeriod: Duration;
  }
>;
/** Given up: a work item is withdrawn by it, and the revision of what is published goes back to its review. */
export type StandardCancelled = DomainEvent<
  'association.standard.StandardCancelled',
  { readonly from: Stage; readonly to: 'WITHDRAWN' | 'REVIEW'; readonly reason: string }
>;
export type EditorAppointed = DomainEvent<'association.standard.EditorAppointed', Editor>;
export type EditorDismissed = DomainEvent<'association.standard.EditorDismissed', Editor>;
/** Nothing moves until the appeal is decided. */
export type StandardStayed = DomainEvent<'association.standard.StandardStayed', { readonly appealId: string }>;
export type StayLifted = DomainEvent<'association.standard.StayLifted', { readonly appealId: string }>;
/** Back to the stage from which the ballot had moved it, with all that came after undone; ends the stay of the appeal. */
export type AdoptionAnnulled = DomainEvent<
  'association.standard.AdoptionAnnulled',
  { readonly appealId: string; readonly ballotId: string; readonly from: Stage; readonly to: Stage }
>;

export type StandardEvent =
  | StandardProposed
  | DraftSubmitted
  | StandardAdvanced
  | StandardAdopted
  | StandardMovedByBallot
  | StandardNotAdopted
  | MoveHeld
  | ReviewStarted
  | StandardCancelled
  | EditorAppointed
  | EditorDismissed
  | StandardStayed
  | StayLifted
  | AdoptionAnnulled;

export const standardEvents: EventCatalogue<StandardEvent> = {
  'association.standard.StandardProposed': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: (data: Proposal) => ({ ...data, procedure: 'FAST_TRACK' }) },
  },
  'association.standard.DraftSubmitted': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardAdvanced': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardAdopted': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: (data: BallotVerdict) => ({ ...data, from: 'DIS', publishedAt: null, reviewPeriod: 'P5Y' }) },
  },
  'association.standard.StandardMovedByBallot': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardNotAdopted': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: (data: BallotVerdict) => ({ ...data, stage: 'DIS', proposes: 'PUBLISHED' }) },
  },
  'association.standard.MoveHeld': { phase: 'BEFORE', version: 1 },
  'association.standard.ReviewStarted': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardCancelled': { phase: 'BEFORE', version: 1 },
  'association.standard.EditorAppointed': { phase: 'BEFORE', version: 1 },
  'association.standard.EditorDismissed': { phase: 'BEFORE', version: 1 },
  'association.standard.StandardStayed': { phase: 'BEFORE', version: 1 },
  'association.standard.StayLifted': { phase: 'BEFORE', version: 1 },
  'association.standard.AdoptionAnnulled': { phase: 'BEFORE', version: 1 },
};
