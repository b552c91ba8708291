import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsCountryCode, IsCurrencyCode, IsHandle, IsHsCode, IsInstantString, IsPlainText } from '@concord/reference-data';
import type { CheckAnswer, Finding } from '@concord/rules';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import type { RecordedFacts } from './recorded-facts.js';
import { type RequirementPlace, TRADE_KINDS, type TradeKind } from './transaction.events.js';

const buyers = officersOf('CONSUMER', 'ENTERPRISE', 'AGENCY', 'ASSOCIATION');

export const MOST_LINES = 100;
const LARGEST_QUANTITY = 2_147_483_647;

export const TradeKindEnum = graphqlEnum(
  'TradeKind',
  TRADE_KINDS,
  'Who trades with whom: business with business, business with consumer, consumer with consumer.',
);

@InputType({ description: 'Goods of one kind at one price.' })
export class TransactionLineInput {
  @Field(() => String, {
    description: 'The subheading of the Harmonized System, 6 digits: a shorter code would not say what the goods are.',
  })
  @IsHsCode()
  hsCode!: string;

  @Field(() => String, { description: 'What the goods are, in words; at most 1,000 characters.' })
  @IsPlainText({ max: 1_000 })
  description!: string;

  @Field(() => Int, { description: 'How many units; 1 or more.' })
  @IsInt()
  @Min(1)
  @Max(LARGEST_QUANTITY)
  quantity!: number;

  @Field(() => String, {
    description: 'The price of one unit in the currency of the transaction, such as `12.50`; not negative, with the decimals of ISO 4217.',
  })
  @Matches(/^\d{1,15}(?:\.\d{1,4})?$/, {
    message: '$property must be a decimal number that is not negative, such as 12.50, and not "$value"',
  })
  unitPrice!: string;
}

@InputType({ isAbstract: true })
abstract class TransactionCommand extends CommandInput {
  @Field(() => ID, { description: 'The transaction.' })
  @IsHandle()
  transactionId!: string;
}

@IssuedBy(officersOf('ENTERPRISE'))
@InputType({
  description: 'Opens a cross-border transaction, of which the enterprise that acts is the seller. The platform then checks it.',
})
export class OpenTransaction extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  transactionId?: string;

  @Field(() => ID, { description: 'The registered party that buys: a consumer in B2C and C2C, none in B2B.' })
  @IsHandle()
  buyer!: string;

  @Field(() => TradeKindEnum, { description: 'Who trades with whom.' })
  @IsIn(TRADE_KINDS)
  kind!: TradeKind;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country that the goods leave.' })
  @IsCountryCode()
  origin!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country to which the goods go; another one than `origin`.' })
  @IsCountryCode()
  destination!: string;

  @Field(() => String, { description: 'ISO 4217 code of the currency of all prices.' })
  @IsCurrencyCode()
  currency!: string;

  @Field(() => [TransactionLineInput], { description: 'The goods: 1 to 100 lines.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LINES)
  @ValidateNested({ each: true })
  @Type(() => TransactionLineInput)
  lines!: TransactionLineInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'The kinds of document that the seller holds ready, in capitals: `TEST_REPORT`, `CE_MARKING`. At most 100.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(/^[A-Z][A-Z0-9_]{0,63}$/, {
    each: true,
    message: '$property must be kinds of document in capitals, digits and _, such as TEST_REPORT, and not "$value"',
  })
  documents?: string[];
}

/** What the check of a transaction found. The platform alone says it; no input of the API. */
@IssuedBy(THE_PLATFORM)
export class RecordCheck {
  transactionId!: string;
  answer!: CheckAnswer;
  findings!: readonly Finding[];
  licences!: readonly string[];
  facts!: RecordedFacts;
  requirementsConsidered!: readonly RequirementPlace[];
}

@IssuedBy(officersOf('AGENCY'))
@InputType({ description: 'Releases a transaction that is held. For an agency of its origin or destination, or of a bloc of these.' })
export class ReleaseTransaction extends TransactionCommand {
  @Field(() => String, { description: 'Why it may go on; at most 5,000 characters.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(officersOf('AGENCY'))
@InputType({ description: 'Refuses a transaction that is held. For an agency of its origin or destination, or of a bloc of these.' })
export class RefuseTransaction extends TransactionCommand {
  @Field(() => String, { description: 'Why it may not go on; at most 5,000 characters.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(buyers)
@InputType({ description: 'The buyer confirms that the goods have arrived. The after-sale window begins.' })
export class ConfirmDelivery extends TransactionCommand {
  @Field(() => String, {
    nullable: true,
    description: 'When they arrived, ISO 8601 with offset or Z; not before the opening, nor in the future. Left out: now.',
  })
  @IsOptional()
  @IsInstantString()
  deliveredAt?: string;
}

@IssuedBy(buyers, THE_PLATFORM)
@InputType({
  description:
    'Closes a transaction that was delivered: the seller after the after-sale window, the buyer at any time ("all is well"). When the window ends, the platform does.',
})
export class CloseTransaction extends TransactionCommand {}
