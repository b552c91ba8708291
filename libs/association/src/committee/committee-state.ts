import { type Actor, type DecisionContext, type Instant, ignored, type Rejection, reject } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { PROCEDURES, type Procedure } from '../standard/procedure.js';
import { type CommitteeEvent, DEFAULT_PERIODS, type Delegation, type Mandate, type Member, type Periods } from './committee.events.js';

export interface CommitteeState extends Periods {
  readonly created: boolean;
  readonly association: string;
  readonly names: readonly LocalizedText[];
  readonly scope: readonly LocalizedText[];
  /** The rules for each move of its standards; fixed when it is created. */
  readonly procedure: Procedure;
  /** In the order of their first appointment. */
  readonly members: readonly Member[];
  /** Of all members, those whose dates are over included. */
  readonly mandates: readonly Mandate[];
  /** One of each member at most, those whose dates are over included. */
  readonly delegations: readonly Delegation[];
  /** Parties that comment and do not vote. */
  readonly liaisons: readonly string[];
  /** Who decides on appeals; null where nobody was designated. */
  readonly appealsBody: string | null;
  /** Whether its history names a person: it is then not for everyone any more. */
  readonly namesPersons: boolean;
}

export const initialState: CommitteeState = {
  created: false,
  association: '',
  names: [],
  scope: [],
  procedure: PROCEDURES.FAST_TRACK,
  ...DEFAULT_PERIODS,
  members: [],
  mandates: [],
  delegations: [],
  liaisons: [],
  appealsBody: null,
  namesPersons: false,
};

/** The committee is there. */
export const knownCommittee = ({ created }: CommitteeState, id: string): Rejection | undefined =>
  created ? undefined : reject('COMMITTEE_NOT_FOUND', 'There is no committee with this id', { field: 'committeeId', value: id });

/** The committee is there, and belongs to the association that acts. */
export const ownCommittee = (state: CommitteeState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined => {
  const unknown = knownCommittee(state, id);
  if (unknown || state.association === actor.party) return unknown;
  return reject('NOT_YOURS', `The committee belongs to ${state.association}, and ${actor.party} is acting`, {
    field: 'committeeId',
    value: id,
  });
};

export const memberOf = (state: CommitteeState, party: string): Member | undefined =>
  state.members.find((member) => member.party === party);

const holdsUntil = (until: Instant | null, now: Instant): boolean => until === null || now < until;

/**
 * Whether a person may vote now for the member in whose name they act. An ADMIN speaks for the party itself; an OFFICER needs a
 * mandate in its dates, unless the party has granted none at all. One that is over still counts as granted: who names its voters
 * has not let in everybody by letting a date pass.
 */
export function mandateFor({ mandates }: Pick<CommitteeState, 'mandates'>, { party, person, roles }: Actor, now: Instant): boolean {
  if (roles.includes('ADMIN')) return true;
  if (!roles.includes('OFFICER')) return false;
  const granted = mandates.filter((mandate) => mandate.party === party);
  if (granted.length === 0) return true;
  return granted.some((mandate) => mandate.person === person && mandate.from <= now && holdsUntil(mandate.until, now));
}

/** Whether `to` may cast the vote of `from` now. A vote that was delegated to `from` is not among what it delegates. */
export const delegateOf = ({ delegations }: Pick<CommitteeState, 'delegations'>, from: string, to: string, now: Instant): boolean =>
  delegations.some((delegation) => delegation.from === from && delegation.to === to && holdsUntil(delegation.until, now));

const changed = (members: readonly Member[], party: string, change: Partial<Member>): readonly Member[] =>
  members.map((member) => (member.party === party ? { ...member, ...change } : member));

export function evolve(state: CommitteeState, event: CommitteeEvent): CommitteeState {
  switch (event.type) {
    case 'association.committee.CommitteeCreated':
      return { ...state, created: true, ...event.data, procedure: PROCEDURES[event.data.procedure] };
    case 'association.committee.PeriodsChanged':
      return { ...state, ...event.data };
    case 'association.committee.MemberAppointed':
      return { ...state, members: [...state.members, event.data] };
    case 'association.committee.MemberKindChanged':
      return { ...state, members: changed(state.members, event.data.party, { kind: event.data.to }) };
    case 'association.committee.MemberInterestChanged':
      return { ...state, members: changed(state.members, event.data.party, { interest: event.data.to }) };
    case 'association.committee.MemberDismissed': {
      const gone = event.data.party;
      return {
        ...state,
        members: state.members.filter(({ party }) => party !== gone),
        mandates: state.mandates.filter(({ party }) => party !== gone),
        delegations: state.delegations.filter(({ from, to }) => from !== gone && to !== gone),
      };
    }
    case 'association.committee.MandateGranted':
      return { ...state, mandates: [...withoutMandate(state, event.data), event.data], namesPersons: true };
    case 'association.committee.MandateRevoked':
      return { ...state, mandates: withoutMandate(state, event.data) };
    case 'association.committee.VoteDelegated':
      return { ...state, delegations: [...state.delegations.filter(({ from }) => from !== event.data.from), event.data] };
    case 'association.committee.DelegationRevoked':
      return { ...state, delegations: state.delegations.filter(({ from }) => from !== event.data.from) };
    case 'association.committee.LiaisonAppointed':
      return { ...state, liaisons: [...state.liaisons, event.data.party] };
    case 'association.committee.LiaisonDismissed':
      return { ...state, liaisons: state.liaisons.filter((party) => party !== event.data.party) };
    case 'association.committee.AppealsBodyDesignated':
      return { ...state, appealsBody: event.data.party };
    default:
      return ignored(state, event);
  }
}

const withoutMandate = ({ mandates }: CommitteeState, { party, person }: Pick<Mandate, 'party' | 'person'>): readonly Mandate[] =>
  mandates.filter((mandate) => mandate.party !== party || mandate.person !== person);
