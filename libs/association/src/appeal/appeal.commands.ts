import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { RULINGS, type Ruling } from './appeal.events.js';

export const RulingEnum = graphqlEnum(
  'AppealRuling',
  RULINGS,
  'What became of an appeal: UPHELD, and what was decided falls; DISMISSED, and it stands.',
);

@IssuedBy(officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION'))
@InputType({
  description:
    'Appeals the result of a closed ballot, within the term of its rule. Until the appeal is decided nothing comes of the result.',
})
export class LodgeAppeal extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  appealId?: string;

  @Field(() => ID, {
    description: 'The ballot whose result is appealed. The party that acts is on its roll, or a liaison body of its committee.',
  })
  @IsHandle()
  ballotId!: string;

  @Field(() => String, { description: 'Why the result cannot stand, at most 10,000 characters.' })
  @IsPlainText({ max: 10_000 })
  grounds!: string;
}

@InputType({ isAbstract: true })
abstract class AppealCommand extends CommandInput {
  @Field(() => ID, { description: 'The appeal.' })
  @IsHandle()
  appealId!: string;
}

@IssuedBy(officersOf('ASSOCIATION'))
@InputType({ description: 'Says what the association whose ballot it was answers to an appeal. Said again, it replaces what was said.' })
export class AnswerAppeal extends AppealCommand {
  @Field(() => String, { description: 'The answer, at most 10,000 characters.' })
  @IsPlainText({ max: 10_000 })
  statement!: string;
}

@IssuedBy(officersOf('AGENCY', 'ASSOCIATION'))
@InputType({ description: 'Decides an appeal. The appeals body of the committee does, and nobody else.' })
export class DecideAppeal extends AppealCommand {
  @Field(() => RulingEnum, { description: 'What is decided.' })
  @IsIn(RULINGS)
  ruling!: Ruling;

  @Field(() => String, { description: 'Why, at most 10,000 characters.' })
  @IsPlainText({ max: 10_000 })
  reasons!: string;
}

@IssuedBy(officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION'))
@InputType({ description: 'Withdraws an appeal of the party that acts, before it is decided.' })
export class WithdrawAppeal extends AppealCommand {
  @Field(() => String, { nullable: true, description: 'Why, at most 10,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 10_000 })
  reason?: string;
}
