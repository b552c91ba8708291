import { CommandInput, graphqlEnum } from '@concord/graphql';
import { Confidential, IssuedBy, keyOfActor, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsMoney, IsPlainText, MoneyInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsNotEmptyObject, IsOptional, Matches, ValidateNested } from 'class-validator';
import {
  type ComplaintOutcome,
  GROUNDS,
  type Ground,
  OUTCOMES,
  POSITIONS,
  type Position,
  REMEDIES,
  type RemedyKind,
} from './complaint.events.js';

const complainants = officersOf('CONSUMER', 'ENTERPRISE');
const respondents = officersOf('ENTERPRISE');

const LONGEST = 20_000;
const MOST_EVIDENCE = 50;

export const GroundEnum = graphqlEnum('ComplaintGround', GROUNDS, 'What is wrong.');
export const RemedyKindEnum = graphqlEnum('RemedyKind', REMEDIES, 'How a wrong is made good.');
export const PositionEnum = graphqlEnum('AnswerPosition', POSITIONS, 'Whether the enterprise takes the blame.');
export const OutcomeEnum = graphqlEnum('ComplaintOutcome', OUTCOMES, 'Whether the complainant was found right.');

@InputType({ description: 'How a wrong is to be made good.' })
export class RemedyInput {
  @Field(() => RemedyKindEnum, { description: 'The kind.' })
  @IsIn(REMEDIES)
  remedy!: RemedyKind;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'Of a REFUND or a COMPENSATION, in the currency of the transaction: at most its total, and for a counterfeit the compensation of the law. A REFUND without it is of the total.',
  })
  @IsOptional()
  @IsMoney({ positive: true })
  amount?: MoneyInput | null;
}

@InputType({ description: 'A file that proves something. It stays with the complainant; its digest shows later that it is the same.' })
export class EvidenceInput {
  @Field(() => String, { description: 'What it is called; at most 300 characters.' })
  @IsPlainText({ max: 300 })
  name!: string;

  @Field(() => String, { description: 'Its SHA-256 digest in hexadecimal: 64 digits and small letters.' })
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 digest, 64 hexadecimal digits in small letters, and not "$value"' })
  sha256!: string;

  @Field(() => String, { description: 'Its media type (RFC 6838), such as `image/jpeg`.' })
  @Matches(/^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/, {
    message: '$property must be a media type of RFC 6838 in small letters, such as image/jpeg, and not "$value"',
  })
  mediaType!: string;
}

@InputType({ isAbstract: true })
abstract class ComplaintCommand extends CommandInput {
  @Field(() => ID, { description: 'The complaint.' })
  @IsHandle()
  complaintId!: string;
}

@Confidential(keyOfActor)
@IssuedBy(complainants)
@InputType({ description: 'Files a complaint of the buyer of a transaction against its seller.' })
export class FileComplaint extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  complaintId?: string;

  @Field(() => ID, { description: 'The transaction: one that was admitted, and whose after-sale window has not ended.' })
  @IsHandle()
  transactionId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The procedure by which it is handled, of the transaction's origin or destination or a bloc of these. Left out: the enterprise has 15 calendar days.",
  })
  @IsOptional()
  @IsHandle()
  procedureId?: string | null;

  @Field(() => GroundEnum, { description: 'What is wrong.' })
  @IsIn(GROUNDS)
  ground!: Ground;

  @Field(() => String, {
    description:
      'What happened, in at most 20,000 characters. Only the two parties, agencies and auditors read it, and nobody once the complainant had it erased.',
  })
  @IsPlainText({ max: LONGEST })
  narrative!: string;

  @Field(() => [EvidenceInput], { nullable: true, description: 'What proves it; at most 50 files.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_EVIDENCE)
  @ValidateNested({ each: true })
  @Type(() => EvidenceInput)
  evidence?: EvidenceInput[] | null;

  @Field(() => RemedyInput, { description: 'What the complainant asks for.' })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => RemedyInput)
  claim!: RemedyInput;
}

@IssuedBy(respondents)
@InputType({ description: 'Answers a complaint in the name of the seller, before its deadline.' })
export class AnswerComplaint extends ComplaintCommand {
  @Field(() => PositionEnum, { description: 'ACCEPT without an offer grants the claim as it is.' })
  @IsIn(POSITIONS)
  position!: Position;

  @Field(() => String, { description: 'What the enterprise says to it; at most 20,000 characters.' })
  @IsPlainText({ max: LONGEST })
  statement!: string;

  @Field(() => RemedyInput, { nullable: true, description: 'What it offers instead of the claim.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RemedyInput)
  offer?: RemedyInput | null;
}

@IssuedBy(complainants)
@InputType({ description: 'The complainant accepts what the enterprise offers.' })
export class AcceptOffer extends ComplaintCommand {}

@Confidential(keyOfActor)
@IssuedBy(complainants)
@InputType({ description: 'The complainant rejects what the enterprise offers; an agency will decide.' })
export class RejectOffer extends ComplaintCommand {
  @Field(() => String, { nullable: true, description: 'Why; at most 5,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 5_000 })
  reason?: string | null;
}

@IssuedBy(officersOf('AGENCY'))
@InputType({
  description:
    "Decides a complaint that is contested, or whose offer was rejected. For an agency of the transaction's origin or destination, or of a bloc of these.",
})
export class DecideComplaint extends ComplaintCommand {
  @Field(() => OutcomeEnum, { description: 'UPHELD with remedies, or DISMISSED without.' })
  @IsIn(OUTCOMES)
  outcome!: ComplaintOutcome;

  @Field(() => [RemedyInput], { nullable: true, description: 'What the enterprise owes: each kind once.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(REMEDIES.length)
  @ValidateNested({ each: true })
  @Type(() => RemedyInput)
  remedies?: RemedyInput[] | null;

  @Field(() => String, { description: 'Why; at most 20,000 characters.' })
  @IsPlainText({ max: LONGEST })
  reasons!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Decides for the complainant, as nobody answered before the deadline.' })
export class DecideByDefault extends ComplaintCommand {}

@IssuedBy(respondents)
@InputType({ description: 'The enterprise has done what it owes.' })
export class PerformRemedy extends ComplaintCommand {
  @Field(() => String, { description: 'What shows it, such as the number of the refund; at most 5,000 characters.' })
  @IsPlainText({ max: 5_000 })
  evidence!: string;
}

@IssuedBy(complainants, THE_PLATFORM)
@InputType({
  description: 'Closes a complaint that is remedied or dismissed, for the complainant. 15 days after the remedy the platform does.',
})
export class CloseComplaint extends ComplaintCommand {}
