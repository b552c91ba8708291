import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { ReadParameterResolver } from './transaction/finding.type.js';
import { RepeatedCheckResolver } from './transaction/repeated-check.resolver.js';
import { afterSaleDeadline } from './transaction/transaction.deadlines.js';
import { transaction } from './transaction/transaction.js';
import { admission } from './transaction/transaction.process.js';
import { transactions } from './transaction/transaction.read-model.js';
import { TransactionResolver, transactionObject } from './transaction/transaction.resolver.js';

/** What enterprises do across borders: transactions, checked against the requirements in force. */
@Module({
  imports: [
    AggregatesModule.of(transaction),
    ReadModelsModule.of({ projections: [transactions], processManagers: [admission], deadlines: [afterSaleDeadline] }),
  ],
  providers: [ReadParameterResolver, RepeatedCheckResolver, TransactionResolver, ...transactionObject],
})
export class TradeModule {}
