import { type PartyFacts, partyFacts } from '@concord/identity';
import { aggregate, type Load, on } from '@concord/kernel';
import { seesPersons } from '../persons.js';
import {
  AppointLiaison,
  AppointMember,
  ChangeCommitteePeriods,
  CreateCommittee,
  DelegateVote,
  DesignateAppealsBody,
  DismissLiaison,
  DismissMember,
  GrantMandate,
  RevokeDelegation,
  RevokeMandate,
} from './committee.commands.js';
import { type CommitteeEvent, committeeEvents } from './committee.events.js';
import { type CommitteeState, evolve, initialState } from './committee-state.js';
import { appointLiaison, designate, dismissLiaison } from './liaison.js';
import { appoint, changePeriods, create, dismiss } from './membership.js';
import { delegate, grant, revoke, takeBack } from './representation.js';

export { type CommitteeState, delegateOf, mandateFor, memberOf, ownCommittee } from './committee-state.js';
export { MOST_LIAISONS } from './liaison.js';
export { MOST_MEMBERS } from './membership.js';
export { MOST_MANDATES } from './representation.js';

const theParty = ({ party }: { readonly party: string }, load: Load): Promise<PartyFacts> => load(partyFacts, party);

/**
 * Who works on the standards of a field, and votes on them. All of it is public but for the persons who vote for members:
 * once there is one, the raw history is for the association and auditors, and the read model shows the rest to everyone.
 */
export const committee = aggregate<CommitteeState, CommitteeEvent>({
  name: 'association.committee',
  events: committeeEvents,
  initialState,
  evolve,
  disclosedTo: ({ namesPersons, association }, reader) => !namesPersons || seesPersons(association, reader),
  concerns: ({ association }) => ({ parties: [association], jurisdictions: [] }),
  decisions: [
    on(CreateCommittee, 'committeeId', create),
    on(ChangeCommitteePeriods, 'committeeId', changePeriods),
    on(AppointMember, 'committeeId', appoint, theParty),
    on(DismissMember, 'committeeId', dismiss),
    on(GrantMandate, 'committeeId', grant),
    on(RevokeMandate, 'committeeId', revoke),
    on(DelegateVote, 'committeeId', delegate),
    on(RevokeDelegation, 'committeeId', takeBack),
    on(AppointLiaison, 'committeeId', appointLiaison, theParty),
    on(DismissLiaison, 'committeeId', dismissLiaison),
    on(DesignateAppealsBody, 'committeeId', designate, theParty),
  ],
});
