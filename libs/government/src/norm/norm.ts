import {
  aggregate,
  type CalendarDate,
  type DecisionContext,
  firstRejection,
  type Instant,
  ignored,
  instant,
  isRejection,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { faultOf } from '@concord/rules';
import { consolidate, consolidated } from './consolidation.js';
import {
  type AmendingOperationInput,
  AmendNorm,
  CloseConsultation,
  CommenceNorm,
  type ConsultationInput,
  DraftNorm,
  OpenConsultation,
  type ProvisionInput,
  PublishNorm,
  RepealNorm,
  WithdrawNorm,
} from './norm.commands.js';
import { type AmendingOperation, type NormDrafted, type NormEvent, type NormPublished, normEvents, type Provision } from './norm.events.js';

/** Where a norm stands in its life. Whether it is in force is a question of the date, too. */
export const NORM_STATUSES = ['DRAFT', 'CONSULTATION', 'ADOPTED', 'REPEALED', 'WITHDRAWN'] as const;
export type NormStatus = (typeof NORM_STATUSES)[number];

export interface NormState {
  readonly status: NormStatus | 'UNKNOWN';
  readonly agency: string;
  readonly jurisdiction: string;
  readonly titles: readonly LocalizedText[];
  readonly hsCodes: readonly string[];
  readonly consultation: { readonly opensAt: Instant; readonly closesAt: Instant; readonly zone: TimeZone } | null;
  readonly version: number;
  /** From when the latest version is in force; null while that is not fixed. */
  readonly inForceFrom: CalendarDate | null;
  readonly repealedFrom: CalendarDate | null;
  /** The text of the latest version. */
  readonly provisions: readonly Provision[];
}

const initialState: NormState = {
  status: 'UNKNOWN',
  agency: '',
  jurisdiction: '',
  titles: [],
  hsCodes: [],
  consultation: null,
  version: 0,
  inForceFrom: null,
  repealedFrom: null,
  provisions: [],
};

const inStatus = (state: NormState, ...statuses: readonly NormStatus[]): Rejection | undefined => {
  if (state.status === 'UNKNOWN') return reject('NORM_NOT_FOUND', 'There is no norm with this id');
  if (statuses.includes(state.status)) return undefined;
  return reject('WRONG_STATUS', `The norm is ${state.status}; this can be done only while it is ${statuses.join(' or ')}`);
};

const ofAgency = (state: NormState, { actor }: DecisionContext): Rejection | undefined =>
  state.agency === actor.party ? undefined : reject('NOT_YOURS', `The norm belongs to ${state.agency}, and ${actor.party} is acting`);

const provisionOf = ({ eId, heading, text, requirement }: ProvisionInput): Provision => ({
  eId,
  heading: heading ?? null,
  text: text.map(({ language, text }) => ({ language, text })),
  requirement: requirement
    ? {
        direction: requirement.direction,
        hsCodes: requirement.hsCodes ?? [],
        appliesWhen: requirement.appliesWhen ?? null,
        mustHold: requirement.mustHold,
        onBreach: requirement.onBreach,
      }
    : null,
});

/** A requirement that would fail on every transaction is refused while it can still be mended. */
function faultyRequirement(provisions: readonly Provision[], field: string): Rejection | undefined {
  for (const { eId, requirement } of provisions) {
    for (const expression of [requirement?.appliesWhen, requirement?.mustHold]) {
      const fault = expression ? faultOf(expression) : undefined;
      if (fault) {
        const sentence = `The requirement of ${eId} cannot be evaluated: ${fault}`;
        return reject('FAULTY_REQUIREMENT', sentence, { field, value: expression, rule: 'docs/requirements.md' });
      }
    }
  }
  return undefined;
}

function repeatedPlace(provisions: readonly Provision[]): Rejection | undefined {
  const places = new Set<string>();
  for (const { eId } of provisions) {
    if (places.has(eId)) return reject('PROVISION_EXISTS', `Two provisions have the eId ${eId}`, { field: 'provisions', value: eId });
    places.add(eId);
  }
  return undefined;
}

function endsBeforeItStarts({ opensAt, closesAt }: ConsultationInput): Rejection | undefined {
  if (instant(closesAt) > instant(opensAt)) return undefined;
  const sentence = `The consultation would end at ${closesAt}, before it starts at ${opensAt}`;
  return reject('WINDOW_ENDS_BEFORE_IT_STARTS', sentence, { field: 'closesAt', value: closesAt });
}

const consultationOn = ({ opensAt, closesAt, zone }: ConsultationInput): NormEvent => ({
  type: 'government.norm.ConsultationOpened',
  data: { opensAt: instant(opensAt), closesAt: instant(closesAt), zone: zone as TimeZone },
});

function draft(command: DraftNorm, state: NormState, { actor }: DecisionContext): Outcome<NormEvent> {
  const provisions = (command.provisions ?? []).map(provisionOf);
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('NORM_EXISTS', 'There is a norm with this id already', { field: 'normId', value: command.normId }),
    repeatedPlace(provisions),
    faultyRequirement(provisions, 'provisions'),
    command.consultation && endsBeforeItStarts(command.consultation),
  );
  if (refusal) return refusal;
  const { jurisdiction, documentType, docket, source, hsCodes, consultation } = command;
  const titles = command.titles.map(({ language, text }) => ({ language, text }));
  const origin = source && { system: source.system, documentId: source.documentId, registerNumber: source.registerNumber ?? null };
  const drafted: NormDrafted = {
    type: 'government.norm.NormDrafted',
    data: {
      agency: actor.party,
      jurisdiction,
      documentType,
      titles,
      docket: docket ?? null,
      source: origin ?? null,
      hsCodes: [...new Set(hsCodes ?? [])].sort(),
      provisions,
    },
  };
  return consultation ? [drafted, consultationOn(consultation)] : [drafted];
}

function openConsultation({ window }: OpenConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return firstRejection(inStatus(state, 'DRAFT'), ofAgency(state, context), endsBeforeItStarts(window)) ?? [consultationOn(window)];
}

const closedAt = (closesAt: Instant): NormEvent => ({ type: 'government.norm.ConsultationClosed', data: { closedAt: closesAt } });

function closeConsultation(_: CloseConsultation, state: NormState, { now }: DecisionContext): Outcome<NormEvent> {
  const { consultation, status } = state;
  if (status !== 'CONSULTATION' || !consultation) return [];
  if (now < consultation.closesAt) return reject('CONSULTATION_OPEN', `The consultation is open until ${consultation.closesAt}`);
  return [closedAt(consultation.closesAt)];
}

function publish(command: PublishNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const until = state.status === 'CONSULTATION' ? state.consultation?.closesAt : undefined;
  const refusal = firstRejection(
    inStatus(state, 'DRAFT', 'CONSULTATION'),
    ofAgency(state, context),
    until !== undefined && context.now < until
      ? reject('CONSULTATION_OPEN', `The norm cannot be adopted while its consultation is open, until ${until}`)
      : undefined,
  );
  if (refusal) return refusal;
  const published: NormPublished = {
    type: 'government.norm.NormPublished',
    data: {
      publishedOn: command.publishedOn as CalendarDate,
      inForceFrom: (command.inForceFrom ?? null) as CalendarDate | null,
      zone: command.zone as TimeZone,
    },
  };
  return until === undefined ? [published] : [closedAt(until), published];
}

function commence({ inForceFrom }: CommenceNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return (
    firstRejection(
      inStatus(state, 'ADOPTED'),
      ofAgency(state, context),
      state.inForceFrom === null ? undefined : reject('ALREADY_COMMENCED', `The norm is in force from ${state.inForceFrom}`),
    ) ?? [{ type: 'government.norm.NormCommenced', data: { inForceFrom: inForceFrom as CalendarDate } }]
  );
}

/** A date that has to lie behind the day on which the latest version came, or comes, into force. */
function afterLatest(state: NormState, field: string, date: string): Rejection | undefined {
  if (state.inForceFrom === null) return reject('NOT_COMMENCED', 'The norm has no date of commencement yet: commence it first');
  if (date > state.inForceFrom) return undefined;
  return reject('DATE_IN_WRONG_ORDER', `${date} is not after ${state.inForceFrom}, when version ${state.version} comes into force`, {
    field,
    value: date,
  });
}

function operationOf(input: AmendingOperationInput): AmendingOperation | Rejection {
  const { operation, eId, after } = input;
  if (operation === 'REPEAL') {
    if (eId !== undefined && eId !== null) return { operation, eId };
    return reject('BAD_OPERATION', 'REPEAL names the provision by its eId', { field: 'operations', value: operation });
  }
  if (!input.provision) return reject('BAD_OPERATION', `${operation} brings a provision`, { field: 'operations', value: operation });
  const provision = provisionOf(input.provision);
  return operation === 'INSERT' ? { operation, provision, after: after ?? null } : { operation, provision };
}

function amend(command: AmendNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const refusal = firstRejection(
    inStatus(state, 'ADOPTED'),
    ofAgency(state, context),
    afterLatest(state, 'inForceFrom', command.inForceFrom),
  );
  if (refusal) return refusal;
  const operations: AmendingOperation[] = [];
  for (const input of command.operations) {
    const operation = operationOf(input);
    if (isRejection(operation)) return operation;
    operations.push(operation);
  }
  const text = consolidate(state.provisions, operations);
  if (isRejection(text)) return text;
  const inForceFrom = command.inForceFrom as CalendarDate;
  const amended = { version: state.version + 1, inForceFrom, operations, reason: command.reason };
  return faultyRequirement(text, 'operations') ?? [{ type: 'government.norm.NormAmended', data: amended }];
}

function repeal({ repealedFrom, reason }: RepealNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return (
    firstRejection(inStatus(state, 'ADOPTED'), ofAgency(state, context), afterLatest(state, 'repealedFrom', repealedFrom)) ?? [
      {
        type: 'government.norm.NormRepealed',
        data: { version: state.version, repealedFrom: repealedFrom as CalendarDate, reason },
      },
    ]
  );
}

function withdraw({ reason }: WithdrawNorm, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return (
    firstRejection(inStatus(state, 'DRAFT', 'CONSULTATION'), ofAgency(state, context)) ?? [
      { type: 'government.norm.NormWithdrawn', data: { reason } },
    ]
  );
}

function evolve(state: NormState, event: NormEvent): NormState {
  switch (event.type) {
    case 'government.norm.NormDrafted': {
      const { agency, jurisdiction, titles, hsCodes, provisions } = event.data;
      return { ...initialState, status: 'DRAFT', agency, jurisdiction, titles, hsCodes, provisions };
    }
    case 'government.norm.ConsultationOpened':
      return { ...state, status: 'CONSULTATION', consultation: event.data };
    case 'government.norm.ConsultationClosed':
      return { ...state, status: 'DRAFT' };
    case 'government.norm.NormPublished':
      return { ...state, status: 'ADOPTED', version: 1, inForceFrom: event.data.inForceFrom };
    case 'government.norm.NormCommenced':
      return { ...state, inForceFrom: event.data.inForceFrom };
    case 'government.norm.NormAmended': {
      const { version, inForceFrom, operations } = event.data;
      return { ...state, version, inForceFrom, provisions: consolidated(state.provisions, operations) };
    }
    case 'government.norm.NormRepealed':
      return { ...state, status: 'REPEALED', repealedFrom: event.data.repealedFrom };
    case 'government.norm.NormWithdrawn':
      return { ...state, status: 'WITHDRAWN' };
    default:
      return ignored(state, event);
  }
}

/** What an agency publishes: drafted, consulted on, adopted, amended, repealed. All of it is public. */
export const norm = aggregate<NormState, NormEvent>({
  name: 'government.norm',
  events: normEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(DraftNorm, 'normId', draft),
    on(OpenConsultation, 'normId', openConsultation),
    on(CloseConsultation, 'normId', closeConsultation),
    on(PublishNorm, 'normId', publish),
    on(CommenceNorm, 'normId', commence),
    on(AmendNorm, 'normId', amend),
    on(RepealNorm, 'normId', repeal),
    on(WithdrawNorm, 'normId', withdraw),
  ],
});
