import {
  CalendarDateScalar,
  CalledBy,
  type Caller,
  type ConcernColumns,
  Connection,
  ConnectionArgs,
  governed,
  inMandate,
  type Page,
  paginate,
  ReadBy,
  Reads,
} from '@concord/graphql';
import { type CalendarDate, membersOf } from '@concord/kernel';
import { IsCalendarDateString, IsCountryCode, IsHandle, IsHsCode } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { CloseTransaction, ConfirmDelivery, OpenTransaction, RefuseTransaction, ReleaseTransaction } from './transaction.commands.js';
import { TRANSACTION_STATUSES, type TransactionStatus } from './transaction.facts.js';
import { maySee } from './transaction.js';
import { Transaction, TransactionStatusEnum, transactions } from './transaction.read-model.js';

const readers = membersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION', 'CONSUMER', 'AUDITOR');

export const transactionObject = governed({
  object: Transaction,
  field: 'transaction',
  projection: transactions,
  readBy: [readers],
  visibleTo: ({ seller, buyer }, reader) => reader !== null && maySee(reader, seller, buyer),
  commands: [
    [OpenTransaction, 'Opens a transaction; the platform checks it at once.'],
    [ReleaseTransaction, 'Releases a transaction that is held.'],
    [RefuseTransaction, 'Refuses a transaction that is held.'],
    [ConfirmDelivery, 'Confirms the delivery of a transaction.'],
    [CloseTransaction, 'Closes a transaction that was delivered.'],
  ],
});

/** By what an auditor's mandate covers a transaction, in rows that are called `trade`. */
const CONCERNS: ConcernColumns = {
  aggregate: 'trade.transaction',
  id: 'trade.id',
  parties: ['trade.seller', 'trade.buyer'],
  jurisdictions: ['trade.origin', 'trade.destination'],
};
const TransactionConnection = Connection(Transaction);

@ArgsType()
export class TransactionsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Transactions of this seller.' })
  @IsOptional()
  @IsHandle()
  seller?: string;

  @Field(() => ID, { nullable: true, description: 'Transactions of this buyer.' })
  @IsOptional()
  @IsHandle()
  buyer?: string;

  @Field(() => TransactionStatusEnum, { nullable: true, description: 'Transactions that stand here.' })
  @IsOptional()
  @IsIn(TRANSACTION_STATUSES)
  status?: TransactionStatus;

  @Field(() => String, { nullable: true, description: 'Transactions whose goods leave this country (ISO 3166-1 alpha-2).' })
  @IsOptional()
  @IsCountryCode()
  origin?: string;

  @Field(() => String, { nullable: true, description: 'Transactions whose goods go to this country (ISO 3166-1 alpha-2).' })
  @IsOptional()
  @IsCountryCode()
  destination?: string;

  @Field(() => String, { nullable: true, description: 'Transactions with goods of this HS code or a longer one below it.' })
  @IsOptional()
  @IsHsCode()
  hsCode?: string;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'Transactions opened on this day in UTC or later, `YYYY-MM-DD`.' })
  @IsOptional()
  @IsCalendarDateString()
  openedFrom?: CalendarDate;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'Transactions opened on this day in UTC or before, `YYYY-MM-DD`.' })
  @IsOptional()
  @IsCalendarDateString()
  openedUntil?: CalendarDate;
}

@Resolver(() => Transaction)
export class TransactionResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => TransactionConnection, {
    description: 'Transactions, the latest first: all for agencies, those of their mandates for auditors, their own for everybody else.',
  })
  @ReadBy(readers)
  @Reads(transactions)
  transactions(
    @Args() { seller, buyer, status, origin, destination, hsCode, openedFrom, openedUntil, ...page }: TransactionsArgs,
    @CalledBy() { actor }: Caller,
  ): Promise<Page<Transaction>> {
    const found = this.dataSource.getRepository(Transaction).createQueryBuilder('trade');
    if (actor.kind !== 'AGENCY') {
      const audited = inMandate(actor, CONCERNS);
      found.andWhere(`(trade.seller = :me OR trade.buyer = :me OR ${audited.sql})`, { ...audited.parameters, me: actor.party });
    }
    if (seller) found.andWhere('trade.seller = :seller', { seller });
    if (buyer) found.andWhere('trade.buyer = :buyer', { buyer });
    if (status) found.andWhere('trade.status = :status', { status });
    if (origin) found.andWhere('trade.origin = :origin', { origin });
    if (destination) found.andWhere('trade.destination = :destination', { destination });
    if (hsCode) found.andWhere('trade.hsCodes @> :codes', { codes: [hsCode] });
    if (openedFrom) found.andWhere('trade.openedOn >= :openedFrom', { openedFrom });
    if (openedUntil) found.andWhere('trade.openedOn <= :openedUntil', { openedUntil });
    return paginate(
      found,
      [
        { property: 'openedAt', direction: 'DESC' },
        { property: 'id', direction: 'DESC' },
      ],
      page,
    );
  }
}
