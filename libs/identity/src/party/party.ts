import {
  aggregate,
  type DecisionContext,
  firstRejection,
  ignored,
  type Outcome,
  on,
  type PartyKind,
  type Rejection,
  reject,
} from '@concord/kernel';
import { RegisterParty, ReinstateParty, RenameParty, SuspendParty } from './party.commands.js';
import { type PartyEvent, partyEvents } from './party.events.js';

export const PARTY_STATUSES = ['ACTIVE', 'SUSPENDED'] as const;
export type PartyStatus = (typeof PARTY_STATUSES)[number];

export interface PartyState {
  readonly status: PartyStatus | 'UNKNOWN';
  readonly kind: PartyKind | null;
  readonly name: string;
  readonly jurisdiction: string;
}

const initialState: PartyState = { status: 'UNKNOWN', kind: null, name: '', jurisdiction: '' };

const known = (state: PartyState): Rejection | undefined =>
  state.status === 'UNKNOWN' ? reject('PARTY_NOT_FOUND', 'There is no party with this id') : undefined;

/** A party speaks for itself alone. */
const itself = (partyId: string, { actor }: DecisionContext): Rejection | undefined =>
  actor.party === partyId
    ? undefined
    : reject('NOT_YOURS', `${actor.party} is acting, and this concerns ${partyId}`, { field: 'partyId', value: partyId });

function register({ partyId, name, jurisdiction }: RegisterParty, state: PartyState, context: DecisionContext): Outcome<PartyEvent> {
  const { kind } = context.actor;
  const refusal = firstRejection(
    itself(partyId, context),
    kind === 'PLATFORM' ? reject('FORBIDDEN', 'The platform is no party') : undefined,
    state.status === 'UNKNOWN'
      ? undefined
      : reject('PARTY_EXISTS', `${partyId} is registered already`, { field: 'partyId', value: partyId }),
  );
  if (refusal) return refusal;
  return [{ type: 'identity.party.PartyRegistered', data: { kind: kind as PartyKind, name, jurisdiction } }];
}

function rename({ partyId, name }: RenameParty, state: PartyState, context: DecisionContext): Outcome<PartyEvent> {
  const refusal = firstRejection(known(state), itself(partyId, context));
  if (refusal) return refusal;
  return state.name === name ? [] : [{ type: 'identity.party.PartyRenamed', data: { name } }];
}

function suspend({ reason }: SuspendParty, state: PartyState): Outcome<PartyEvent> {
  const refusal = known(state);
  if (refusal) return refusal;
  return state.status === 'SUSPENDED' ? [] : [{ type: 'identity.party.PartySuspended', data: { reason } }];
}

function reinstate({ reason }: ReinstateParty, state: PartyState): Outcome<PartyEvent> {
  const refusal = known(state);
  if (refusal) return refusal;
  return state.status === 'ACTIVE' ? [] : [{ type: 'identity.party.PartyReinstated', data: { reason } }];
}

function evolve(state: PartyState, event: PartyEvent): PartyState {
  switch (event.type) {
    case 'identity.party.PartyRegistered':
      return { status: 'ACTIVE', ...event.data };
    case 'identity.party.PartyRenamed':
      return { ...state, name: event.data.name };
    case 'identity.party.PartySuspended':
      return { ...state, status: 'SUSPENDED' };
    case 'identity.party.PartyReinstated':
      return { ...state, status: 'ACTIVE' };
    default:
      return ignored(state, event);
  }
}

/** An organisation or person who takes part. Who takes part is public. */
export const party = aggregate<PartyState, PartyEvent>({
  name: 'identity.party',
  events: partyEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(RegisterParty, 'partyId', register),
    on(RenameParty, 'partyId', rename),
    on(SuspendParty, 'partyId', suspend),
    on(ReinstateParty, 'partyId', reinstate),
  ],
});
