import { type PartyFacts, partyFacts } from '@concord/identity';
import { aggregate, type DecisionContext, firstRejection, ignored, type Outcome, on, type Rejection, reject } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { plainTexts } from '../plain-texts.js';
import { AppointMember, CreateCommittee, DismissMember } from './committee.commands.js';
import { type CommitteeEvent, committeeEvents, type Member } from './committee.events.js';

/** The longest roll that a ballot of the committee can have. */
export const MOST_MEMBERS = 1_000;

export interface CommitteeState {
  readonly created: boolean;
  readonly association: string;
  readonly names: readonly LocalizedText[];
  readonly scope: readonly LocalizedText[];
  /** In the order of their first appointment. */
  readonly members: readonly Member[];
}

const initialState: CommitteeState = { created: false, association: '', names: [], scope: [], members: [] };

/** The committee is there, and belongs to the association that acts. */
export const ownCommittee = (state: CommitteeState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined => {
  const place = { field: 'committeeId', value: id };
  if (!state.created) return reject('COMMITTEE_NOT_FOUND', 'There is no committee with this id', place);
  if (state.association === actor.party) return undefined;
  return reject('NOT_YOURS', `The committee belongs to ${state.association}, and ${actor.party} is acting`, place);
};

const memberOf = (state: CommitteeState, party: string): Member | undefined => state.members.find((member) => member.party === party);

function create(command: CreateCommittee, state: CommitteeState, { actor }: DecisionContext): Outcome<CommitteeEvent> {
  if (state.created) {
    return reject('COMMITTEE_EXISTS', 'There is a committee with this id already', { field: 'committeeId', value: command.committeeId });
  }
  const { names, scope } = command;
  return [
    {
      type: 'association.committee.CommitteeCreated',
      data: { association: actor.party, names: plainTexts(names), scope: plainTexts(scope) },
    },
  ];
}

/** A member takes part in the platform, as a party of a kind that votes. */
function canVote({ registered, kind }: PartyFacts, party: string): Rejection | undefined {
  const place = { field: 'party', value: party };
  if (!registered) return reject('PARTY_NOT_FOUND', `${party} is not registered`, place);
  if (kind === 'AGENCY' || kind === 'ENTERPRISE' || kind === 'ASSOCIATION') return undefined;
  return reject('CANNOT_VOTE', `${party} is registered as ${kind}; members are agencies, enterprises and associations`, place);
}

function appoint(
  { committeeId, party, kind }: AppointMember,
  state: CommitteeState,
  context: DecisionContext<PartyFacts>,
): Outcome<CommitteeEvent> {
  const member = memberOf(state, party);
  const refusal = firstRejection(
    ownCommittee(state, committeeId, context),
    member ? undefined : canVote(context.facts, party),
    member || state.members.length < MOST_MEMBERS
      ? undefined
      : reject('COMMITTEE_FULL', `A committee has at most ${MOST_MEMBERS} members`, { field: 'party', value: party }),
  );
  if (refusal) return refusal;
  if (!member) return [{ type: 'association.committee.MemberAppointed', data: { party, kind } }];
  return member.kind === kind ? [] : [{ type: 'association.committee.MemberKindChanged', data: { party, from: member.kind, to: kind } }];
}

function dismiss({ committeeId, party }: DismissMember, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  return (
    firstRejection(
      ownCommittee(state, committeeId, context),
      memberOf(state, party)
        ? undefined
        : reject('MEMBER_NOT_FOUND', `${party} is no member of the committee`, { field: 'party', value: party }),
    ) ?? [{ type: 'association.committee.MemberDismissed', data: { party } }]
  );
}

function evolve(state: CommitteeState, event: CommitteeEvent): CommitteeState {
  switch (event.type) {
    case 'association.committee.CommitteeCreated':
      return { ...state, created: true, ...event.data };
    case 'association.committee.MemberAppointed':
      return { ...state, members: [...state.members, event.data] };
    case 'association.committee.MemberKindChanged': {
      const { party, to } = event.data;
      return { ...state, members: state.members.map((member) => (member.party === party ? { party, kind: to } : member)) };
    }
    case 'association.committee.MemberDismissed':
      return { ...state, members: state.members.filter(({ party }) => party !== event.data.party) };
    default:
      return ignored(state, event);
  }
}

/** Who works on the standards of a field, and votes on them. All of it is public. */
export const committee = aggregate<CommitteeState, CommitteeEvent>({
  name: 'association.committee',
  events: committeeEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(CreateCommittee, 'committeeId', create),
    on(AppointMember, 'committeeId', appoint, ({ party }, load) => load(partyFacts, party)),
    on(DismissMember, 'committeeId', dismiss),
  ],
});
