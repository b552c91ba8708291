import { type Fold, type Instant, ignored, type Money } from '@concord/kernel';
import type { TransactionEvent } from './transaction.events.js';

/** Where a transaction stands in its life. */
export const TRANSACTION_STATUSES = ['OPENED', 'ADMITTED', 'HELD', 'REFUSED', 'DELIVERED', 'CLOSED'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

/** What a decision of another context may have to know of a transaction. */
export interface TransactionFacts {
  readonly status: TransactionStatus | 'UNKNOWN';
  readonly seller: string;
  readonly buyer: string;
  /** ISO 3166-1 alpha-2 codes. */
  readonly origin: string;
  readonly destination: string;
  /** The price of all lines. */
  readonly total: Money;
  readonly currency: string;
  readonly openedAt: Instant | null;
  /** Null while the delivery is not confirmed. */
  readonly deliveredAt: Instant | null;
  readonly afterSaleUntil: Instant | null;
}

const initialState: TransactionFacts = {
  status: 'UNKNOWN',
  seller: '',
  buyer: '',
  origin: '',
  destination: '',
  total: { amount: '0', currency: '' },
  currency: '',
  openedAt: null,
  deliveredAt: null,
  afterSaleUntil: null,
};

function evolve(facts: TransactionFacts, event: TransactionEvent): TransactionFacts {
  switch (event.type) {
    case 'trade.transaction.TransactionOpened': {
      const { seller, buyer, origin, destination, total, currency, openedAt } = event.data;
      return { ...initialState, status: 'OPENED', seller, buyer, origin, destination, total, currency, openedAt };
    }
    case 'trade.transaction.TransactionChecked':
      return { ...facts, status: event.data.answer };
    case 'trade.transaction.TransactionReleased':
      return { ...facts, status: 'ADMITTED' };
    case 'trade.transaction.TransactionRefused':
      return { ...facts, status: 'REFUSED' };
    case 'trade.transaction.TransactionDelivered': {
      const { deliveredAt, afterSaleUntil } = event.data;
      return { ...facts, status: 'DELIVERED', deliveredAt, afterSaleUntil };
    }
    case 'trade.transaction.TransactionClosed':
      return { ...facts, status: 'CLOSED' };
    default:
      return ignored(facts, event);
  }
}

/** How the events of a transaction become what is to be known of it: `load(transactionFacts, transactionId)`. */
export const transactionFacts: Fold<TransactionFacts, TransactionEvent> = { name: 'trade.transaction', initialState, evolve };
