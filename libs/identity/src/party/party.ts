import {
  type Actor,
  aggregate,
  type DecisionContext,
  firstRejection,
  ignored,
  keyOfPerson,
  type Load,
  type Outcome,
  on,
  type PartyKind,
  type PersonalText,
  type Rejection,
  reject,
  type Secrets,
} from '@concord/kernel';
import { DestroyPersonalKey, ErasePersonalData, RegisterParty, ReinstateParty, RenameParty, SuspendParty } from './party.commands.js';
import { type PartyEvent, partyEvents } from './party.events.js';

/** `ERASED`: a person who wanted to be forgotten. */
export const PARTY_STATUSES = ['ACTIVE', 'SUSPENDED', 'ERASED'] as const;
export type PartyStatus = (typeof PARTY_STATUSES)[number];

export interface PartyState {
  readonly status: PartyStatus | 'UNKNOWN';
  readonly kind: PartyKind | null;
  readonly name: PersonalText;
  readonly jurisdiction: string;
  /** The key of a person who was erased is gone. */
  readonly keyDestroyed?: true;
}

const initialState: PartyState = { status: 'UNKNOWN', kind: null, name: '', jurisdiction: '' };

const known = (state: PartyState): Rejection | undefined =>
  state.status === 'UNKNOWN' ? reject('PARTY_NOT_FOUND', 'There is no party with this id') : undefined;

const present = (state: PartyState): Rejection | undefined =>
  known(state) ?? (state.status === 'ERASED' ? reject('PARTY_ERASED', 'What belonged to this person was erased, for ever') : undefined);

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
  const refusal = present(state);
  if (refusal) return refusal;
  return state.status === 'SUSPENDED' ? [] : [{ type: 'identity.party.PartySuspended', data: { reason } }];
}

function reinstate({ reason }: ReinstateParty, state: PartyState): Outcome<PartyEvent> {
  const refusal = present(state);
  if (refusal) return refusal;
  return state.status === 'ACTIVE' ? [] : [{ type: 'identity.party.PartyReinstated', data: { reason } }];
}

function erase({ partyId }: ErasePersonalData, state: PartyState, context: DecisionContext): Outcome<PartyEvent> {
  const { actor, now } = context;
  const refusal = firstRejection(
    actor.kind === 'OPERATOR' ? undefined : itself(partyId, context),
    known(state),
    state.kind === 'CONSUMER'
      ? undefined
      : reject('NOT_A_PERSON', `${partyId} is registered as ${state.kind}; only a CONSUMER is a person, whose data can be erased`, {
          field: 'partyId',
          value: partyId,
          rule: 'docs/personal-data.md',
        }),
  );
  if (refusal) return refusal;
  return state.status === 'ERASED' ? [] : [{ type: 'identity.party.PersonalDataErased', data: { erasedAt: now } }];
}

const mustLoseKey = ({ status, keyDestroyed }: PartyState): boolean => status === 'ERASED' && !keyDestroyed;

/** The key goes before the event that says so is recorded; destroying it once more changes nothing. */
async function destroyKey({ partyId }: DestroyPersonalKey, _: Load, __: Actor, state: PartyState, secrets: Secrets): Promise<void> {
  if (mustLoseKey(state)) await secrets.destroy(keyOfPerson(partyId));
}

function destroyed(_: DestroyPersonalKey, state: PartyState, { now }: DecisionContext<void>): Outcome<PartyEvent> {
  return known(state) ?? (mustLoseKey(state) ? [{ type: 'identity.party.PersonalKeyDestroyed', data: { destroyedAt: now } }] : []);
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
    case 'identity.party.PersonalDataErased':
      return { ...state, status: 'ERASED' };
    case 'identity.party.PersonalKeyDestroyed':
      return { ...state, keyDestroyed: true };
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
    on(ErasePersonalData, 'partyId', erase),
    on(DestroyPersonalKey, 'partyId', destroyed, destroyKey),
  ],
});
