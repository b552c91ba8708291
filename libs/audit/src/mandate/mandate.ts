import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  addToInstant,
  aggregate,
  compareTimes,
  type DecisionContext,
  type Duration,
  firstRejection,
  type Instant,
  ignored,
  instant,
  type Load,
  type MandateScope,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { reaches } from '@concord/reference-data';
import { ExtendAuditMandate, GrantAuditMandate, type MandateScopeInput, RevokeAuditMandate } from './mandate.commands.js';
import { type MandateEvent, mandateEvents } from './mandate.events.js';

/** The longest term of a mandate. Whoever needs longer grants another, and thinks again. */
const LONGEST = 'P5Y' as Duration;
const RULE = 'docs/mandates.md';

export interface MandateState {
  readonly status: 'UNKNOWN' | 'GRANTED' | 'REVOKED';
  readonly grantor: string;
  readonly jurisdiction: string | null;
  readonly auditor: string;
  readonly scope: MandateScope;
  readonly purpose: string;
  readonly purposeEachTime: boolean;
  readonly from: Instant;
  readonly until: Instant;
}

const NEVER = '0001-01-01T00:00:00.000Z' as Instant;
const NOTHING: MandateScope = { everything: false, jurisdictions: [], parties: [], aggregates: [], objects: [] };

const initialState: MandateState = {
  status: 'UNKNOWN',
  grantor: '',
  jurisdiction: null,
  auditor: '',
  scope: NOTHING,
  purpose: '',
  purposeEachTime: false,
  from: NEVER,
  until: NEVER,
};

const distinct = (names: readonly string[] | undefined): readonly string[] => [...new Set(names ?? [])].sort();

const scopeOf = ({ everything, jurisdictions, parties, aggregates, objects }: MandateScopeInput): MandateScope => ({
  everything: everything === true,
  jurisdictions: distinct(jurisdictions),
  parties: distinct(parties),
  aggregates: distinct(aggregates),
  objects: distinct(objects),
});

/** A mandate covers everything or what it names, and not nothing. */
function clear({ everything, ...lists }: MandateScope): Rejection | undefined {
  const names = Object.values(lists).some((list) => list.length > 0);
  if (!everything && !names) return reject('SCOPE_EMPTY', 'The scope names nothing', { field: 'scope', rule: RULE });
  if (!everything || !names) return undefined;
  return reject('SCOPE_AMBIGUOUS', 'The scope is everything, and names something as well', {
    field: 'scope.everything',
    value: true,
    rule: RULE,
  });
}

function ofTerm(from: Instant, until: Instant, now: Instant): Rejection | undefined {
  const at = { field: 'until', value: until, rule: RULE };
  if (compareTimes(until, from) <= 0) return reject('TERM_INVERTED', `The mandate would end at ${until}, and begin at ${from}`, at);
  if (compareTimes(until, now) <= 0) return reject('TERM_OVER', `${until} is over already`, at);
  const last = addToInstant(from, LONGEST);
  return compareTimes(until, last) <= 0
    ? undefined
    : reject('TERM_TOO_LONG', `A mandate from ${from} ends by ${last}: 5 years at most`, at);
}

/** What is looked up of others when a mandate is granted. */
export interface Grant {
  readonly grantor: PartyFacts;
  readonly auditor: PartyFacts;
  /** Those that the scope names, in its order. */
  readonly parties: readonly PartyFacts[];
}

async function ofTheGrant({ auditor, scope }: GrantAuditMandate, load: Load, actor: Actor): Promise<Grant> {
  const [first, second, ...parties] = await Promise.all([actor.party, auditor, ...(scope.parties ?? [])].map((id) => load(partyFacts, id)));
  return { grantor: first as PartyFacts, auditor: second as PartyFacts, parties };
}

function anAuditor(id: string, { registered, kind }: PartyFacts): Rejection | undefined {
  const at = { field: 'auditor', value: id };
  if (!registered) return reject('AUDITOR_NOT_REGISTERED', `There is no party ${id}`, at);
  return kind === 'AUDITOR' ? undefined : reject('NOT_AN_AUDITOR', `${id} is registered as ${kind}, and only auditors hold mandates`, at);
}

function known(scope: MandateScopeInput, parties: readonly PartyFacts[]): Rejection | undefined {
  const index = parties.findIndex(({ registered }) => !registered);
  const value = scope.parties?.[index];
  return value === undefined
    ? undefined
    : reject('PARTY_NOT_REGISTERED', `There is no party ${value}`, { field: `scope.parties.${index}`, value });
}

/** An agency gives away no more than it has; whatever else it names is covered as far as its own right reaches. */
function ofItsOwn(scope: MandateScopeInput, { kind }: Actor, { jurisdiction }: PartyFacts): Rejection | undefined {
  if (kind !== 'AGENCY') return undefined;
  const index = (scope.jurisdictions ?? []).findIndex((place) => !reaches(jurisdiction, place));
  const value = scope.jurisdictions?.[index];
  if (value === undefined) return undefined;
  const message = `An agency of ${jurisdiction} grants no mandate over ${value}`;
  return reject('OUTSIDE_JURISDICTION', message, { field: `scope.jurisdictions.${index}`, value, rule: RULE });
}

function grant(command: GrantAuditMandate, state: MandateState, { actor, now, facts }: DecisionContext<Grant>): Outcome<MandateEvent> {
  const { mandateId, auditor, purpose, purposeEachTime = false, legalBasis = null } = command;
  const scope = scopeOf(command.scope);
  const from = command.from == null ? now : instant(command.from);
  const until = instant(command.until);
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('MANDATE_EXISTS', 'There is a mandate with this id already', { field: 'mandateId', value: mandateId }),
    anAuditor(auditor, facts.auditor),
    clear(scope),
    known(command.scope, facts.parties),
    ofItsOwn(command.scope, actor, facts.grantor),
    ofTerm(from, until, now),
  );
  if (refusal) return refusal;
  const jurisdiction = actor.kind === 'AGENCY' ? facts.grantor.jurisdiction : null;
  return [
    {
      type: 'audit.mandate.MandateGranted',
      data: { grantor: actor.party, jurisdiction, auditor, scope, purpose, purposeEachTime, legalBasis, from, until },
    },
  ];
}

/** To all others than whoever granted it, and operators, it is not there. */
const granted = (id: string, { status, grantor }: MandateState, { kind, party }: Actor): Rejection | undefined =>
  status !== 'UNKNOWN' && (party === grantor || kind === 'OPERATOR')
    ? undefined
    : reject('MANDATE_NOT_FOUND', `There is no mandate with this id that ${party} has granted`, { field: 'mandateId', value: id });

const notOver = (id: string, { until }: MandateState, now: Instant): Rejection | undefined =>
  compareTimes(now, until) < 0 ? undefined : reject('MANDATE_OVER', `The mandate ended at ${until}`, { field: 'mandateId', value: id });

function extend(command: ExtendAuditMandate, state: MandateState, { actor, now }: DecisionContext): Outcome<MandateEvent> {
  const until = instant(command.until);
  const id = { field: 'mandateId', value: command.mandateId };
  const refusal = firstRejection(
    granted(command.mandateId, state, actor),
    actor.party === state.grantor ? undefined : reject('NOT_YOURS', `${state.grantor} has granted it, and ${actor.party} is acting`, id),
    state.status === 'REVOKED' ? reject('MANDATE_REVOKED', 'The mandate is revoked', id) : undefined,
    notOver(command.mandateId, state, now),
  );
  if (refusal) return refusal;
  if (until === state.until) return [];
  const earlier = reject('TERM_NOT_LONGER', `The mandate lasts until ${state.until} already`, { field: 'until', value: until, rule: RULE });
  return (
    firstRejection(compareTimes(until, state.until) < 0 ? earlier : undefined, ofTerm(state.from, until, now)) ?? [
      { type: 'audit.mandate.MandateExtended', data: { until } },
    ]
  );
}

function revoke({ mandateId, reason }: RevokeAuditMandate, state: MandateState, { actor, now }: DecisionContext): Outcome<MandateEvent> {
  const missing = granted(mandateId, state, actor);
  if (missing) return missing;
  if (state.status === 'REVOKED') return [];
  return notOver(mandateId, state, now) ?? [{ type: 'audit.mandate.MandateRevoked', data: { reason } }];
}

function evolve(state: MandateState, event: MandateEvent): MandateState {
  switch (event.type) {
    case 'audit.mandate.MandateGranted': {
      const { legalBasis: _, ...data } = event.data;
      return { status: 'GRANTED', ...data };
    }
    case 'audit.mandate.MandateExtended':
      return { ...state, until: event.data.until };
    case 'audit.mandate.MandateRevoked':
      return { ...state, status: 'REVOKED' };
    default:
      return ignored(state, event);
  }
}

/** Who may know of a mandate: whoever granted it, its auditor, and operators. */
export const maySee = ({ grantor, auditor }: Pick<MandateState, 'grantor' | 'auditor'>, reader: Actor | null): boolean =>
  reader !== null && (reader.kind === 'OPERATOR' || reader.party === grantor || reader.party === auditor);

/** The right of an auditor to read, for a purpose and a time. */
export const mandate = aggregate<MandateState, MandateEvent>({
  name: 'audit.mandate',
  events: mandateEvents,
  initialState,
  evolve,
  disclosedTo: maySee,
  concerns: ({ grantor, auditor }) => ({ parties: [grantor, auditor], jurisdictions: [] }),
  decisions: [
    on(GrantAuditMandate, 'mandateId', grant, ofTheGrant),
    on(ExtendAuditMandate, 'mandateId', extend),
    on(RevokeAuditMandate, 'mandateId', revoke),
  ],
});
