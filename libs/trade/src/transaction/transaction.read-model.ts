import { CalendarDateScalar, graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type CalendarDate, type Instant, objectOf, type Recorded } from '@concord/kernel';
import { DateColumn, InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { ancestorsOf, MoneyOutput } from '@concord/reference-data';
import type { CheckAnswer, Finding } from '@concord/rules';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { CheckAnswerEnum, PlaceOfRequirement, RequirementFinding } from './finding.type.js';
import { TradeKindEnum } from './transaction.commands.js';
import {
  CLOSERS,
  type Closer,
  type Line,
  type RequirementPlace,
  type TradeKind,
  type TransactionEvent,
  transactionEvents,
} from './transaction.events.js';
import { TRANSACTION_STATUSES, type TransactionStatus } from './transaction.facts.js';

export const TransactionStatusEnum = graphqlEnum('TransactionStatus', TRANSACTION_STATUSES, 'Where a transaction stands in its life.');
const TransactionCloserEnum = graphqlEnum('TransactionCloser', CLOSERS, 'Who closed a transaction.');

@ObjectType({ description: 'Goods of one kind at one price.' })
export class TransactionLine implements Line {
  @Field(() => String, { description: 'The subheading of the Harmonized System, 6 digits.' })
  hsCode!: string;

  @Field(() => String, { description: 'What the goods are, in words.' })
  description!: string;

  @Field(() => Int, { description: 'How many units.' })
  quantity!: number;

  @Field(() => String, { description: 'The price of one unit, a decimal number in the currency of the transaction.' })
  unitPrice!: string;
}

@ObjectType({ description: 'What an agency decided on a transaction that was held.' })
export class AgencyDecision {
  @Field(() => ID, { description: 'The agency.' })
  agency!: string;

  @Field(() => String, { description: 'The jurisdiction of the agency: ISO 3166-1 alpha-2 code, or a bloc.' })
  jurisdiction!: string;

  @Field(() => Boolean, { description: 'True: released; false: refused.' })
  released!: boolean;

  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@ObjectType({ implements: () => [Node], description: 'One cross-border trade.' })
@Entity({ schema: 'trade_transactions', name: 'transaction' })
export class Transaction implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The enterprise that sells.' })
  @Column('text')
  seller!: string;

  @Field(() => ID, { description: 'The party that buys.' })
  @Column('text')
  buyer!: string;

  @Field(() => TradeKindEnum, { description: 'Who trades with whom.' })
  @Column('text')
  kind!: TradeKind;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country that the goods leave.' })
  @Column('text')
  origin!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country to which they go.' })
  @Column('text')
  destination!: string;

  @Field(() => [TransactionLine], { description: 'The goods.' })
  @JsonColumn()
  lines!: readonly Line[];

  /** The codes of its goods with all shorter ones above them, so that a search for any of these finds it. */
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @Field(() => MoneyOutput, { description: 'The price of all lines.' })
  @JsonColumn()
  total!: MoneyOutput;

  @Field(() => [String], { description: 'The kinds of document that the seller holds ready.' })
  @TextArrayColumn()
  documents!: readonly string[];

  @Field(() => InstantScalar, { description: 'When it was opened.' })
  @InstantColumn()
  openedAt!: Instant;

  @Field(() => CalendarDateScalar, { description: 'The day in UTC on which it was opened: what was in force on it decides.' })
  @DateColumn()
  openedOn!: CalendarDate;

  @Field(() => TransactionStatusEnum, { description: 'Where it stands.' })
  @Column('text')
  status!: TransactionStatus;

  @Field(() => CheckAnswerEnum, {
    nullable: true,
    description: 'What the check answered; null until it is done. An agency may have decided since.',
  })
  @Column('text', { nullable: true })
  answer!: CheckAnswer | null;

  @Field(() => [RequirementFinding], { description: 'Each requirement that applies, with norm, version and provision.' })
  @JsonColumn()
  findings!: readonly Finding[];

  @Field(() => [PlaceOfRequirement], { description: 'Every requirement in force for its way, also those that do not apply to its goods.' })
  @JsonColumn()
  requirementsConsidered!: readonly RequirementPlace[];

  @Field(() => [ID], { description: "The seller's licences that cover lines of it." })
  @TextArrayColumn()
  licences!: readonly string[];

  @Field(() => AgencyDecision, { nullable: true, description: 'What an agency decided while it was held; null when none did.' })
  @JsonColumn({ nullable: true })
  decision!: AgencyDecision | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the goods arrived; null while that is not confirmed.' })
  @InstantColumn({ nullable: true })
  deliveredAt!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'The end of the after-sale window; null before delivery.' })
  @InstantColumn({ nullable: true })
  afterSaleUntil!: Instant | null;

  @Field(() => String, { nullable: true, description: 'The rule that set the after-sale window; null before delivery.' })
  @Column('text', { nullable: true })
  afterSaleRule!: string | null;

  @Field(() => TransactionCloserEnum, { nullable: true, description: 'Who closed it; null while it is not closed.' })
  @Column('text', { nullable: true })
  closedBy!: Closer | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was closed; null while it is not.' })
  @InstantColumn({ nullable: true })
  closedAt!: Instant | null;
}

const NOT_YET = {
  status: 'OPENED',
  answer: null,
  findings: [],
  requirementsConsidered: [],
  licences: [],
  decision: null,
  deliveredAt: null,
  afterSaleUntil: null,
  afterSaleRule: null,
  closedBy: null,
  closedAt: null,
} as const;

function evolve(row: Transaction | undefined, event: Recorded<TransactionEvent>): Transaction | undefined {
  if (event.type === 'trade.transaction.TransactionOpened') {
    const { currency: _, ...opened } = event.data;
    const hsCodes = [...new Set(opened.lines.flatMap(({ hsCode }) => [...ancestorsOf(hsCode), hsCode]))].sort();
    return { id: objectOf(event), ...opened, hsCodes, ...NOT_YET };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'trade.transaction.TransactionChecked': {
      const { answer, findings, licences, requirementsConsidered } = event.data;
      return { ...row, status: answer, answer, findings, licences, requirementsConsidered };
    }
    case 'trade.transaction.TransactionReleased':
      return { ...row, status: 'ADMITTED', decision: { ...event.data, released: true } };
    case 'trade.transaction.TransactionRefused':
      return { ...row, status: 'REFUSED', decision: { ...event.data, released: false } };
    case 'trade.transaction.TransactionDelivered': {
      const { deliveredAt, afterSaleUntil, rule } = event.data;
      return { ...row, status: 'DELIVERED', deliveredAt, afterSaleUntil, afterSaleRule: rule };
    }
    case 'trade.transaction.TransactionClosed':
      return { ...row, status: 'CLOSED', ...event.data };
  }
}

/** Every transaction as it stands. */
export const transactions: Projection = {
  name: 'trade.transactions',
  version: 2,
  tables: [
    rows<Transaction, TransactionEvent>({ entity: Transaction, events: transactionEvents, keys: (event) => [objectOf(event)], evolve }),
  ],
  indexes: [
    'CREATE INDEX ON transaction ("openedAt", id)',
    'CREATE INDEX ON transaction (seller, "openedAt", id)',
    'CREATE INDEX ON transaction (buyer, "openedAt", id)',
    'CREATE INDEX ON transaction USING gin ("hsCodes")',
  ],
};
