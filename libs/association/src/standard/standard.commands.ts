import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsLocalizedText, IsPlainText, LONGEST_TEXT, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import { STAGES, type Stage } from './standard.events.js';

const associations = officersOf('ASSOCIATION');

export const StageEnum = graphqlEnum(
  'StandardStage',
  STAGES,
  'The stages of a standard: new proposal, working draft, committee draft, draft, final draft, published; then in review, and confirmed, to be revised, or withdrawn (ISO/IEC Directives, Part 1, 2.1.3 and 2.9).',
);

@InputType({ isAbstract: true })
abstract class StandardCommand extends CommandInput {
  @Field(() => ID, { description: 'The standard.' })
  @IsHandle()
  standardId!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Proposes a standard as new work (stage NP) of a committee of the association that acts.' })
export class ProposeStandard extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  standardId?: string;

  @Field(() => ID, { description: 'The committee that drafts it and votes on it.' })
  @IsHandle()
  committeeId!: string;

  @Field(() => [LocalizedTextInput], {
    description: 'The title, once for each language, at most 500 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 500, each: true })
  titles!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    description: 'What it is about and what not, once for each language, at most 5,000 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 5_000, each: true })
  scope!: LocalizedTextInput[];
}

@InputType({ description: 'A part of the text of a standard or a pledge.' })
export class SectionInput {
  @Field(() => String, { description: 'Its permanent place in the text, in the manner of Akoma Ntoso: `clause_4__para_2`.' })
  @IsPlainText({ max: 200 })
  @Matches(/^[a-z][a-z0-9]*(_[0-9a-z]+)*(__[a-z][a-z0-9]*(_[0-9a-z]+)*)*$/, {
    message: '$property must be an eId of Akoma Ntoso, such as clause_4__para_2, and not "$value"',
  })
  eId!: string;

  @Field(() => String, { nullable: true, description: 'The heading, in the authentic language; at most 1,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 1_000 })
  heading?: string;

  @Field(() => [LocalizedTextInput], {
    description: 'The text, once for each language, at most 100,000 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: LONGEST_TEXT, each: true })
  text!: LocalizedTextInput[];
}

@IssuedBy(officersOf('ASSOCIATION', 'AGENCY', 'ENTERPRISE'))
@InputType({
  description:
    'Submits the next draft of a standard, for the association or one of its editors. A text that differs voids a ballot that is open on it.',
})
export class SubmitDraft extends StandardCommand {
  @Field(() => [SectionInput], { description: 'The whole text, in its order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => SectionInput)
  sections!: SectionInput[];
}

@IssuedBy(associations)
@InputType({ description: 'Moves a standard to another stage, where the procedure of its committee leaves that to the association.' })
export class AdvanceStandard extends StandardCommand {
  @Field(() => StageEnum, { description: 'The stage to which it moves.' })
  @IsIn(STAGES)
  stage!: Stage;
}

@IssuedBy(associations)
@InputType({
  description:
    'Gives up a work item before it is published, which withdraws it. A revision that is given up goes back to its review, and what is published stands.',
})
export class CancelStandard extends StandardCommand {
  @Field(() => String, { description: 'Why; at most 5,000 characters, for everyone to read.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@InputType({ isAbstract: true })
abstract class EditorCommand extends StandardCommand {
  @Field(() => ID, { description: 'The party that drafts: a member of the committee, or the association.' })
  @IsHandle()
  party!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The one person of it who drafts: the `sub` of their token, at most 255 characters. Left out: each of its officers.',
  })
  @IsOptional()
  @IsPlainText({ max: 255 })
  person?: string | null;
}

@IssuedBy(associations)
@InputType({ description: 'Lets a party, or one person of it, submit drafts of a standard beside the association.' })
export class AppointEditor extends EditorCommand {}

@IssuedBy(associations)
@InputType({ description: 'Takes from a party, or from one person of it, the right to submit drafts of a standard.' })
export class DismissEditor extends EditorCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Starts the review of a standard whose time has come.' })
export class StartReview extends StandardCommand {}

@InputType({ isAbstract: true })
abstract class AppealCommand extends StandardCommand {
  @Field(() => ID, { description: 'The appeal.' })
  @IsHandle()
  appealId!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Stays a standard: nothing moves until the appeal is decided.' })
export class StayStandard extends AppealCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Lifts the stay of an appeal; with the last one, what fell due meanwhile is caught up on.' })
export class LiftStay extends AppealCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Returns a standard to the stage from which a ballot had moved it.' })
export class AnnulAdoption extends AppealCommand {
  @Field(() => ID, { description: 'The ballot whose effect ends.' })
  @IsHandle()
  ballotId!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Records the result of a closed ballot: the standard moves to where the ballot was to lead, or stays.' })
export class RecordBallotResult extends StandardCommand {
  @Field(() => ID, { description: 'The ballot.' })
  @IsHandle()
  ballotId!: string;
}
