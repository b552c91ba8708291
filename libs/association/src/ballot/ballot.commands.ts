import { CommandInput, graphqlEnum } from '@concord/graphql';
import { Confidential, IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsInstantString, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { ChoiceEnum } from '../rule/rule.enums.js';
import { BallotRuleInput } from '../rule/rule.input.js';
import { CHOICES, type Choice } from '../rule/rule.js';
import { StageEnum } from '../standard/standard.commands.js';
import { STAGES, type Stage } from '../standard/standard.events.js';
import { SECRECIES, type Secrecy, VOID_REASONS, type VoidReason } from './ballot.events.js';
import { keyOfBallot } from './sealed-votes.js';

const voters = officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION');

export const SecrecyEnum = graphqlEnum(
  'BallotSecrecy',
  SECRECIES,
  'OPEN: votes are seen with their names as they are cast. SEALED: nothing is seen until the ballot closes, then names and choices. SECRET: nothing until it closes, then the choices without the names.',
);
export const VoidReasonEnum = graphqlEnum(
  'BallotVoidReason',
  VOID_REASONS,
  'Why a ballot came to nothing: its text was changed, another ballot on the standard was open, or the key that its votes were sealed with is lost.',
);

@InputType({ description: 'A time that is counted in working days.' })
export class WorkingDaysInput {
  @Field(() => Int, { description: 'How many working days the ballot is open after today, from 1 to 500; it closes as the last one ends.' })
  @IsInt()
  @Min(1)
  @Max(500)
  workingDays!: number;

  @Field(() => ID, { description: 'The calendar that says which days are working days, and in which zone they end.' })
  @IsHandle()
  calendarId!: string;
}

@IssuedBy(officersOf('ASSOCIATION'))
@InputType({
  description:
    'Opens a ballot on the latest draft of a standard. The members of its committee at this moment are the roll; secrecy, rule and roll stay as they are to the end.',
})
export class OpenBallot extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  ballotId?: string;

  @Field(() => ID, { description: 'The standard that is voted on.' })
  @IsHandle()
  standardId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The instant from which on no vote is accepted, ISO 8601 with offset or Z; in the future. Give this, or closesAfter.',
  })
  @IsOptional()
  @IsInstantString()
  closesAt?: string;

  @Field(() => WorkingDaysInput, { nullable: true, description: 'When it closes, in working days. Give this, or closesAt.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => WorkingDaysInput)
  closesAfter?: WorkingDaysInput;

  @Field(() => String, {
    nullable: true,
    description:
      'The content hash of the draft that you mean (SHA-256, 64 hexadecimal digits). If it is not the latest, nothing is opened.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 of 64 hexadecimal digits in small letters, and not "$value"' })
  draftHash?: string;

  @Field(() => BallotRuleInput, {
    nullable: true,
    description: 'The rule by which votes become a result; left out: that of the procedure of the committee for this stage.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => BallotRuleInput)
  rule?: BallotRuleInput;

  @Field(() => SecrecyEnum, { nullable: true, description: 'What others learn of a vote; left out: SEALED.' })
  @IsOptional()
  @IsIn(SECRECIES)
  secrecy?: Secrecy;

  @Field(() => Boolean, { nullable: true, description: 'Whether everybody sees how many have voted while it is open; left out: true.' })
  @IsOptional()
  @IsBoolean()
  showsTurnout?: boolean;

  @Field(() => StageEnum, {
    nullable: true,
    description:
      'Where an approval brings the standard, where the procedure leaves a choice: after a review CONFIRMED, REVISED or WITHDRAWN.',
  })
  @IsOptional()
  @IsIn(STAGES)
  proposes?: Stage;

  @Field(() => ID, {
    nullable: true,
    description: 'The closed ballot that this one recirculates: same roll and rule, the changed text, and the votes carry over.',
  })
  @IsOptional()
  @IsHandle()
  recirculates?: string;
}

@InputType({ isAbstract: true })
abstract class BallotCommand extends CommandInput {
  @Field(() => ID, { description: 'The ballot.' })
  @IsHandle()
  ballotId!: string;
}

@InputType({ isAbstract: true })
abstract class VoterCommand extends BallotCommand {
  @Field(() => ID, { nullable: true, description: 'The member that delegated its vote to you; left out: the party that acts.' })
  @IsOptional()
  @IsHandle()
  onBehalfOf?: string;
}

@IssuedBy(voters)
@Confidential(({ ballotId }: CastVote) => keyOfBallot(ballotId))
@InputType({
  description:
    'Casts the vote of the party that acts, or changes it. The last one before the ballot closes counts. With all its words it has at most 12 MiB divided by the number of parties on the roll, in bytes of JSON.',
})
export class CastVote extends VoterCommand {
  @Field(() => ChoiceEnum, { description: 'What the party votes.' })
  @IsIn(CHOICES)
  choice!: Choice;

  @Field(() => String, {
    nullable: true,
    description:
      'DISAPPROVE: why the text cannot stand, at most 10,000 characters. Under the rules of ISO/IEC a negative vote without it is not counted (Directives, Part 1, 2.6.3).',
  })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  technicalReason?: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the party wants to add, at most 10,000 characters; published with the vote.',
  })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  comment?: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'APPROVE on a new work item: the experts that the party names, at most 20 of at most 200 characters (ISO/IEC Directives, Part 1, 2.3.5).',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsPlainText({ max: 200, each: true })
  experts?: string[];

  @Field(() => [String], {
    nullable: true,
    description: 'DISAPPROVE in a recirculation: the changed places, by eId, that it is about; at most 200.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsPlainText({ max: 200, each: true })
  clauses?: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'A word of your own, at most 100 characters, that is published with the vote: a second means, beside the receipt, to know it again.',
  })
  @IsOptional()
  @IsPlainText({ max: 100 })
  mark?: string;
}

@IssuedBy(voters)
@InputType({ description: 'Withdraws a vote while the ballot is open.' })
export class WithdrawVote extends VoterCommand {}

@IssuedBy(voters)
@InputType({
  description:
    'Turns the negative vote of the party that acts into one in favour, after the ballot has closed and as long as its result may be appealed, where its rule lets it (IEEE SA).',
})
export class TurnNegative extends BallotCommand {
  @Field(() => String, { nullable: true, description: 'How the objection was resolved, at most 10,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  reason?: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Closes the ballot whose deadline has passed, and counts.' })
export class CloseBallot extends BallotCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Reminds those who have not voted.' })
export class RemindVoters extends BallotCommand {
  @Field(() => String, { description: 'The instant at which they were to be reminded.' })
  @IsInstantString()
  at!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Destroys the key of a ballot whose votes nobody may open any more.' })
export class ForgetBallotKey extends BallotCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Voids an open ballot.' })
export class VoidBallot extends BallotCommand {
  @Field(() => VoidReasonEnum, { description: 'Why it comes to nothing.' })
  @IsIn(VOID_REASONS)
  reason!: VoidReason;
}
