import type { PartyFacts } from '@concord/identity';
import { type DecisionContext, firstRejection, type Outcome, type Rejection, reject } from '@concord/kernel';
import type { AppointLiaison, DesignateAppealsBody, DismissLiaison } from './committee.commands.js';
import type { CommitteeEvent } from './committee.events.js';
import { type CommitteeState, memberOf, ownCommittee } from './committee-state.js';
import { canVote } from './membership.js';

export const MOST_LIAISONS = 1_000;

/** A body is what could be a member, too: not a consumer, an auditor or an operator. */
export function appointLiaison(
  { committeeId, party }: AppointLiaison,
  state: CommitteeState,
  context: DecisionContext<PartyFacts>,
): Outcome<CommitteeEvent> {
  const isThere = state.liaisons.includes(party);
  const place = { field: 'party', value: party };
  const refusal = firstRejection(
    ownCommittee(state, committeeId, context),
    isThere ? undefined : canVote(context.facts, party),
    memberOf(state, party) ? reject('IS_MEMBER', `${party} is a member, which comments anyway`, place) : undefined,
    isThere || state.liaisons.length < MOST_LIAISONS
      ? undefined
      : reject('COMMITTEE_FULL', `A committee has at most ${MOST_LIAISONS} liaison bodies`, place),
  );
  if (refusal) return refusal;
  return isThere ? [] : [{ type: 'association.committee.LiaisonAppointed', data: { party } }];
}

export function dismissLiaison(
  { committeeId, party }: DismissLiaison,
  state: CommitteeState,
  context: DecisionContext,
): Outcome<CommitteeEvent> {
  return (
    firstRejection(
      ownCommittee(state, committeeId, context),
      state.liaisons.includes(party)
        ? undefined
        : reject('LIAISON_NOT_FOUND', `${party} is no liaison body of the committee`, { field: 'party', value: party }),
    ) ?? [{ type: 'association.committee.LiaisonDismissed', data: { party } }]
  );
}

/** Nobody decides on an appeal against itself, and those who decide are public bodies. */
function canDecide({ association }: CommitteeState, { registered, kind }: PartyFacts, party: string): Rejection | undefined {
  const place = { field: 'party', value: party };
  if (party === association) return reject('OWN_CASE', `${party} owns the committee, and another body decides on appeals`, place);
  if (!registered) return reject('PARTY_NOT_FOUND', `${party} is not registered`, place);
  if (kind === 'AGENCY' || kind === 'ASSOCIATION') return undefined;
  return reject('CANNOT_DECIDE', `${party} is registered as ${kind}; an agency or an association decides on appeals`, place);
}

export function designate(
  { committeeId, party }: DesignateAppealsBody,
  state: CommitteeState,
  context: DecisionContext<PartyFacts>,
): Outcome<CommitteeEvent> {
  const refusal = firstRejection(ownCommittee(state, committeeId, context), canDecide(state, context.facts, party));
  if (refusal) return refusal;
  const before = state.appealsBody;
  return before === party ? [] : [{ type: 'association.committee.AppealsBodyDesignated', data: { party, before } }];
}
