import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  aggregate,
  type CalendarDate,
  type DecisionContext,
  dateIn,
  firstRejection,
  type Instant,
  ignored,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import { covers, reaches } from '@concord/reference-data';
import {
  ApplyForLicence,
  ExpireLicence,
  GrantLicence,
  RefuseLicence,
  ResumeLicence,
  RevokeLicence,
  SuspendLicence,
} from './licence.commands.js';
import { type LicenceEvent, licenceEvents } from './licence.events.js';
import { mayReadApplication } from './licence-readers.js';

export const LICENCE_STATUSES = ['APPLIED', 'GRANTED', 'REFUSED', 'SUSPENDED', 'REVOKED', 'EXPIRED'] as const;
export type LicenceStatus = (typeof LICENCE_STATUSES)[number];

export interface LicenceState {
  readonly status: LicenceStatus | 'UNKNOWN';
  readonly enterprise: string;
  readonly agency: string;
  /** The goods that were applied for. */
  readonly appliedFor: readonly string[];
  /** The last day of its validity; null before it is granted. */
  readonly validUntil: CalendarDate | null;
}

const initialState: LicenceState = { status: 'UNKNOWN', enterprise: '', agency: '', appliedFor: [], validUntil: null };

/** A validity has a day after its end, and the calendar of the platform ends with the year 9999. */
const LAST_DAY = '9999-12-30';

const today = (now: Instant): CalendarDate => dateIn('UTC' as TimeZone, now);

const inStatus = (state: LicenceState, ...statuses: readonly LicenceStatus[]): Rejection | undefined => {
  if (state.status === 'UNKNOWN') return reject('LICENCE_NOT_FOUND', 'There is no licence with this id');
  if (statuses.includes(state.status)) return undefined;
  return reject('WRONG_STATUS', `The licence is ${state.status}; this can be done only while it is ${statuses.join(' or ')}`);
};

const ofAgency = (state: LicenceState, { actor }: DecisionContext): Rejection | undefined =>
  state.agency === actor.party ? undefined : reject('NOT_YOURS', `${state.agency} decides on this licence, and ${actor.party} is acting`);

/** A licence is asked for where the agency governs. */
function competent({ agency, jurisdiction }: ApplyForLicence, { facts }: DecisionContext<PartyFacts>): Rejection | undefined {
  if (!facts.registered || facts.kind !== 'AGENCY')
    return reject('NO_SUCH_AGENCY', `${agency} is no agency that is registered here`, { field: 'agency', value: agency });
  if (reaches(facts.jurisdiction, jurisdiction)) return undefined;
  return reject('AGENCY_NOT_COMPETENT', `${agency} is an agency of ${facts.jurisdiction}, and grants nothing in ${jurisdiction}`, {
    field: 'jurisdiction',
    value: jurisdiction,
  });
}

const sortedCodes = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

function apply(command: ApplyForLicence, state: LicenceState, context: DecisionContext<PartyFacts>): Outcome<LicenceEvent> {
  const { licenceId, agency, jurisdiction, hsCodes, reason } = command;
  return (
    firstRejection(
      state.status === 'UNKNOWN'
        ? undefined
        : reject('LICENCE_EXISTS', 'There is a licence with this id already', { field: 'licenceId', value: licenceId }),
      competent(command, context),
    ) ?? [
      {
        type: 'government.licence.LicenceAppliedFor',
        data: { enterprise: context.actor.party, agency, jurisdiction, hsCodes: sortedCodes(hsCodes), reason },
      },
    ]
  );
}

function withinApplication(hsCodes: readonly string[], { appliedFor }: LicenceState): Rejection | undefined {
  const beyond = hsCodes.find((code) => !appliedFor.some((applied) => covers(applied, code)));
  if (beyond === undefined) return undefined;
  return reject('BEYOND_APPLICATION', `${beyond} was not applied for, but ${appliedFor.join(', ')}`, { field: 'hsCodes', value: beyond });
}

function inOrder({ validFrom, validUntil }: GrantLicence, now: Instant): Rejection | undefined {
  const wrong = (sentence: string) => reject('DATE_IN_WRONG_ORDER', sentence, { field: 'validUntil', value: validUntil });
  if (validUntil < validFrom) return wrong(`The licence would end on ${validUntil}, before it begins on ${validFrom}`);
  if (validUntil < today(now)) return wrong(`The licence would have ended on ${validUntil}, and today is ${today(now)} in UTC`);
  return validUntil > LAST_DAY ? wrong(`A licence ends on ${LAST_DAY} at the latest`) : undefined;
}

function grant(command: GrantLicence, state: LicenceState, context: DecisionContext): Outcome<LicenceEvent> {
  const hsCodes = sortedCodes(command.hsCodes ?? state.appliedFor);
  return (
    firstRejection(
      inStatus(state, 'APPLIED'),
      ofAgency(state, context),
      withinApplication(hsCodes, state),
      inOrder(command, context.now),
    ) ?? [
      {
        type: 'government.licence.LicenceGranted',
        data: { hsCodes, validFrom: command.validFrom as CalendarDate, validUntil: command.validUntil as CalendarDate },
      },
    ]
  );
}

function refuse({ reason }: RefuseLicence, state: LicenceState, context: DecisionContext): Outcome<LicenceEvent> {
  return (
    firstRejection(inStatus(state, 'APPLIED'), ofAgency(state, context)) ?? [
      { type: 'government.licence.LicenceRefused', data: { reason } },
    ]
  );
}

function suspend({ reason }: SuspendLicence, state: LicenceState, context: DecisionContext): Outcome<LicenceEvent> {
  const refusal = firstRejection(inStatus(state, 'GRANTED', 'SUSPENDED'), ofAgency(state, context));
  if (refusal) return refusal;
  if (state.status === 'SUSPENDED') return [];
  return [{ type: 'government.licence.LicenceSuspended', data: { suspendedFrom: today(context.now), reason } }];
}

function resume(_: ResumeLicence, state: LicenceState, context: DecisionContext): Outcome<LicenceEvent> {
  const refusal = firstRejection(inStatus(state, 'GRANTED', 'SUSPENDED'), ofAgency(state, context));
  if (refusal) return refusal;
  if (state.status === 'GRANTED') return [];
  return [{ type: 'government.licence.LicenceResumed', data: { resumedFrom: today(context.now) } }];
}

function revoke({ reason }: RevokeLicence, state: LicenceState, context: DecisionContext): Outcome<LicenceEvent> {
  const refusal = firstRejection(inStatus(state, 'GRANTED', 'SUSPENDED', 'REVOKED'), ofAgency(state, context));
  if (refusal) return refusal;
  if (state.status === 'REVOKED') return [];
  return [{ type: 'government.licence.LicenceRevoked', data: { revokedFrom: today(context.now), reason } }];
}

function expire(_: ExpireLicence, { status, validUntil }: LicenceState, { now }: DecisionContext): Outcome<LicenceEvent> {
  if (validUntil === null || (status !== 'GRANTED' && status !== 'SUSPENDED')) return [];
  if (today(now) <= validUntil) return reject('LICENCE_VALID', `The licence is valid until ${validUntil}`);
  return [{ type: 'government.licence.LicenceExpired', data: { validUntil } }];
}

const ofTheAgency = ({ agency }: ApplyForLicence, load: Load): Promise<PartyFacts> => load(partyFacts, agency);

function evolve(state: LicenceState, event: LicenceEvent): LicenceState {
  switch (event.type) {
    case 'government.licence.LicenceAppliedFor': {
      const { enterprise, agency, hsCodes } = event.data;
      return { ...initialState, status: 'APPLIED', enterprise, agency, appliedFor: hsCodes };
    }
    case 'government.licence.LicenceGranted':
      return { ...state, status: 'GRANTED', validUntil: event.data.validUntil };
    case 'government.licence.LicenceRefused':
      return { ...state, status: 'REFUSED' };
    case 'government.licence.LicenceSuspended':
      return { ...state, status: 'SUSPENDED' };
    case 'government.licence.LicenceResumed':
      return { ...state, status: 'GRANTED' };
    case 'government.licence.LicenceRevoked':
      return { ...state, status: 'REVOKED' };
    case 'government.licence.LicenceExpired':
      return { ...state, status: 'EXPIRED' };
    default:
      return ignored(state, event);
  }
}

/** Access to a market: applied for, granted with a scope and a validity, suspended, resumed, revoked, expired. */
export const licence = aggregate<LicenceState, LicenceEvent>({
  name: 'government.licence',
  events: licenceEvents,
  initialState,
  evolve,
  // A granted licence is public record, but its history begins with the application, which is not.
  disclosedTo: mayReadApplication,
  concerns: ({ enterprise, agency }, first) => ({
    parties: [enterprise, agency],
    jurisdictions: first.type === 'government.licence.LicenceAppliedFor' ? [first.data.jurisdiction] : [],
  }),
  decisions: [
    on(ApplyForLicence, 'licenceId', apply, ofTheAgency),
    on(GrantLicence, 'licenceId', grant),
    on(RefuseLicence, 'licenceId', refuse),
    on(SuspendLicence, 'licenceId', suspend),
    on(ResumeLicence, 'licenceId', resume),
    on(RevokeLicence, 'licenceId', revoke),
    on(ExpireLicence, 'licenceId', expire),
  ],
});
