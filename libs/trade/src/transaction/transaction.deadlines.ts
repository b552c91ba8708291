import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { CloseTransaction } from './transaction.commands.js';
import { type TransactionClosed, type TransactionDelivered, transactionEvents } from './transaction.events.js';

/** A transaction closes by itself when its after-sale window ends. */
export const afterSaleDeadline = deadlineRule<TransactionDelivered | TransactionClosed>({
  name: 'trade.transaction.after-sale',
  events: pick(transactionEvents, 'trade.transaction.TransactionDelivered', 'trade.transaction.TransactionClosed'),
  changes(event) {
    const transactionId = objectOf(event);
    if (event.type === 'trade.transaction.TransactionClosed') return [{ clear: transactionId }];
    return [{ set: transactionId, dueAt: event.data.afterSaleUntil, command: Object.assign(new CloseTransaction(), { transactionId }) }];
  },
});
