import { CommandInput } from '@concord/graphql';
import { IssuedBy, THE_PLATFORM } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, Min } from 'class-validator';

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Tells a norm how many comments there are on its draft, and how many of them have no answer yet.' })
export class CountComments extends CommandInput {
  @Field(() => ID, { description: 'The norm.' })
  @IsHandle()
  normId!: string;

  @Field(() => Int, {
    description:
      'After which closing they were counted, 1 for the first: the window can have been reopened meanwhile, and closed once more.',
  })
  @IsInt()
  @Min(1)
  closing!: number;

  @Field(() => Int, { description: 'How many were made, those that were withdrawn among them.' })
  @IsInt()
  @Min(0)
  submitted!: number;

  @Field(() => Int, { description: 'How many have neither an answer nor been withdrawn.' })
  @IsInt()
  @Min(0)
  unanswered!: number;
}
