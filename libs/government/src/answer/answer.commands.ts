import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsHandle, IsLocalizedText, IsPlainText, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';
import { DISPOSITIONS, type Disposition } from './answer.events.js';

const agencies = officersOf('AGENCY');

/** Comments that one command names; what needs more takes further commands. */
const MOST_COMMENTS = 1_000;

export const DispositionEnum = graphqlEnum('Disposition', DISPOSITIONS, 'What becomes of what a comment asks for.');

@InputType({ description: 'The change of a draft to which comments led.' })
export class ChangeInput {
  @Field(() => Int, { description: 'The draft that brought it: the second or a later one, made after the comments.' })
  @IsInt()
  @Min(2)
  draft!: number;

  @Field(() => [String], {
    nullable: true,
    description:
      'The eIds of the provisions that changed, came or went with that draft. Left out: its titles, its goods or what it amends changed.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsPlainText({ max: 500, each: true })
  eIds?: string[] | null;
}

@InputType({ isAbstract: true })
abstract class DecidingCommand extends CommandInput {
  @Field(() => DispositionEnum, { description: 'What becomes of what the comments ask for.' })
  @IsIn(DISPOSITIONS)
  disposition!: Disposition;

  @Field(() => [LocalizedTextInput], {
    description: 'Why: at most 20,000 characters, once for each language. Everyone reads it.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 20_000, each: true })
  reason!: LocalizedTextInput[];

  @Field(() => ChangeInput, { nullable: true, description: 'The change to which they led, of what is accepted, also in part; else none.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeInput)
  change?: ChangeInput | null;
}

/** A field with the ids of comments. */
const Comments = (): PropertyDecorator => (target, key) => {
  const rules = [
    Field(() => [ID], { description: `The comments: up to ${MOST_COMMENTS}. One that has another answer gets this one instead.` }),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MOST_COMMENTS),
    ArrayUnique(),
    IsHandle({ each: true }),
  ];
  for (const decorate of rules) decorate(target, key);
};

@IssuedBy(agencies)
@InputType({ description: 'Answers comments on a draft: one answer for all that are named. More are added with ApplyAnswer.' })
export class AnswerComments extends DecidingCommand {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  answerId?: string;

  @Field(() => ID, { description: 'The norm on whose draft they were made.' })
  @IsHandle()
  normId!: string;

  @Comments()
  comments!: string[];
}

@IssuedBy(agencies)
@InputType({ description: 'Gives an answer to more comments.' })
export class ApplyAnswer extends CommandInput {
  @Field(() => ID, { description: 'The answer.' })
  @IsHandle()
  answerId!: string;

  @Comments()
  comments!: string[];
}

@IssuedBy(agencies)
@InputType({ description: 'Changes an answer, for all the comments that it serves. What it was before stays on record.' })
export class ReviseAnswer extends DecidingCommand {
  @Field(() => ID, { description: 'The answer.' })
  @IsHandle()
  answerId!: string;

  @Field(() => String, { description: 'Why it is changed; at most 5,000 characters.' })
  @IsPlainText({ max: 5_000 })
  why!: string;
}
