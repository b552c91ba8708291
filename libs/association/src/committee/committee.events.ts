import type { DomainEvent, EventCatalogue } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

/** `P_MEMBER` takes part in the work and is bound to vote, `O_MEMBER` observes and may vote (ISO/IEC Directives, Part 1, 1.7.1). */
export const MEMBER_KINDS = ['P_MEMBER', 'O_MEMBER'] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

export interface Member {
  readonly party: string;
  readonly kind: MemberKind;
}

/* The names of the types below are stored for ever. */
export type CommitteeCreated = DomainEvent<
  'association.committee.CommitteeCreated',
  { readonly association: string; readonly names: readonly LocalizedText[]; readonly scope: readonly LocalizedText[] }
>;
export type MemberAppointed = DomainEvent<'association.committee.MemberAppointed', Member>;
export type MemberKindChanged = DomainEvent<
  'association.committee.MemberKindChanged',
  { readonly party: string; readonly from: MemberKind; readonly to: MemberKind }
>;
export type MemberDismissed = DomainEvent<'association.committee.MemberDismissed', { readonly party: string }>;

export type CommitteeEvent = CommitteeCreated | MemberAppointed | MemberKindChanged | MemberDismissed;

export const committeeEvents: EventCatalogue<CommitteeEvent> = {
  'association.committee.CommitteeCreated': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberAppointed': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberKindChanged': { phase: 'BEFORE', version: 1 },
  'association.committee.MemberDismissed': { phase: 'BEFORE', version: 1 },
};
