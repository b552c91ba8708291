import { CommandInput } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { CORRECTIONS, type CorrectionKind } from '@concord/legal-text';
import {
  IsCalendarDateString,
  IsHandle,
  IsHsCode,
  IsInstantString,
  IsJurisdiction,
  IsLocalizedText,
  IsPlainText,
  IsZoneName,
  LONGEST_TEXT,
  LocalizedTextInput,
} from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsIn, IsOptional, ValidateNested } from 'class-validator';
import {
  AmendingOperationInput,
  AmendmentInput,
  type CommencementOfInput,
  CommencesWith,
  CorrectionEnum,
  FirstDay,
  OPERATIONS_AT_MOST,
  PROVISIONS_AT_MOST,
  ProvisionInput,
  Provisions,
} from './text.input.js';

const agencies = officersOf('AGENCY');
const LONGEST_REASON = 5_000;
const LONGEST_TITLE = 5_000;
const LANGUAGES_AT_MOST = 30;
const GOODS_AT_MOST = 500;
const AMENDED_AT_MOST = 100;

const Reason =
  (description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => String, { description })(target, key);
    IsPlainText({ max: LONGEST_REASON })(target, key as string);
  };

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

@InputType({ isAbstract: true })
abstract class DraftContent extends CommandInput {
  @Field(() => [String], { nullable: true, description: 'HS codes (2, 4 or 6 digits) of the goods that the norm is about.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(GOODS_AT_MOST)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => [ProvisionInput], { nullable: true, description: 'The provisions in the order of the text, each followed by its parts.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PROVISIONS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => ProvisionInput)
  provisions?: ProvisionInput[];

  @Field(() => [AmendmentInput], { nullable: true, description: 'What it does to other norms of the agency, once it is adopted.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(AMENDED_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => AmendmentInput)
  amendments?: AmendmentInput[];
}

@IssuedBy(agencies)
@InputType({ description: 'Drafts a norm in the name of the agency that acts.' })
export class DraftNorm extends DraftContent {
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

  @Field(() => [LocalizedTextInput], {
    description: 'The title, once for each language; the first is the authentic one, of the whole text.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: LONGEST_TITLE, each: true })
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
@InputType({
  description: 'Makes the next revision of a draft. What is left out stays as it is. A draft on which comments are open stays as it is.',
})
export class ReviseDraft extends DraftContent {
  @Field(() => ID, { description: 'The norm.' })
  @IsHandle()
  normId!: string;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'The title, once for each language; the first is the authentic one.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: LONGEST_TITLE, each: true })
  titles?: LocalizedTextInput[];

  @Reason('Why it is revised.')
  reason!: string;
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

@IssuedBy(agencies)
@InputType({ description: 'Moves the end of an open window to a later instant.' })
export class ExtendConsultation extends NormCommand {
  @Field(() => String, { description: 'The instant at which it closes now, ISO 8601 with offset or Z; later than before.' })
  @IsInstantString()
  closesAt!: string;

  @Reason('Why it is extended.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Corrects a window that was announced wrongly and has not closed.' })
export class CorrectConsultation extends NormCommand {
  @Field(() => ConsultationInput, { description: 'The window as it was meant; it closes in the future.' })
  @IsDefined()
  @ValidateNested()
  @Type(() => ConsultationInput)
  window!: ConsultationInput;

  @Reason('What was wrong.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Opens another window for comments on a draft whose window has closed.' })
export class ReopenConsultation extends NormCommand {
  @Field(() => ConsultationInput, { description: 'The window; it closes in the future.' })
  @IsDefined()
  @ValidateNested()
  @Type(() => ConsultationInput)
  window!: ConsultationInput;

  @Reason('Why it is reopened.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Ends an open window at once; the draft can be revised. Comments that were made are answered nevertheless.' })
export class WithdrawConsultation extends NormCommand {
  @Reason('Why it is withdrawn.')
  reason!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Says that the deadline is seven days away.' })
export class AnnounceDeadline extends NormCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Closes the window whose deadline has passed.' })
export class CloseConsultation extends NormCommand {}

@IssuedBy(agencies)
@InputType({
  description:
    'Adopts and publishes a draft: its text becomes version 1. Where it amends other norms and an amendment does not fit, it is refused and names the provision.',
})
export class PublishNorm extends NormCommand {
  @Field(() => String, { description: 'The day of publication, `YYYY-MM-DD`, in `zone`.' })
  @IsCalendarDateString()
  publishedOn!: string;

  @FirstDay('The first day in force, `YYYY-MM-DD`, in `zone`. Left out: until the norm is commenced.')
  inForceFrom?: string;

  @CommencesWith('The norm with whose commencement it comes into force, instead of a day.')
  inForceWith?: CommencementOfInput;

  @Field(() => String, { description: 'The IANA time zone of the dates of this norm.' })
  @IsZoneName()
  zone!: string;
}

@IssuedBy(agencies)
@InputType({
  description:
    'Fixes the commencement of an adopted norm, or of some of its provisions. A day that lies ahead may be moved to another one ahead.',
})
export class CommenceNorm extends NormCommand {
  @Provisions('The eIds of the provisions that commence, with their parts. Left out: the whole norm, but for what has a day of its own.')
  provisions?: string[];

  @FirstDay('The first day in force, `YYYY-MM-DD`. Either this or `inForceWith`.')
  inForceFrom?: string;

  @CommencesWith('The norm, or a provision of it, with whose commencement they commence.')
  inForceWith?: CommencementOfInput;
}

@IssuedBy(agencies)
@InputType({ description: 'Amends a norm without an amending norm. The consolidated text of every day is computed.' })
export class AmendNorm extends NormCommand {
  @FirstDay('The first day of the new text, `YYYY-MM-DD`; it may lie in the past. Either this or `inForceWith`.')
  inForceFrom?: string;

  @CommencesWith('The norm, or a provision of it, with whose commencement it takes effect.')
  inForceWith?: CommencementOfInput;

  @Field(() => [AmendingOperationInput], {
    description: 'The changes, carried out in this order. Of several amendments on one day the one adopted first goes first.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(OPERATIONS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => AmendingOperationInput)
  operations!: AmendingOperationInput[];

  @Reason('Why it is amended.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({
  description:
    'Corrects words that were published wrongly, or adds another language. It holds on every day on which these words hold, and is shown as a correction.',
})
export class CorrectText extends NormCommand {
  @Field(() => String, { description: 'The eId of the provision.' })
  @IsPlainText({ max: 200 })
  eId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A day, `YYYY-MM-DD`, on which the words hold that are corrected. Left out: the latest words.',
  })
  @IsOptional()
  @IsCalendarDateString()
  asOf?: string;

  @Field(() => CorrectionEnum, { description: 'What kind of correction it is.' })
  @IsIn(CORRECTIONS)
  correction!: CorrectionKind;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The heading as it should read, in the languages that are corrected or added.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: 1_000, each: true })
  headings?: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The words as they should read, in the languages that are corrected or added.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LANGUAGES_AT_MOST)
  @IsLocalizedText({ max: LONGEST_TEXT, each: true })
  text?: LocalizedTextInput[];

  @Reason('What was wrong, or who translated it.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Suspends a norm, or some of its provisions, from a day on.' })
export class SuspendProvisions extends NormCommand {
  @Provisions('The eIds of the provisions, with their parts. Left out: the whole norm.')
  provisions?: string[];

  @Field(() => String, { description: 'The first day on which they do not apply, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  from!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The first day on which they apply again, `YYYY-MM-DD`. Left out: until they are resumed.',
  })
  @IsOptional()
  @IsCalendarDateString()
  until?: string;

  @Reason('Why they are suspended.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Ends the suspension of a norm, or of some of its provisions.' })
export class ResumeProvisions extends NormCommand {
  @Provisions('The eIds of the provisions, with their parts. Left out: the whole norm.')
  provisions?: string[];

  @Field(() => String, { description: 'The first day on which they apply again, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  from!: string;

  @Reason('Why they apply again.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Repeals a norm, or some of its provisions, from a day on.' })
export class RepealNorm extends NormCommand {
  @Provisions('The eIds of the provisions, with their parts. Left out: the whole norm.')
  provisions?: string[];

  @Field(() => String, { description: 'The first day on which they are no longer in force, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  repealedFrom!: string;

  @Reason('Why they are repealed.')
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Withdraws a draft, also while it is consulted on.' })
export class WithdrawNorm extends NormCommand {
  @Reason('Why it is withdrawn.')
  reason!: string;
}

@InputType({ isAbstract: true })
abstract class AmendmentCommand extends NormCommand {
  @Field(() => ID, { description: 'The amending norm.' })
  @IsHandle()
  by!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({
  description: 'Asks a norm whether the amendments of another, which is about to be adopted, fit it; if so, keeps their place.',
})
export class LayAmendments extends AmendmentCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Carries out amendments that were laid, for the norm that laid them is adopted.' })
export class EnactAmendments extends AmendmentCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Lets go of amendments that were laid, for the norm that laid them was not adopted.' })
export class ReleaseAmendments extends AmendmentCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Ends an adoption that has begun: the norm is published, or, when an amendment does not fit, a draft again.' })
export class ConcludeAdoption extends NormCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Tells a norm that another one, for which something of it waits, came into force or was given a day for that.' })
export class MeetCondition extends NormCommand {
  @Field(() => ID, { description: 'The norm for which it waits.' })
  @IsHandle()
  norm!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Says that a day has come on which something of the norm begins to be in force, or reads differently.' })
export class AnnounceForce extends NormCommand {
  @Field(() => String, { description: 'The day, `YYYY-MM-DD`.' })
  @IsCalendarDateString()
  on!: string;
}
