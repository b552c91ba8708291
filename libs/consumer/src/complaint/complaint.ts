import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  addToInstant,
  aggregate,
  type DecisionContext,
  type Duration,
  firstRejection,
  type Instant,
  ignored,
  isRejection,
  type Load,
  type Money,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { reaches } from '@concord/reference-data';
import { type TransactionFacts, transactionFacts } from '@concord/trade';
import { type ProcedureState, procedure } from '../procedure/procedure.js';
import {
  AcceptOffer,
  AnswerComplaint,
  CloseComplaint,
  DecideByDefault,
  DecideComplaint,
  FileComplaint,
  PerformRemedy,
  RejectOffer,
} from './complaint.commands.js';
import { type ComplaintEvent, complaintEvents, type Ground, type Position, type Remedy } from './complaint.events.js';
import { remediesByDefault, remediesOf, remedyOf } from './remedies.js';

export const COMPLAINT_STATUSES = ['FILED', 'OFFERED', 'CONTESTED', 'AGREED', 'UPHELD', 'DISMISSED', 'REMEDIED', 'CLOSED'] as const;
export type ComplaintStatus = (typeof COMPLAINT_STATUSES)[number];

/** Who is on both sides, and so may see everything. */
export interface Sides {
  readonly complainant: string;
  readonly respondent: string;
}

export interface ComplaintState extends Sides {
  readonly status: ComplaintStatus | 'UNKNOWN';
  readonly ground: Ground;
  readonly claim: Remedy;
  readonly total: Money;
  readonly origin: string;
  readonly destination: string;
  readonly answerBy: Instant | null;
  readonly deadlineRule: string;
  /** Null while the enterprise has not answered. */
  readonly position: Position | null;
  readonly offer: Remedy | null;
  /** Null while nothing is performed. */
  readonly closeBy: Instant | null;
}

const initialState: ComplaintState = {
  status: 'UNKNOWN',
  complainant: '',
  respondent: '',
  ground: 'OTHER',
  claim: { remedy: 'REFUND', amount: null },
  total: { amount: '0', currency: '' },
  origin: '',
  destination: '',
  answerBy: null,
  deadlineRule: '',
  position: null,
  offer: null,
  closeBy: null,
};

/** The domain's rule where no procedure is named. */
const ANSWER_WITHIN = 'P15D' as Duration;
const ANSWER_RULE = `The enterprise answers within ${ANSWER_WITHIN}, 15 calendar days: default of the platform`;
const CLOSE_WITHIN = 'P15D' as Duration;
const CLOSE_RULE = `A complaint is closed ${CLOSE_WITHIN}, 15 calendar days, after its remedy: default of the platform`;

const inStatus = ({ status }: ComplaintState, ...statuses: readonly ComplaintStatus[]): Rejection | undefined =>
  status !== 'UNKNOWN' && statuses.includes(status)
    ? undefined
    : reject('WRONG_STATUS', `The complaint is ${status}; this can be done only while it is ${statuses.join(' or ')}`);

const found = ({ status }: ComplaintState): Rejection | undefined =>
  status === 'UNKNOWN' ? reject('COMPLAINT_NOT_FOUND', 'There is no complaint with this id', { field: 'complaintId' }) : undefined;

/** Asked before the status, which is not for strangers. */
const by = (side: keyof Sides, state: ComplaintState, { actor }: DecisionContext): Rejection | undefined =>
  found(state) ?? (state[side] === actor.party ? undefined : reject('NOT_YOURS', `The complaint has another ${side} than ${actor.party}`));

interface Filing {
  readonly transaction: TransactionFacts;
  /** Null where the complaint names none. */
  readonly procedure: ProcedureState | null;
}

/** Whether the actor may complain about the transaction, and now. */
function complainable({ transactionId, ground }: FileComplaint, { facts, actor, now }: DecisionContext<Filing>): Rejection | undefined {
  const { status, buyer, deliveredAt, afterSaleUntil } = facts.transaction;
  const place = { field: 'transactionId', value: transactionId };
  if (status === 'UNKNOWN') return reject('TRANSACTION_NOT_FOUND', 'There is no transaction with this id', place);
  if (buyer !== actor.party)
    return reject('NOT_YOURS', `Only its buyer may complain about a transaction, and ${actor.party} is not`, place);
  if (status === 'OPENED' || status === 'HELD' || status === 'REFUSED') {
    return reject('WRONG_STATUS', `The transaction is ${status}; one can complain only after it was ADMITTED`, place);
  }
  if (deliveredAt !== null && ground === 'NOT_DELIVERED') {
    const sentence = `The buyer has confirmed the delivery, on ${deliveredAt}`;
    return reject('DELIVERY_CONFIRMED', sentence, { field: 'ground', value: ground });
  }
  if (afterSaleUntil === null || now < afterSaleUntil) return undefined;
  return reject('AFTER_SALE_WINDOW_OVER', `The after-sale window ended at ${afterSaleUntil}`, place);
}

/** A complainant cannot pick the strictest procedure of the world. */
function applicable({ procedureId }: FileComplaint, { facts }: DecisionContext<Filing>): Rejection | undefined {
  if (!facts.procedure) return undefined;
  const place = { field: 'procedureId', value: procedureId };
  const { version, jurisdiction } = facts.procedure;
  const { origin, destination } = facts.transaction;
  if (version === 0) return reject('PROCEDURE_NOT_FOUND', 'There is no procedure with this id', place);
  if (reaches(jurisdiction, origin) || reaches(jurisdiction, destination)) return undefined;
  return reject(
    'PROCEDURE_OF_ELSEWHERE',
    `The procedure is of ${jurisdiction}, and the goods went from ${origin} to ${destination}`,
    place,
  );
}

function file(command: FileComplaint, state: ComplaintState, context: DecisionContext<Filing>): Outcome<ComplaintEvent> {
  const { complaintId, transactionId, procedureId, ground, narrative } = command;
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('COMPLAINT_EXISTS', 'There is a complaint with this id already', { field: 'complaintId', value: complaintId }),
    complainable(command, context),
    applicable(command, context),
  );
  if (refusal) return refusal;
  const { actor, facts, now } = context;
  const { total, seller, origin, destination } = facts.transaction;
  const claim = remedyOf(command.claim, { total, ground }, 'claim');
  if (isRejection(claim)) return claim;
  const within = facts.procedure?.answerWithin;
  return [
    {
      type: 'consumer.complaint.ComplaintFiled',
      data: {
        transactionId,
        complainant: actor.party,
        respondent: seller,
        ground,
        claim,
        narrative,
        evidence: (command.evidence ?? []).map(({ name, sha256, mediaType }) => ({ name, sha256, mediaType })),
        total,
        origin,
        destination,
        filedAt: now,
        answerBy: addToInstant(now, within ?? ANSWER_WITHIN),
        deadlineRule: facts.procedure
          ? `The enterprise answers within ${within}: procedure ${procedureId}, version ${facts.procedure.version}`
          : ANSWER_RULE,
      },
    },
  ];
}

const inTime = ({ position, answerBy, deadlineRule }: ComplaintState, now: Instant): Rejection | undefined =>
  position === null && answerBy !== null && now >= answerBy
    ? reject('ANSWER_TOO_LATE', `The answer was due before ${answerBy}`, { rule: deadlineRule })
    : undefined;

function answer(command: AnswerComplaint, state: ComplaintState, context: DecisionContext): Outcome<ComplaintEvent> {
  const refusal = firstRejection(by('respondent', state, context), inTime(state, context.now), inStatus(state, 'FILED'));
  if (refusal) return refusal;
  const offer = command.offer ? remedyOf(command.offer, state, 'offer') : null;
  if (isRejection(offer)) return offer;
  const { position, statement } = command;
  return [{ type: 'consumer.complaint.ComplaintAnswered', data: { position, statement, offer } }];
}

const pending = (state: ComplaintState, context: DecisionContext): Rejection | undefined =>
  firstRejection(by('complainant', state, context), inStatus(state, 'OFFERED'));

function acceptOffer(_: AcceptOffer, state: ComplaintState, context: DecisionContext): Outcome<ComplaintEvent> {
  const remedy = state.offer ?? state.claim;
  return pending(state, context) ?? [{ type: 'consumer.complaint.OfferAccepted', data: { remedy } }];
}

function rejectOffer({ reason }: RejectOffer, state: ComplaintState, context: DecisionContext): Outcome<ComplaintEvent> {
  return pending(state, context) ?? [{ type: 'consumer.complaint.OfferRejected', data: { reason: reason ?? null } }];
}

/** Contested, with an offer on the table or without. */
const decidable = (state: ComplaintState): Rejection | undefined =>
  state.status === 'OFFERED' && state.position === 'CONTEST' ? undefined : inStatus(state, 'CONTESTED');

function competent({ origin, destination }: ComplaintState, { actor, facts }: DecisionContext<PartyFacts>): Rejection | undefined {
  const { registered, jurisdiction } = facts;
  if (registered && (reaches(jurisdiction, origin) || reaches(jurisdiction, destination))) return undefined;
  return reject(
    'NOT_COMPETENT',
    `The goods went from ${origin} to ${destination}, and ${actor.party} is an agency of ${jurisdiction || 'no place'}`,
  );
}

function fitting({ outcome, remedies }: DecideComplaint): Rejection | undefined {
  const some = (remedies ?? []).length > 0;
  if (some === (outcome === 'UPHELD')) return undefined;
  const sentence = some ? 'A complaint that is DISMISSED has no remedy' : 'A complaint that is UPHELD has a remedy';
  return reject('REMEDIES_DO_NOT_FIT', sentence, { field: 'remedies', value: remedies });
}

function decide(command: DecideComplaint, state: ComplaintState, context: DecisionContext<PartyFacts>): Outcome<ComplaintEvent> {
  const refusal = firstRejection(found(state), competent(state, context), decidable(state), fitting(command));
  if (refusal) return refusal;
  const remedies = remediesOf(command.remedies ?? [], state, 'remedies');
  if (isRejection(remedies)) return remedies;
  const { outcome, reasons } = command;
  const { party: agency } = context.actor;
  return [
    {
      type: 'consumer.complaint.ComplaintDecided',
      data: { outcome, byDefault: false, agency, remedies, reasons, rule: null, compensation: null },
    },
  ];
}

function decideByDefault(_: DecideByDefault, state: ComplaintState, { now }: DecisionContext): Outcome<ComplaintEvent> {
  const { status, answerBy, deadlineRule } = state;
  if (status === 'UNKNOWN') return found(state) ?? [];
  if (status !== 'FILED' || answerBy === null) return [];
  if (now < answerBy) return reject('ANSWER_NOT_DUE', `The enterprise may answer until ${answerBy}`, { rule: deadlineRule });
  return [
    {
      type: 'consumer.complaint.ComplaintDecided',
      data: {
        outcome: 'UPHELD',
        byDefault: true,
        agency: null,
        ...remediesByDefault(state.claim, state),
        reasons: `${state.respondent} gave no answer before ${answerBy}: who stays silent loses`,
        rule: deadlineRule,
      },
    },
  ];
}

function perform({ evidence }: PerformRemedy, state: ComplaintState, context: DecisionContext): Outcome<ComplaintEvent> {
  const { now } = context;
  return (
    firstRejection(by('respondent', state, context), inStatus(state, 'AGREED', 'UPHELD')) ?? [
      {
        type: 'consumer.complaint.RemedyPerformed',
        data: { evidence, performedAt: now, closeBy: addToInstant(now, CLOSE_WITHIN), rule: CLOSE_RULE },
      },
    ]
  );
}

function close(_: CloseComplaint, state: ComplaintState, context: DecisionContext): Outcome<ComplaintEvent> {
  const { actor, now } = context;
  if (actor.kind !== 'PLATFORM') {
    return (
      firstRejection(by('complainant', state, context), inStatus(state, 'REMEDIED', 'DISMISSED')) ?? [
        { type: 'consumer.complaint.ComplaintClosed', data: { closedBy: 'COMPLAINANT', closedAt: now } },
      ]
    );
  }
  const { status, closeBy } = state;
  if (status === 'CLOSED') return [];
  const refusal = firstRejection(found(state), inStatus(state, 'REMEDIED'));
  if (refusal) return refusal;
  if (closeBy !== null && now < closeBy) return reject('NOT_YET_DUE', `The complainant may look at the remedy until ${closeBy}`);
  return [{ type: 'consumer.complaint.ComplaintClosed', data: { closedBy: 'PLATFORM', closedAt: now } }];
}

async function ofTheFiling({ transactionId, procedureId }: FileComplaint, load: Load): Promise<Filing> {
  return { transaction: await load(transactionFacts, transactionId), procedure: procedureId ? await load(procedure, procedureId) : null };
}

const ofTheActor = (_: object, load: Load, { party }: Actor): Promise<PartyFacts> => load(partyFacts, party);

function afterAnswer(position: Position, offer: Remedy | null): ComplaintStatus {
  if (offer) return 'OFFERED';
  return position === 'ACCEPT' ? 'AGREED' : 'CONTESTED';
}

function evolve(state: ComplaintState, event: ComplaintEvent): ComplaintState {
  switch (event.type) {
    case 'consumer.complaint.ComplaintFiled': {
      const { complainant, respondent, ground, claim, total, origin, destination, answerBy, deadlineRule } = event.data;
      const filed = { complainant, respondent, ground, claim, total, origin, destination, answerBy, deadlineRule };
      return { ...initialState, status: 'FILED', ...filed };
    }
    case 'consumer.complaint.ComplaintAnswered': {
      const { position, offer } = event.data;
      return { ...state, status: afterAnswer(position, offer), position, offer };
    }
    case 'consumer.complaint.OfferAccepted':
      return { ...state, status: 'AGREED' };
    case 'consumer.complaint.OfferRejected':
      return { ...state, status: 'CONTESTED', offer: null };
    case 'consumer.complaint.ComplaintDecided':
      return { ...state, status: event.data.outcome, offer: null };
    case 'consumer.complaint.RemedyPerformed':
      return { ...state, status: 'REMEDIED', closeBy: event.data.closeBy };
    case 'consumer.complaint.ComplaintClosed':
      return { ...state, status: 'CLOSED' };
    default:
      return ignored(state, event);
  }
}

/** What a consumer tells is for the two parties, for agencies and for auditors. */
export const maySee = ({ kind, party }: Actor, { complainant, respondent }: Sides): boolean =>
  kind === 'AGENCY' || kind === 'AUDITOR' || party === complainant || party === respondent;

/** A buyer's case against a seller: filed, answered in time or lost, decided, remedied, closed. */
export const complaint = aggregate<ComplaintState, ComplaintEvent>({
  name: 'consumer.complaint',
  events: complaintEvents,
  initialState,
  evolve,
  disclosedTo: (state, reader) => reader !== null && maySee(reader, state),
  concerns: ({ complainant, respondent, origin, destination }) => ({
    parties: [complainant, respondent],
    jurisdictions: [origin, destination],
  }),
  decisions: [
    on(FileComplaint, 'complaintId', file, ofTheFiling),
    on(AnswerComplaint, 'complaintId', answer),
    on(AcceptOffer, 'complaintId', acceptOffer),
    on(RejectOffer, 'complaintId', rejectOffer),
    on(DecideComplaint, 'complaintId', decide, ofTheActor),
    on(DecideByDefault, 'complaintId', decideByDefault),
    on(PerformRemedy, 'complaintId', perform),
    on(CloseComplaint, 'complaintId', close),
  ],
});
