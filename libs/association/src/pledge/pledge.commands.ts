import { DIGEST, DIGEST_RULE } from '@concord/files';
import { CommandInput } from '@concord/graphql';
import { adminsOf, IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsDurationString, IsHandle, IsLocalizedText, IsPlainText, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, Matches, ValidateNested } from 'class-validator';
import { SectionInput } from '../standard/standard.commands.js';

const associations = officersOf('ASSOCIATION');
/** A pledge binds the enterprise itself: only who speaks for it signs or leaves. */
const enterprises = adminsOf('ENTERPRISE');

const LONGEST_REASON = 5_000;
const MOST_LANGUAGES = 30;

const TITLES = 'The title, once for each language, at most 500 characters each; the first is the authentic one.';

@InputType({ isAbstract: true })
abstract class PledgeCommand extends CommandInput {
  @Field(() => ID, { description: 'The pledge.' })
  @IsHandle()
  pledgeId!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Publishes a code of conduct of the association that acts, for enterprises to sign.' })
export class PublishPledge extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  pledgeId?: string;

  @Field(() => [LocalizedTextInput], { description: TITLES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: 500, each: true })
  titles!: LocalizedTextInput[];

  @Field(() => [SectionInput], { description: 'The whole text, in its order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => SectionInput)
  sections!: SectionInput[];

  @Field(() => String, {
    nullable: true,
    description:
      'How long an enterprise has to answer the report of a breach, by ISO 8601: one second at least, one year at most. Left out: `P15D`.',
  })
  @IsOptional()
  @IsDurationString()
  hearingTerm?: string | null;
}

@IssuedBy(associations)
@InputType({
  description: 'Publishes the next version of a pledge. Whoever signed an earlier one stays bound to that one, and is asked to sign again.',
})
export class RevisePledge extends PledgeCommand {
  @Field(() => [LocalizedTextInput], { nullable: true, description: `${TITLES} Left out: as it was.` })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: 500, each: true })
  titles?: LocalizedTextInput[] | null;

  @Field(() => [SectionInput], { description: 'The whole text, in its order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => SectionInput)
  sections!: SectionInput[];

  @Field(() => String, {
    nullable: true,
    description: 'How long an enterprise has to answer the report of a breach from now on. Left out: as it was.',
  })
  @IsOptional()
  @IsDurationString()
  hearingTerm?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is revised; at most 5,000 characters. Everyone reads it.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_REASON })
  reason?: string | null;
}

@IssuedBy(associations)
@InputType({ description: 'Takes no more signatures, for good. Those who have signed stay bound until they leave.' })
export class ClosePledge extends PledgeCommand {
  @Field(() => String, { nullable: true, description: 'Why; at most 5,000 characters. Everyone reads it.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_REASON })
  reason?: string | null;
}

@IssuedBy(enterprises)
@InputType({ description: 'Signs the current version of a pledge in the name of an enterprise: for those who speak for it.' })
export class SignPledge extends PledgeCommand {
  @Field(() => String, { description: 'The content hash of the version that you have read: only the current one is signed.' })
  @Matches(DIGEST, { message: `$property: ${DIGEST_RULE}, and not "$value"` })
  contentHash!: string;
}

@IssuedBy(enterprises)
@InputType({ description: 'Ends the signature of an enterprise. What it did while it was bound can still be reported as a breach.' })
export class LeavePledge extends PledgeCommand {
  @Field(() => String, { nullable: true, description: 'Why; at most 5,000 characters. Everyone reads it.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_REASON })
  reason?: string | null;
}

@InputType({ isAbstract: true })
abstract class SignatoryCommand extends PledgeCommand {
  @Field(() => ID, { description: 'The enterprise.' })
  @IsHandle()
  enterprise!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Lets an enterprise that was expelled sign again.' })
export class ReadmitSignatory extends SignatoryCommand {
  @Field(() => String, { description: 'Why; at most 5,000 characters. Everyone reads it.' })
  @IsPlainText({ max: LONGEST_REASON })
  reason!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Shows that a signatory is suspended, as the decision on a breach has it.' })
export class SuspendSignatory extends SignatoryCommand {
  @Field(() => String, { description: 'The last day.' })
  until!: string;

  @Field(() => String, { description: 'The time zone of that day.' })
  zone!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Ends the signature of an enterprise, as the decision on a breach has it.' })
export class ExpelSignatory extends SignatoryCommand {}
