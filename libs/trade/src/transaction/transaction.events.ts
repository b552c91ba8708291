import type { CalendarDate, DomainEvent, EventCatalogue, Instant, Money } from '@concord/kernel';
import type { CheckAnswer, Finding } from '@concord/rules';
import type { RecordedFacts } from './recorded-facts.js';
import { checkedOfVersion1 } from './transaction.upcasts.js';

/** Who trades with whom: business with business, business with consumer, consumer with consumer. */
export const TRADE_KINDS = ['B2B', 'B2C', 'C2C'] as const;
export type TradeKind = (typeof TRADE_KINDS)[number];

/** Who ended a transaction: a party to it, or the platform's clock. */
export const CLOSERS = ['SELLER', 'BUYER', 'PLATFORM'] as const;
export type Closer = (typeof CLOSERS)[number];

/** Goods of one kind at one price. */
export interface Line {
  /** A subheading of the Harmonized System: 6 digits. */
  readonly hsCode: string;
  readonly description: string;
  readonly quantity: number;
  /** Decimal number in the currency of the transaction, for one unit. */
  readonly unitPrice: string;
}

/** Where a requirement stands. A version of a norm never changes its text, so this is enough to find it again. */
export interface RequirementPlace {
  readonly normId: string;
  readonly version: number;
  readonly eId: string;
}

/* The names of the types below are stored for ever. */
export type TransactionOpened = DomainEvent<
  'trade.transaction.TransactionOpened',
  {
    readonly seller: string;
    readonly buyer: string;
    readonly kind: TradeKind;
    /** ISO 3166-1 alpha-2 code of the country that the goods leave. */
    readonly origin: string;
    /** ISO 3166-1 alpha-2 code of the country to which they go. */
    readonly destination: string;
    readonly currency: string;
    readonly lines: readonly Line[];
    /** The price of all lines. */
    readonly total: Money;
    /** The kinds of document that the seller holds ready: `TEST_REPORT`. */
    readonly documents: readonly string[];
    readonly openedAt: Instant;
    /** The day in UTC: what was in force on it decides. */
    readonly openedOn: CalendarDate;
  }
>;
export type TransactionChecked = DomainEvent<
  'trade.transaction.TransactionChecked',
  {
    readonly answer: CheckAnswer;
    readonly findings: readonly Finding[];
    /** The licences that cover lines of it. */
    readonly licences: readonly string[];
    /** What the requirements were asked about: with it and the norms anybody can repeat the check. */
    readonly facts: RecordedFacts;
    /** Every requirement in force for the way of the goods, also those that turned out not to apply to them. */
    readonly requirementsConsidered: readonly RequirementPlace[];
  }
>;
export type TransactionReleased = DomainEvent<
  'trade.transaction.TransactionReleased',
  { readonly agency: string; readonly jurisdiction: string; readonly reason: string }
>;
export type TransactionRefused = DomainEvent<
  'trade.transaction.TransactionRefused',
  { readonly agency: string; readonly jurisdiction: string; readonly reason: string }
>;
export type TransactionDelivered = DomainEvent<
  'trade.transaction.TransactionDelivered',
  {
    readonly deliveredAt: Instant;
    readonly afterSaleUntil: Instant;
    /** The rule that set the end of the window. */
    readonly rule: string;
  }
>;
export type TransactionClosed = DomainEvent<
  'trade.transaction.TransactionClosed',
  { readonly closedBy: Closer; readonly closedAt: Instant }
>;

export type TransactionEvent =
  | TransactionOpened
  | TransactionChecked
  | TransactionReleased
  | TransactionRefused
  | TransactionDelivered
  | TransactionClosed;

export const transactionEvents: EventCatalogue<TransactionEvent> = {
  'trade.transaction.TransactionOpened': { phase: 'DURING', version: 1 },
  'trade.transaction.TransactionChecked': { phase: 'DURING', version: 2, upcasts: { 1: checkedOfVersion1 } },
  'trade.transaction.TransactionReleased': { phase: 'DURING', version: 1 },
  'trade.transaction.TransactionRefused': { phase: 'DURING', version: 1 },
  'trade.transaction.TransactionDelivered': { phase: 'DURING', version: 1 },
  'trade.transaction.TransactionClosed': { phase: 'AFTER', version: 1 },
};
