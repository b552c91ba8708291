import { type DecisionContext, firstRejection, type Instant, instant, type Outcome, type Rejection, reject } from '@concord/kernel';
import type { DelegateVote, GrantMandate, RevokeDelegation, RevokeMandate } from './committee.commands.js';
import type { CommitteeEvent } from './committee.events.js';
import { type CommitteeState, knownCommittee, memberOf } from './committee-state.js';

/** The most persons who vote for a member. */
export const MOST_MANDATES = 50;

/** The committee is there, and the party that acts is a member of it. */
function asMember(state: CommitteeState, id: string, { actor }: DecisionContext): Rejection | undefined {
  const unknown = knownCommittee(state, id);
  if (unknown || memberOf(state, actor.party)) return unknown;
  return reject('NOT_A_MEMBER', `${actor.party} is no member of the committee`, { field: 'committeeId', value: id });
}

const instantOrNull = (text: string | null | undefined): Instant | null => (text == null ? null : instant(text));

/** What ends has not ended yet. */
const notOver = (until: Instant | null, now: Instant): Rejection | undefined =>
  until === null || until > now
    ? undefined
    : reject('ENDS_IN_THE_PAST', `It would end at ${until}, and it is ${now}`, { field: 'until', value: until });

export function grant(command: GrantMandate, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  const { committeeId, person } = command;
  const { now, actor } = context;
  const { party } = actor;
  const theirs = state.mandates.filter((mandate) => mandate.party === party);
  const before = theirs.find((mandate) => mandate.person === person);
  const asked = instantOrNull(command.from);
  const from = asked ?? before?.from ?? now;
  const until = instantOrNull(command.until);
  const refusal = firstRejection(
    asMember(state, committeeId, context),
    asked === null || asked >= now || asked === before?.from
      ? undefined
      : reject('BEGINS_IN_THE_PAST', `It would begin at ${asked}, and it is ${now}`, { field: 'from', value: command.from }),
    until === null || until > from
      ? undefined
      : reject('DATE_IN_WRONG_ORDER', `It would end at ${until}, before it begins at ${from}`, { field: 'until', value: command.until }),
    notOver(until, now),
    before || theirs.length < MOST_MANDATES
      ? undefined
      : reject('TOO_MANY_MANDATES', `${party} has named ${MOST_MANDATES} persons already: revoke a mandate first`, { field: 'person' }),
  );
  if (refusal) return refusal;
  if (before?.from === from && before.until === until) return [];
  return [{ type: 'association.committee.MandateGranted', data: { party, person, from, until } }];
}

export function revoke({ committeeId, person }: RevokeMandate, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  const { party } = context.actor;
  return (
    firstRejection(
      asMember(state, committeeId, context),
      state.mandates.some((mandate) => mandate.party === party && mandate.person === person)
        ? undefined
        : reject('MANDATE_NOT_FOUND', `${party} has given this person no mandate`, { field: 'person', value: person }),
    ) ?? [{ type: 'association.committee.MandateRevoked', data: { party, person } }]
  );
}

/** A delegate casts the vote and cannot pass it on, so whoever holds votes of others may still delegate its own. */
export function delegate(
  { committeeId, to, until: end }: DelegateVote,
  state: CommitteeState,
  context: DecisionContext,
): Outcome<CommitteeEvent> {
  const { party } = context.actor;
  const until = instantOrNull(end);
  const place = { field: 'to', value: to };
  const refusal = firstRejection(
    asMember(state, committeeId, context),
    to === party ? reject('OWN_VOTE', `${party} casts its own vote already`, place) : undefined,
    memberOf(state, to) ? undefined : reject('MEMBER_NOT_FOUND', `${to} is no member of the committee`, place),
    notOver(until, context.now),
  );
  if (refusal) return refusal;
  const before = state.delegations.find(({ from }) => from === party);
  if (before?.to === to && before.until === until) return [];
  return [{ type: 'association.committee.VoteDelegated', data: { from: party, to, until } }];
}

export function takeBack({ committeeId }: RevokeDelegation, state: CommitteeState, context: DecisionContext): Outcome<CommitteeEvent> {
  const refusal = asMember(state, committeeId, context);
  if (refusal) return refusal;
  const { party } = context.actor;
  const delegation = state.delegations.find(({ from }) => from === party);
  if (!delegation) {
    return reject('DELEGATION_NOT_FOUND', `${party} has delegated its vote to nobody`, { field: 'committeeId', value: committeeId });
  }
  return [{ type: 'association.committee.DelegationRevoked', data: { from: party, to: delegation.to } }];
}
