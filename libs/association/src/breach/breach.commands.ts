import { AttachmentInput } from '@concord/files';
import { CommandInput, graphqlEnum } from '@concord/graphql';
import { Confidential, IssuedBy, keyOfActor, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsCalendarDateString, IsHandle, IsLocalizedText, IsPlainText, IsZoneName, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { BREACH_OUTCOMES, type BreachOutcome, MEASURES, type Measure } from './breach.events.js';

const associations = officersOf('ASSOCIATION');
const reporters = officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION', 'CONSUMER');

const LONGEST = 10_000;
const MOST_FILES = 20;

export const BreachOutcomeEnum = graphqlEnum('BreachOutcome', BREACH_OUTCOMES, 'Whether a breach of a pledge was found.');
export const MeasureEnum = graphqlEnum(
  'BreachMeasure',
  MEASURES,
  'What a breach that was upheld has for its consequence: SUSPENSION is shown until its last day, EXPULSION ends the signature.',
);

@InputType({ isAbstract: true })
abstract class BreachCommand extends CommandInput {
  @Field(() => ID, { description: 'The report of the breach.' })
  @IsHandle()
  breachId!: string;
}

@Confidential(keyOfActor)
@IssuedBy(reporters)
@InputType({
  description:
    'Reports that an enterprise has breached a pledge that it had signed, and opens the hearing: the enterprise has the term of the pledge to answer.',
})
export class ReportBreach extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  breachId?: string;

  @Field(() => ID, { description: 'The pledge.' })
  @IsHandle()
  pledgeId!: string;

  @Field(() => ID, { description: 'The enterprise: it was bound to the pledge on the day.' })
  @IsHandle()
  enterprise!: string;

  @Field(() => String, { description: 'The eId of the section that was breached, in the version to which the enterprise was bound.' })
  @IsPlainText({ max: 200 })
  provision!: string;

  @Field(() => String, {
    description:
      'What happened, in at most 10,000 characters. Only the enterprise, the association and auditors read it, and nobody once the reporter had it erased.',
  })
  @IsPlainText({ max: LONGEST })
  facts!: string;

  @Field(() => [AttachmentInput], { nullable: true, description: `Files that show it; at most ${MOST_FILES}.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  @Type(() => AttachmentInput)
  attachments?: AttachmentInput[] | null;

  @Field(() => String, { nullable: true, description: 'The day on which it happened, `YYYY-MM-DD`. Left out: today.' })
  @IsOptional()
  @IsCalendarDateString()
  happenedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of that day, such as `Asia/Shanghai`. Left out: `UTC`.' })
  @IsOptional()
  @IsZoneName()
  zone?: string | null;
}

@IssuedBy(officersOf('ENTERPRISE'))
@InputType({
  description: 'The enterprise answers the report of a breach, before the term of the hearing ends. Issued again, it adds to the answer.',
})
export class AnswerBreach extends BreachCommand {
  @Field(() => String, { description: 'What the enterprise says to it; at most 10,000 characters.' })
  @IsPlainText({ max: LONGEST })
  statement!: string;

  @Field(() => [AttachmentInput], { nullable: true, description: `Files that show it; at most ${MOST_FILES}.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  @Type(() => AttachmentInput)
  attachments?: AttachmentInput[] | null;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Closes a hearing whose term has ended.' })
export class CloseHearing extends BreachCommand {}

@IssuedBy(associations)
@InputType({
  description:
    'The association of the pledge decides on the report, once the enterprise has answered or the term of the hearing has ended.',
})
export class DecideBreach extends BreachCommand {
  @Field(() => BreachOutcomeEnum, { description: 'Whether a breach was found.' })
  @IsIn(BREACH_OUTCOMES)
  outcome!: BreachOutcome;

  @Field(() => String, { description: 'Why; at most 10,000 characters. Only those who see the report read it.' })
  @IsPlainText({ max: LONGEST })
  reasons!: string;

  @Field(() => MeasureEnum, { description: 'The consequence; NONE where the report is DISMISSED.' })
  @IsIn(MEASURES)
  measure!: Measure;

  @Field(() => String, {
    nullable: true,
    description: 'Of a SUSPENSION: its last day, `YYYY-MM-DD`, from today on and within ten years.',
  })
  @IsOptional()
  @IsCalendarDateString()
  until?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of that day, such as `Asia/Shanghai`. Left out: `UTC`.' })
  @IsOptional()
  @IsZoneName()
  zone?: string | null;
}

@IssuedBy(associations)
@InputType({
  description:
    'Opens a decision to everyone, with a summary instead of the facts, the answer and the reasons. Issued again, it corrects the summary.',
})
export class PublishDecision extends BreachCommand {
  @Field(() => [LocalizedTextInput], {
    description:
      'What everyone may know of the case, once for each language, at most 10,000 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: LONGEST, each: true })
  summary!: LocalizedTextInput[];
}

@Confidential(keyOfActor)
@IssuedBy(reporters)
@InputType({ description: 'Whoever reported a breach takes the report back, before it is decided on.' })
export class WithdrawReport extends BreachCommand {
  @Field(() => String, { nullable: true, description: 'Why; at most 5,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 5_000 })
  reason?: string | null;
}
