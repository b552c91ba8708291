import { type PartyFacts, partyFacts } from '@concord/identity';
import {
  type Actor,
  add,
  addToInstant,
  aggregate,
  type DecisionContext,
  type Duration,
  dateIn,
  firstRejection,
  type Instant,
  instant,
  isMoney,
  isRejection,
  type Load,
  type Money,
  money,
  moneyOf,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
  times,
} from '@concord/kernel';
import { reaches } from '@concord/reference-data';
import {
  CloseTransaction,
  ConfirmDelivery,
  OpenTransaction,
  RecordCheck,
  RefuseTransaction,
  ReleaseTransaction,
} from './transaction.commands.js';
import { type Closer, type Line, type TransactionEvent, transactionEvents } from './transaction.events.js';
import { type TransactionFacts, type TransactionStatus, transactionFacts } from './transaction.facts.js';

/** How long after delivery the buyer has the seller's after-sale service, and the words in which the event says so. */
const AFTER_SALE_WINDOW = 'P15D' as Duration;
const AFTER_SALE_RULE = `The after-sale window is ${AFTER_SALE_WINDOW}, 15 calendar days from delivery: default of the platform`;

const notFound = (): Rejection => reject('TRANSACTION_NOT_FOUND', 'There is no transaction with this id', { field: 'transactionId' });

const inStatus = (state: TransactionFacts, ...statuses: readonly TransactionStatus[]): Rejection | undefined => {
  if (state.status === 'UNKNOWN') return notFound();
  if (statuses.includes(state.status)) return undefined;
  return reject('WRONG_STATUS', `The transaction is ${state.status}; this can be done only while it is ${statuses.join(' or ')}`);
};

function lineOf({ hsCode, description, quantity, unitPrice }: Line, currency: string, field: string): Line | Rejection {
  if (hsCode.length < 6) {
    const sentence = `${hsCode} is no subheading: requirements on longer codes could not be checked against it`;
    return reject('HS_CODE_TOO_SHORT', sentence, { field: `${field}.hsCode`, value: hsCode, rule: 'a line names its goods by 6 digits' });
  }
  const price = { amount: unitPrice, currency };
  if (!isMoney(price)) {
    const sentence = `${unitPrice} ${currency} has more decimals than the currency`;
    return reject('BAD_AMOUNT', sentence, { field: `${field}.unitPrice`, value: unitPrice, rule: 'ISO 4217' });
  }
  return { hsCode, description, quantity, unitPrice: money(price).amount };
}

const totalOf = (lines: readonly Line[], currency: string): Money =>
  lines.reduce((sum, { quantity, unitPrice }) => add(sum, times(quantity, { amount: unitPrice, currency })), moneyOf(0n, currency));

/** A seller may not pick the rules that hold for it by calling a consumer a business. */
function buyerOfKind({ buyer, kind }: OpenTransaction, { registered, kind: party }: PartyFacts): Rejection | undefined {
  const place = { field: 'buyer', value: buyer };
  if (!registered) return reject('BUYER_NOT_REGISTERED', `${buyer} is not registered and cannot buy`, place);
  const fits = kind === 'B2B' ? ['ENTERPRISE', 'AGENCY', 'ASSOCIATION'] : ['CONSUMER'];
  if (party !== null && fits.includes(party)) return undefined;
  return reject('BUYER_OF_WRONG_KIND', `${buyer} is ${party}; in ${kind} the buyer is ${fits.join(' or ')}`, place);
}

function open(
  command: OpenTransaction,
  state: TransactionFacts,
  { actor, now, facts }: DecisionContext<PartyFacts>,
): Outcome<TransactionEvent> {
  const { transactionId, buyer, kind, origin, destination, currency } = command;
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('TRANSACTION_EXISTS', 'There is a transaction with this id already', { field: 'transactionId', value: transactionId }),
    buyer === actor.party ? reject('BUYER_IS_SELLER', `${buyer} cannot buy from itself`, { field: 'buyer', value: buyer }) : undefined,
    buyerOfKind(command, facts),
    origin === destination
      ? reject('NOT_CROSS_BORDER', `The goods would not leave ${origin}`, { field: 'destination', value: destination })
      : undefined,
  );
  if (refusal) return refusal;
  const lines: Line[] = [];
  for (const [index, input] of command.lines.entries()) {
    const line = lineOf(input, currency, `lines.${index}`);
    if (isRejection(line)) return line;
    lines.push(line);
  }
  const total = totalOf(lines, currency);
  if (!isMoney(total)) return reject('TOTAL_TOO_LARGE', 'The total has more than 15 digits before its decimals', { field: 'lines' });
  const documents = [...new Set(command.documents ?? [])].sort();
  const openedOn = dateIn('UTC' as TimeZone, now);
  return [
    {
      type: 'trade.transaction.TransactionOpened',
      data: { seller: actor.party, buyer, kind, origin, destination, currency, lines, total, documents, openedAt: now, openedOn },
    },
  ];
}

function recordCheck(command: RecordCheck, state: TransactionFacts): Outcome<TransactionEvent> {
  const { answer, findings, licences, facts, requirementsConsidered } = command;
  return (
    inStatus(state, 'OPENED') ?? [
      { type: 'trade.transaction.TransactionChecked', data: { answer, findings, licences, facts, requirementsConsidered } },
    ]
  );
}

/** An agency decides on goods that leave or enter its own jurisdiction. */
function competent({ origin, destination }: TransactionFacts, { actor, facts }: DecisionContext<PartyFacts>): Rejection | undefined {
  const { registered, jurisdiction } = facts;
  if (registered && (reaches(jurisdiction, origin) || reaches(jurisdiction, destination))) return undefined;
  return reject(
    'NOT_COMPETENT',
    `The goods go from ${origin} to ${destination}, and ${actor.party} is an agency of ${jurisdiction || 'no place'}`,
  );
}

type Judgement = ReleaseTransaction | RefuseTransaction;

const judge =
  (type: 'trade.transaction.TransactionReleased' | 'trade.transaction.TransactionRefused') =>
  ({ reason }: Judgement, state: TransactionFacts, context: DecisionContext<PartyFacts>): Outcome<TransactionEvent> =>
    firstRejection(inStatus(state, 'HELD'), competent(state, context)) ?? [
      { type, data: { agency: context.actor.party, jurisdiction: context.facts.jurisdiction, reason } },
    ];

/** Asked before anything else: who the parties are, and how their transaction stands, is not for strangers. */
const byBuyer = ({ status, buyer }: TransactionFacts, { actor }: DecisionContext): Rejection | undefined => {
  if (status === 'UNKNOWN') return notFound();
  return buyer === actor.party ? undefined : reject('NOT_YOURS', `The transaction has another buyer than ${actor.party}`);
};

function arrived(deliveredAt: Instant, { openedAt }: TransactionFacts, now: Instant): Rejection | undefined {
  const place = { field: 'deliveredAt', value: deliveredAt };
  if (deliveredAt > now) return reject('DATE_IN_FUTURE', `${deliveredAt} is still to come: it is ${now}`, place);
  if (openedAt === null || deliveredAt >= openedAt) return undefined;
  return reject('DATE_IN_WRONG_ORDER', `${deliveredAt} is before ${openedAt}, when the transaction was opened`, place);
}

function confirmDelivery(command: ConfirmDelivery, state: TransactionFacts, context: DecisionContext): Outcome<TransactionEvent> {
  const { now } = context;
  const deliveredAt = command.deliveredAt == null ? now : instant(command.deliveredAt);
  return (
    firstRejection(byBuyer(state, context), inStatus(state, 'ADMITTED'), arrived(deliveredAt, state, now)) ?? [
      {
        type: 'trade.transaction.TransactionDelivered',
        data: { deliveredAt, afterSaleUntil: addToInstant(deliveredAt, AFTER_SALE_WINDOW), rule: AFTER_SALE_RULE },
      },
    ]
  );
}

function closerOf({ status, seller, buyer }: TransactionFacts, { kind, party }: Actor): Closer | Rejection {
  if (status === 'UNKNOWN') return notFound();
  if (kind === 'PLATFORM') return 'PLATFORM';
  if (party === buyer) return 'BUYER';
  return party === seller ? 'SELLER' : reject('NOT_YOURS', `${party} is no party to the transaction`);
}

function close(_: CloseTransaction, state: TransactionFacts, { actor, now }: DecisionContext): Outcome<TransactionEvent> {
  const closedBy = closerOf(state, actor);
  if (isRejection(closedBy)) return closedBy;
  if (closedBy === 'PLATFORM' && state.status === 'CLOSED') return [];
  const refusal = inStatus(state, 'DELIVERED');
  if (refusal) return refusal;
  const { afterSaleUntil } = state;
  if (closedBy !== 'BUYER' && afterSaleUntil !== null && now < afterSaleUntil) {
    return reject('AFTER_SALE_WINDOW_OPEN', `The after-sale window is open until ${afterSaleUntil}; before, only ${state.buyer} may close`);
  }
  return [{ type: 'trade.transaction.TransactionClosed', data: { closedBy, closedAt: now } }];
}

const ofTheBuyer = ({ buyer }: OpenTransaction, load: Load): Promise<PartyFacts> => load(partyFacts, buyer);
const ofTheActor = (_: object, load: Load, { party }: Actor): Promise<PartyFacts> => load(partyFacts, party);

/** Trade is nobody's business but of those who do it and those who watch over it. */
export const maySee = ({ kind, party }: Actor, seller: string, buyer: string): boolean =>
  kind === 'AGENCY' || kind === 'AUDITOR' || party === seller || party === buyer;

/** One cross-border trade: opened, checked, delivered, closed. For its parties, agencies and auditors. */
export const transaction = aggregate<TransactionFacts, TransactionEvent>({
  ...transactionFacts,
  events: transactionEvents,
  disclosedTo: ({ seller, buyer }, reader) => reader !== null && maySee(reader, seller, buyer),
  concerns: ({ seller, buyer, origin, destination }) => ({ parties: [seller, buyer], jurisdictions: [origin, destination] }),
  decisions: [
    on(OpenTransaction, 'transactionId', open, ofTheBuyer),
    on(RecordCheck, 'transactionId', recordCheck),
    on(ReleaseTransaction, 'transactionId', judge('trade.transaction.TransactionReleased'), ofTheActor),
    on(RefuseTransaction, 'transactionId', judge('trade.transaction.TransactionRefused'), ofTheActor),
    on(ConfirmDelivery, 'transactionId', confirmDelivery),
    on(CloseTransaction, 'transactionId', close),
  ],
});
