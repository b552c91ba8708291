import type { PartyFacts } from '@concord/identity';
import {
  type DecisionContext,
  type Duration,
  duration,
  firstRejection,
  isDurationWithin,
  type Outcome,
  type Rejection,
  reject,
} from '@concord/kernel';
import { plainTexts } from '../plain-texts.js';
import type { AppointMember, ChangeCommitteePeriods, CreateCommittee, DismissMember } from './committee.commands.js';
import { type CommitteeEvent, DEFAULT_PERIODS, type Periods } from './committee.events.js';
import { type CommitteeState, memberOf, ownCommittee } from './committee-state.js';

/** The longest roll that a ballot of the committee can have. */
export const MOST_MEMBERS = 1_000;

/** The periods that a command asks for; what it leaves out is as before. */
const periodsOf = ({ reviewPeriod, reminders }: ChangeCommitteePeriods | CreateCommittee, before: Periods): Periods => ({
  reviewPeriod: reviewPeriod == null ? before.reviewPeriod : duration(reviewPeriod),
  reminders: reminders == null ? before.reminders : [...new Set(reminders.map(duration))],
});

const bounded = (field: string, length: Duration, most: string): Rejection | undefined =>
  isDurationWithin(length, 'PT1S', most)
    ? undefined
    : reject('DURATION_OUT_OF_BOUNDS', `${length} is shorter than one second, or longer than ${most}`, { field, value: length });

const boundedPeriods = ({ reviewPeriod, reminders }: Periods): Rejection | undefined =>
  firstRejection(
    bounded('reviewPeriod', reviewPeriod, 'P50Y'),
    ...reminders.map((length, index) => bounded(`reminders.${index}`, length, 'P1Y')),
  );

export function create(command: CreateCommittee, state: CommitteeState, { actor }: DecisionContext): Outcome<CommitteeEvent> {
  const { committeeId, names, scope, procedure } = command;
  const periods = periodsOf(command, DEFAULT_PERIODS);
  const exists = { field: 'committeeId', value: committeeId };
  return (
    firstRejection(
      state.created ? reject('COMMITTEE_EXISTS', 'There is a committee with this id already', exists) : undefined,
      boundedPeriods(periods),
    ) ?? [
      {
        type: 'association.committee.CommitteeCreated',
        data: {
          association: actor.party,
          names: plainTexts(names),
          scope: plainTexts(scope),
          procedure: procedure ?? 'FAST_TRACK',
          ...periods,
        },
      },
    ]
  );
}

export function changePeriods(command: ChangeCommitteePeriods, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  const periods = periodsOf(command, state);
  const refusal = firstRejection(ownCommittee(state, command.committeeId, context), boundedPeriods(periods));
  if (refusal) return refusal;
  const isSame = periods.reviewPeriod === state.reviewPeriod && periods.reminders.join() === state.reminders.join();
  return isSame ? [] : [{ type: 'association.committee.PeriodsChanged', data: periods }];
}

/** A member takes part in the platform, as a party of a kind that votes. */
export function canVote({ registered, kind }: PartyFacts, party: string): Rejection | undefined {
  const place = { field: 'party', value: party };
  if (!registered) return reject('PARTY_NOT_FOUND', `${party} is not registered`, place);
  if (kind === 'AGENCY' || kind === 'ENTERPRISE' || kind === 'ASSOCIATION') return undefined;
  return reject('CANNOT_VOTE', `${party} is registered as ${kind}; members are agencies, enterprises and associations`, place);
}

export function appoint(
  { committeeId, party, kind, interest }: AppointMember,
  state: CommitteeState,
  context: DecisionContext<PartyFacts>,
): Outcome<CommitteeEvent> {
  const member = memberOf(state, party);
  const place = { field: 'party', value: party };
  const refusal = firstRejection(
    ownCommittee(state, committeeId, context),
    member ? undefined : canVote(context.facts, party),
    state.liaisons.includes(party)
      ? reject('IS_LIAISON', `${party} is a liaison body, which does not vote: dismiss it as such first`, place)
      : undefined,
    member || state.members.length < MOST_MEMBERS
      ? undefined
      : reject('COMMITTEE_FULL', `A committee has at most ${MOST_MEMBERS} members`, place),
  );
  if (refusal) return refusal;
  if (!member) return [{ type: 'association.committee.MemberAppointed', data: { party, kind, interest: interest ?? null } }];
  const events: CommitteeEvent[] = [];
  if (member.kind !== kind) events.push({ type: 'association.committee.MemberKindChanged', data: { party, from: member.kind, to: kind } });
  if (interest !== undefined && interest !== member.interest) {
    events.push({ type: 'association.committee.MemberInterestChanged', data: { party, from: member.interest, to: interest } });
  }
  return events;
}

export function dismiss({ committeeId, party }: DismissMember, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  return (
    firstRejection(
      ownCommittee(state, committeeId, context),
      memberOf(state, party)
        ? undefined
        : reject('MEMBER_NOT_FOUND', `${party} is no member of the committee`, { field: 'party', value: party }),
    ) ?? [{ type: 'association.committee.MemberDismissed', data: { party } }]
  );
}
