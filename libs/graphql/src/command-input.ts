import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Min } from 'class-validator';

/** What the input of every mutation may carry besides the command itself. */
@InputType({ isAbstract: true })
export abstract class CommandInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'The revision of the object that you have seen, as its last receipt gave it. If it has moved since, the command is refused with STALE_REVISION.',
  })
  @IsOptional()
  @IsInt()
  @Min(-1)
  expectedRevision?: number;
}
