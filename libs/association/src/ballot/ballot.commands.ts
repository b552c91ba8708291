import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsInstantString, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { VOID_REASONS, type VoidReason } from './ballot.events.js';
import { CHOICES, type Choice } from './iso-rule.js';

const voters = officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION');

export const ChoiceEnum = graphqlEnum('BallotChoice', CHOICES, 'What a party votes.');
export const VoidReasonEnum = graphqlEnum(
  'BallotVoidReason',
  VOID_REASONS,
  'Why a ballot came to nothing: its text was changed, or another ballot on the standard was open.',
);

@IssuedBy(officersOf('ASSOCIATION'))
@InputType({
  description: 'Opens a ballot on the latest draft of a standard at stage DIS. The members of its committee at this moment are the roll.',
})
export class OpenBallot extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  ballotId?: string;

  @Field(() => ID, { description: 'The standard that is voted on.' })
  @IsHandle()
  standardId!: string;

  @Field(() => String, { description: 'The instant from which on no vote is accepted, ISO 8601 with offset or Z; in the future.' })
  @IsInstantString()
  closesAt!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The content hash of the draft that you mean (SHA-256, 64 hexadecimal digits). If it is not the latest, nothing is opened.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 of 64 hexadecimal digits in small letters, and not "$value"' })
  draftHash?: string;
}

@InputType({ isAbstract: true })
abstract class BallotCommand extends CommandInput {
  @Field(() => ID, { description: 'The ballot.' })
  @IsHandle()
  ballotId!: string;
}

@IssuedBy(voters)
@InputType({ description: 'Casts the vote of the party that acts, or changes it. The last one before the ballot closes counts.' })
export class CastVote extends BallotCommand {
  @Field(() => ChoiceEnum, { description: 'What the party votes. An abstention is not counted.' })
  @IsIn(CHOICES)
  choice!: Choice;

  @Field(() => String, {
    nullable: true,
    description:
      'DISAPPROVE: why the text cannot stand, at most 10,000 characters. A negative vote without it is not counted (ISO/IEC Directives, Part 1, 2.6.3).',
  })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  technicalReason?: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the party wants to add, at most 10,000 characters; published when the ballot closes.',
  })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  comment?: string;
}

@IssuedBy(voters)
@InputType({ description: 'Withdraws the vote of the party that acts, while the ballot is open.' })
export class WithdrawVote extends BallotCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Closes the ballot whose deadline has passed, and counts.' })
export class CloseBallot extends BallotCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Voids an open ballot.' })
export class VoidBallot extends BallotCommand {
  @Field(() => VoidReasonEnum, { description: 'Why it comes to nothing.' })
  @IsIn(VOID_REASONS)
  reason!: VoidReason;
}
