import { CommandInput } from '@concord/graphql';
import { IssuedBy, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';

/** Names the key that signs from now on. Issued by what makes the key, for an operator at the command line; not by clients. */
@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Names the key with which checkpoints are signed from now on.' })
export class SucceedNotaryKey extends CommandInput {
  @Field(() => ID, { description: 'The identity of the log.' })
  @IsHandle()
  logId!: string;

  @Field(() => String, { description: 'The key that signs now, as verifiers know it.' })
  @IsPlainText({ max: 1_000 })
  retired!: string;

  @Field(() => String, { description: 'The key that signs then.' })
  @IsPlainText({ max: 1_000 })
  successor!: string;

  @Field(() => String, { description: 'The word of the retired key on its successor, as a signed note.' })
  @IsPlainText({ max: 10_000 })
  note!: string;
}
