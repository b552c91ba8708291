import { CommandInput } from '@concord/graphql';
import { adminsOf, IssuedBy } from '@concord/kernel';
import { IsHandle, IsInstantString, IsJurisdiction, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, Matches, ValidateNested } from 'class-validator';

const grantors = adminsOf('AGENCY', 'OPERATOR');

const MOST_OF_A_KIND = 100;
const AGGREGATE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;
const STREAM = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\/[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/;

@InputType({ description: 'What an auditor may read: everything, or whatever one of the lists names.' })
export class MandateScopeInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Everything as far as the right of the grantor reaches; then the lists stay empty.',
  })
  @IsOptional()
  @IsBoolean()
  everything?: boolean;

  @Field(() => [String], {
    nullable: true,
    description: `Objects that concern these countries (ISO 3166-1 alpha-2) or members of these blocs; at most ${MOST_OF_A_KIND}.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_OF_A_KIND)
  @IsJurisdiction({ each: true })
  jurisdictions?: string[];

  @Field(() => [ID], { nullable: true, description: `Objects that concern these parties; at most ${MOST_OF_A_KIND}.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_OF_A_KIND)
  @IsHandle({ each: true })
  parties?: string[];

  @Field(() => [String], {
    nullable: true,
    description: `Objects of these kinds, each <context>.<aggregate>, such as \`trade.transaction\`; at most ${MOST_OF_A_KIND}.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_OF_A_KIND)
  @Matches(AGGREGATE, { each: true, message: 'a kind of object is written <context>.<aggregate>, such as trade.transaction' })
  aggregates?: string[];

  @Field(() => [ID], {
    nullable: true,
    description: `These objects, each by its stream as a receipt gives it, such as \`trade.transaction/toy-sale-1\`; at most ${MOST_OF_A_KIND}.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_OF_A_KIND)
  @Matches(STREAM, { each: true, message: 'an object is named by its stream, such as trade.transaction/toy-sale-1' })
  objects?: string[];
}

@IssuedBy(grantors)
@InputType({
  description: 'Lets an auditor read, for a purpose and a time. An agency covers what concerns it or its jurisdiction, whatever it names.',
})
export class GrantAuditMandate extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  mandateId?: string;

  @Field(() => ID, { description: 'The auditor: a registered party of this kind.' })
  @IsHandle()
  auditor!: string;

  @Field(() => MandateScopeInput, { description: 'What the auditor may read.' })
  @ValidateNested()
  @Type(() => MandateScopeInput)
  scope!: MandateScopeInput;

  @Field(() => String, { description: 'What for; at most 500 characters.' })
  @IsPlainText({ max: 500 })
  purpose!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether each read states a purpose of its own, in the header Concord-Purpose. Otherwise that of the mandate stands in.',
  })
  @IsOptional()
  @IsBoolean()
  purposeEachTime?: boolean;

  @Field(() => String, { nullable: true, description: 'The law or the order on which it rests; at most 500 characters.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  legalBasis?: string;

  @Field(() => String, { nullable: true, description: 'The instant from which it is in force. Left out: now.' })
  @IsOptional()
  @IsInstantString()
  from?: string;

  @Field(() => String, { description: 'The instant at which it is no longer in force; at most 5 years after the first.' })
  @IsInstantString()
  until!: string;
}

@InputType({ isAbstract: true })
abstract class MandateCommand extends CommandInput {
  @Field(() => ID, { description: 'The mandate.' })
  @IsHandle()
  mandateId!: string;
}

@IssuedBy(grantors)
@InputType({ description: 'Lets a mandate end later. For whoever granted it, while it is not over.' })
export class ExtendAuditMandate extends MandateCommand {
  @Field(() => String, { description: 'The instant at which it is no longer in force; at most 5 years after the first.' })
  @IsInstantString()
  until!: string;
}

@IssuedBy(grantors)
@InputType({ description: 'Ends a mandate at once. For whoever granted it, and for operators.' })
export class RevokeAuditMandate extends MandateCommand {
  @Field(() => String, { description: 'Why; at most 5,000 characters.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}
