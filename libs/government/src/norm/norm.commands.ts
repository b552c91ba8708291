import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import {
  IsCalendarDateString,
  IsHandle,
  IsHsCode,
  IsInstantString,
  IsJurisdiction,
  IsPlainText,
  IsZoneName,
  LocalizedTextInput,
} from '@concord/reference-data';
import { BREACHES, type Breach, DIRECTIONS, type Direction, MAX_EXPRESSION_LENGTH } from '@concord/rules';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';

const agencies = officersOf('AGENCY');

export const BreachEnum = graphqlEnum('Breach', BREACHES, 'What a breach of a requirement does to a transaction.');
export const DirectionEnum = graphqlEnum('Direction', DIRECTIONS, 'Whether a requirement watches goods that come in or that go out.');
export const OPERATIONS = ['INSERT', 'SUBSTITUTE', 'REPEAL'] as const;
export const OperationEnum = graphqlEnum('AmendingOperationKind', OPERATIONS, 'What an amendment does to a provision.');

@InputType({ description: 'The machine-checkable part of a provision.' })
export class RequirementInput {
  @Field(() => DirectionEnum, { description: 'Imports into the jurisdiction of the norm, or exports from it.' })
  @IsIn(DIRECTIONS)
  direction!: Direction;

  @Field(() => [String], {
    nullable: true,
    description: 'HS codes of the goods it is about; a shorter code covers all longer ones. Left out: all goods.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => String, {
    nullable: true,
    description: 'A CEL expression over the facts of a transaction: when it is true the requirement applies. Left out: always.',
  })
  @IsOptional()
  @IsPlainText({ max: MAX_EXPRESSION_LENGTH })
  appliesWhen?: string;

  @Field(() => String, {
    description: 'A CEL expression over the facts of a transaction that must be true, such as `"TEST_REPORT" in transaction.documents`.',
  })
  @IsPlainText({ max: MAX_EXPRESSION_LENGTH })
  mustHold!: string;

  @Field(() => BreachEnum, { description: 'REFUSE the transaction, HOLD it for the agency, or FLAG it and let it go on.' })
  @IsIn(BREACHES)
  onBreach!: Breach;
}

@InputType({ description: 'A part of the text of a norm.' })
export class ProvisionInput {
  @Field(() => String, { description: 'Its permanent place in the text, in the manner of Akoma Ntoso: `sec_3__para_2`.' })
  @Matches(/^[a-z][a-z0-9]*(_[0-9a-z]+)*(__[a-z][a-z0-9]*(_[0-9a-z]+)*)*$/, {
    message: '$property must be an eId of Akoma Ntoso, such as sec_3__para_2, and not "$value"',
  })
  eId!: string;

  @Field(() => String, { nullable: true, description: 'The heading, in the authentic language.' })
  @IsOptional()
  @IsPlainText({ max: 1_000 })
  heading?: string;

  @Field(() => [LocalizedTextInput], { description: 'The text, once for each language; the first is the authentic one.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => LocalizedTextInput)
  text!: LocalizedTextInput[];

  @Field(() => RequirementInput, { nullable: true, description: 'What of it a machine can check.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RequirementInput)
  requirement?: RequirementInput;
}

@InputType({ description: 'Where a norm that was published elsewhere comes from.' })
export class SourceInput {
  @Field(() => String, { description: 'The system that published it, such as `regulations.gov`.' })
  @IsPlainText({ max: 100 })
  system!: string;

  @Field(() => String, { description: 'Its id there.' })
  @IsPlainText({ max: 200 })
  documentId!: string;

  @Field(() => String, { nullable: true, description: 'Its number in the official register, such as the FR document number.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  registerNumber?: string;
}

@InputType({ description: 'The window in which parties may comment on a draft.' })
export class ConsultationInput {
  @Field(() => String, { description: 'The instant at which the window opens, ISO 8601 with offset or Z.' })
  @IsInstantString()
  opensAt!: string;

  @Field(() => String, { description: 'The instant at which it closes, ISO 8601 with offset or Z; after `opensAt`.' })
  @IsInstantString()
  closesAt!: string;

  @Field(() => String, { description: 'The IANA time zone in which the deadline is shown, such as `America/New_York`.' })
  @IsZoneName()
  zone!: string;
}

@InputType({ isAbstract: true })
abstract class NormCommand extends CommandInput {
  @Field(() => ID, { description: 'The norm.' })
  @IsHandle()
  normId!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Drafts a norm in the name of the agency that acts.' })
export class DraftNorm extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  normId?: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or `EU` or `ASEAN`, in which it will bind.' })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => String, { description: 'What kind of text it is: law, regulation, order, notice, or the name that the agency uses.' })
  @IsPlainText({ max: 100 })
  documentType!: string;

  @Field(() => [LocalizedTextInput], { description: 'The title, once for each language; the first is the authentic one.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => LocalizedTextInput)
  titles!: LocalizedTextInput[];

  @Field(() => String, { nullable: true, description: 'The docket in which the agency keeps everything about this rule.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  docket?: string;

  @Field(() => SourceInput, { nullable: true, description: 'Where it comes from, if it was published elsewhere.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => SourceInput)
  source?: SourceInput;

  @Field(() => [String], { nullable: true, description: 'HS codes (2, 4 or 6 digits) of the goods that the norm is about.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => [ProvisionInput], { nullable: true, description: 'The provisions, in the order of the text.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => ProvisionInput)
  provisions?: ProvisionInput[];

  @Field(() => ConsultationInput, {
    nullable: true,
    description: 'Opens the consultation with the draft. Left out: it is opened later, or never.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ConsultationInput)
  consultation?: ConsultationInput;
}

@IssuedBy(agencies)
@InputType({ description: 'Opens the window in which parties may comment on a draft.' })
export class OpenConsultation extends NormCommand {
  @Field(() => ConsultationInput, { description: 'The window.' })
  @IsDefined()
  @ValidateNested()
  @Type(() => ConsultationInput)
  window!: ConsultationInput;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Closes the window whose deadline has passed.' })
export class CloseConsultation extends NormCommand {}

@IssuedBy(agencies)
@InputType({ description: 'Publishes a draft: the text is adopted and becomes version 1.' })
export class PublishNorm extends NormCommand {
  @Field(() => String, { description: 'The day of publication, `YYYY-MM-DD`, in `zone`.' })
  @IsCalendarDateString()
  publishedOn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The first day in force, `YYYY-MM-DD`, in `zone`. Left out: until the norm is commenced.',
  })
  @IsOptional()
  @IsCalendarDateString()
  inForceFrom?: string;

  @Field(() => String, { description: 'The IANA time zone of the dates.' })
  @IsZoneName()
  zone!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Fixes the commencement of a norm that was published without one.' })
export class CommenceNorm extends NormCommand {
  @Field(() => String, { description: 'The first day in force, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  inForceFrom!: string;
}

@InputType({ description: 'One change of the text. INSERT and SUBSTITUTE bring a provision, REPEAL names one.' })
export class AmendingOperationInput {
  @Field(() => OperationEnum, { description: 'What is done.' })
  @IsIn(OPERATIONS)
  operation!: (typeof OPERATIONS)[number];

  @Field(() => ProvisionInput, {
    nullable: true,
    description: 'The provision that comes in; SUBSTITUTE replaces the one with the same eId.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ProvisionInput)
  provision?: ProvisionInput;

  @Field(() => String, { nullable: true, description: 'REPEAL: the eId of the provision that goes.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  eId?: string;

  @Field(() => String, { nullable: true, description: 'INSERT: the eId after which it stands. Left out: at the beginning.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  after?: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Amends a norm from a date on: makes its next version. The consolidated text is computed.' })
export class AmendNorm extends NormCommand {
  @Field(() => String, { description: 'The first day of the new text, `YYYY-MM-DD`; after that of the version before.' })
  @IsCalendarDateString()
  inForceFrom!: string;

  @Field(() => [AmendingOperationInput], { description: 'The changes, carried out in this order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => AmendingOperationInput)
  operations!: AmendingOperationInput[];

  @Field(() => String, { description: 'Why it is amended.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Repeals a norm from a date on.' })
export class RepealNorm extends NormCommand {
  @Field(() => String, { description: 'The first day on which it is no longer in force, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  repealedFrom!: string;

  @Field(() => String, { description: 'Why it is repealed.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Withdraws a draft, also while it is consulted on.' })
export class WithdrawNorm extends NormCommand {
  @Field(() => String, { description: 'Why it is withdrawn.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}
