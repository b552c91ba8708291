import type { DomainEvent, Duration, EventCatalogue, Instant } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { ProcedureName } from '../standard/procedure.js';

/** `P_MEMBER` takes part in the work and is bound to vote, `O_MEMBER` observes and may vote (ISO/IEC Directives, Part 1, 1.7.1). */
export const MEMBER_KINDS = ['P_MEMBER', 'O_MEMBER'] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

export interface Member {
  readonly party: string;
  readonly kind: MemberKind;
  /** Whose interests it stands for, as a word of the association's own: `PRODUCER`, `USER`. Null where nobody has said. */
  readonly interest: string | null;
}

/** A person who votes for a member. */
export interface Mandate {
  readonly party: string;
  /** The `sub` of the person's token. */
  readonly person: string;
  readonly from: Instant;
  /** From this instant on it holds no more; null: until it is revoked. */
  readonly until: Instant | null;
}

/** The vote of one member in the hands of another. */
export interface Delegation {
  /** Whose vote it is. */
  readonly from: string;
  /** Who casts it, and passes it on to nobody. */
  readonly to: string;
  /** From this instant on it holds no more; null: until it is revoked. */
  readonly until: Instant | null;
}

/** What falls due by itself. */
export interface Periods {
  /** How long after its publication, or its last confirmation, a standard is reviewed. */
  readonly reviewPeriod: Duration;
  /** How long before a ballot closes those who have not voted are reminded. */
  readonly reminders: readonly Duration[];
}

/** Those of committees that say nothing of their own: ISO reviews its standards every five years (ISO/IEC Directives, Part 1, 2.9). */
export const DEFAULT_PERIODS: Periods = { reviewPeriod: 'P5Y' as Duration, reminders: ['P7D' as Duration, 'P1D' as Duration] };

interface Founding {
  readonly association: string;
  readonly names: readonly LocalizedText[];
  readonly scope: readonly LocalizedText[];
}

/* The names of the types below are stored for ever. */
export type CommitteeCreated = DomainEvent<
  'association.committee.CommitteeCreated',
  Founding & Periods & { readonly procedure: ProcedureName }
>;
export type PeriodsChanged = DomainEvent<'association.committee.PeriodsChanged', Periods>;
export type MemberAppointed = DomainEvent<'association.committee.MemberAppointed', Member>;
export type MemberKindChanged = DomainEvent<
  'association.committee.MemberKindChanged',
  { readonly party: string; readonly from: MemberKind; readonly to: MemberKind }
>;
export type MemberInterestChanged = DomainEvent<
  'association.committee.MemberInterestChanged',
  { readonly party: string; readonly from: string | null; readonly to: string | null }
>;
/** Its mandates, and the delegations from it and to it, end with the membership. */
export type MemberDismissed = DomainEvent<'association.committee.MemberDismissed', { readonly party: string }>;
/** Given, or given again with other dates. */
export type MandateGranted = DomainEvent<'association.committee.MandateGranted', Mandate>;
export type MandateRevoked = DomainEvent<'association.committee.MandateRevoked', Pick<Mandate, 'party' | 'person'>>;
/** A member delegates its vote to one other at a time: the last delegation holds. */
export type VoteDelegated = DomainEvent<'association.committee.VoteDelegated', Delegation>;
export type DelegationRevoked = DomainEvent<'association.committee.DelegationRevoked', Pick<Delegation, 'from' | 'to'>>;
export type LiaisonAppointed = DomainEvent<'association.committee.LiaisonAppointed', { readonly party: string }>;
export type LiaisonDismissed = DomainEvent<'association.committee.LiaisonDismissed', { readonly party: string }>;
export type AppealsBodyDesignated = DomainEvent<
  'association.committee.AppealsBodyDesignated',
  { readonly party: string; readonly before: string | null }
>;

export type CommitteeEvent =
  | CommitteeCreated
  | PeriodsChanged
  | MemberAppointed
  | MemberKindChanged
  | MemberInterestChanged
  | MemberDismissed
  | MandateGranted
  | MandateRevoked
  | VoteDelegated
  | DelegationRevoked
  | LiaisonAppointed
  | LiaisonDismissed
  | AppealsBodyDesignated;

export const committeeEvents: EventCatalogue<CommitteeEvent> = {
  'association.committee.CommitteeCreated': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: (data: Founding) => ({ ...data, ...DEFAULT_PERIODS, procedure: 'FAST_TRACK' }) },
  },
  'association.committee.PeriodsChanged': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberAppointed': {
    phase: 'BEFORE',
    version: 2,
    upcasts: { 1: (data: Omit<Member, 'interest'>) => ({ ...data, interest: null }) },
  },
  'association.committee.MemberKindChanged': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberInterestChanged': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberDismissed': { phase: 'BEFORE', version: 1 },
  'association.committee.MandateGranted': { phase: 'BEFORE', version: 1 },
  'association.committee.MandateRevoked': { phase: 'BEFORE', version: 1 },
  'association.committee.VoteDelegated': { phase: 'BEFORE', version: 1 },
  'association.committee.DelegationRevoked': { phase: 'BEFORE', version: 1 },
  'association.committee.LiaisonAppointed': { phase: 'BEFORE', version: 1 },
  'association.committee.LiaisonDismissed': { phase: 'BEFORE', version: 1 },
  'association.committee.AppealsBodyDesignated': { phase: 'BEFORE', version: 1 },
};
