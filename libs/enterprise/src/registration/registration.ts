import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  aggregate,
  canonicalJson,
  type DecisionContext,
  firstRejection,
  ignored,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { reaches } from '@concord/reference-data';
import { ChangeRegistration, DeregisterEnterprise, FileRegistration } from './registration.commands.js';
import { type Filing, type RegistrationEvent, registrationEvents } from './registration.events.js';

export const REGISTRATION_STATUSES = ['REGISTERED', 'DEREGISTERED'] as const;
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

export interface RegistrationState {
  readonly status: RegistrationStatus | 'UNKNOWN';
  /** The latest filing; null where there never was one. */
  readonly filing: Filing | null;
}

const initialState: RegistrationState = { status: 'UNKNOWN', filing: null };

/** An enterprise files for itself alone. */
const itself = (enterpriseId: string, actor: Actor): Rejection | undefined =>
  actor.party === enterpriseId
    ? undefined
    : reject('NOT_YOURS', `${actor.party} is acting, and this is the registration of ${enterpriseId}`, {
        field: 'enterpriseId',
        value: enterpriseId,
      });

const notFound = (): Rejection => reject('REGISTRATION_NOT_FOUND', 'This enterprise has filed no registration');

const sortedCodes = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

/** A party says once where it belongs; its registration does not say otherwise. */
const inItsJurisdiction = (country: string, { actor, facts }: DecisionContext<PartyFacts>): Rejection | undefined => {
  if (!facts.registered) return reject('PARTY_NOT_REGISTERED', `${actor.party} is not registered as a party`);
  if (reaches(facts.jurisdiction, country)) return undefined;
  return reject('OTHER_JURISDICTION', `${actor.party} is a party of ${facts.jurisdiction}, and ${country} is not in it`, {
    field: 'country',
    value: country,
  });
};

function file(command: FileRegistration, state: RegistrationState, context: DecisionContext<PartyFacts>): Outcome<RegistrationEvent> {
  const { enterpriseId, legalName, country, operationMode, hsCodes, contact } = command;
  return (
    firstRejection(
      itself(enterpriseId, context.actor),
      state.status === 'REGISTERED'
        ? reject('REGISTRATION_EXISTS', `${enterpriseId} is registered already: change its registration`, {
            field: 'enterpriseId',
            value: enterpriseId,
          })
        : undefined,
      inItsJurisdiction(country, context),
    ) ?? [
      {
        type: 'enterprise.registration.RegistrationFiled',
        data: { legalName, country, operationMode, hsCodes: sortedCodes(hsCodes ?? []), contact: contact ?? null },
      },
    ]
  );
}

function change(
  command: ChangeRegistration,
  { status, filing }: RegistrationState,
  { actor }: DecisionContext,
): Outcome<RegistrationEvent> {
  const { enterpriseId, legalName, operationMode, hsCodes, contact } = command;
  const refusal = itself(enterpriseId, actor);
  if (refusal) return refusal;
  if (!filing) return notFound();
  if (status !== 'REGISTERED')
    return reject('WRONG_STATUS', `The registration is ${status}; it can be changed only while it is REGISTERED`);
  const changed: Filing = {
    legalName: legalName ?? filing.legalName,
    country: filing.country,
    operationMode: operationMode ?? filing.operationMode,
    hsCodes: hsCodes ? sortedCodes(hsCodes) : filing.hsCodes,
    contact: contact === undefined ? filing.contact : contact,
  };
  if (canonicalJson(changed) === canonicalJson(filing)) return [];
  return [{ type: 'enterprise.registration.RegistrationChanged', data: changed }];
}

function deregister(
  { enterpriseId, reason }: DeregisterEnterprise,
  { status }: RegistrationState,
  { actor }: DecisionContext,
): Outcome<RegistrationEvent> {
  const refusal = itself(enterpriseId, actor);
  if (refusal) return refusal;
  if (status === 'UNKNOWN') return notFound();
  return status === 'DEREGISTERED' ? [] : [{ type: 'enterprise.registration.EnterpriseDeregistered', data: { reason } }];
}

const ofTheActor = (_: object, load: Load, { party }: Actor): Promise<PartyFacts> => load(partyFacts, party);

function evolve(state: RegistrationState, event: RegistrationEvent): RegistrationState {
  switch (event.type) {
    case 'enterprise.registration.RegistrationFiled':
    case 'enterprise.registration.RegistrationChanged':
      return { status: 'REGISTERED', filing: event.data };
    case 'enterprise.registration.EnterpriseDeregistered':
      return { ...state, status: 'DEREGISTERED' };
    default:
      return ignored(state, event);
  }
}

/** One filing of an enterprise, seen by every department; its id is that of the party. All of it is public. */
export const registration = aggregate<RegistrationState, RegistrationEvent>({
  name: 'enterprise.registration',
  events: registrationEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(FileRegistration, 'enterpriseId', file, ofTheActor),
    on(ChangeRegistration, 'enterpriseId', change),
    on(DeregisterEnterprise, 'enterpriseId', deregister),
  ],
});
