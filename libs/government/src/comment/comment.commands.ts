import { AttachmentInput } from '@concord/files';
import { CommandInput } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM, THE_PUBLIC } from '@concord/kernel';
import { IsHandle, IsLocalizedText, IsPlainText, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Min, ValidateNested } from 'class-validator';

const agencies = officersOf('AGENCY');
const parties = officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION', 'CONSUMER');

const LONGEST = 20_000;
const MOST_LANGUAGES = 5;
const MOST_FILES = 20;

@InputType({ isAbstract: true })
abstract class CommentCommand extends CommandInput {
  @Field(() => ID, { description: 'The comment.' })
  @IsHandle()
  commentId!: string;
}

@IssuedBy(parties, THE_PUBLIC)
@InputType({
  description:
    'Comments on a draft while its consultation is open: in the name of a party, or, without a token, as somebody of the public of whom nothing is asked.',
})
export class SubmitComment extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  commentId?: string;

  @Field(() => ID, { description: 'The norm on whose draft you comment.' })
  @IsHandle()
  normId!: string;

  @Field(() => Int, { nullable: true, description: 'The draft that you have read; the first is 1. Left out: the latest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  draft?: number | null;

  @Field(() => String, { nullable: true, description: 'The eId of the provision that you comment on. Left out: the whole.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  provision?: string | null;

  @Field(() => [LocalizedTextInput], {
    description: `What you say: at most ${LONGEST} characters, once for each language; the first is the one that counts.`,
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: LONGEST, each: true })
  text!: LocalizedTextInput[];

  @Field(() => [AttachmentInput], { nullable: true, description: `Files that go with it; at most ${MOST_FILES}.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  @Type(() => AttachmentInput)
  attachments?: AttachmentInput[] | null;
}

@IssuedBy(parties)
@InputType({ description: 'The party that made a comment takes it back, as long as it has no answer. The log keeps it.' })
export class WithdrawComment extends CommentCommand {}

@IssuedBy(agencies)
@InputType({ description: 'Lets everyone read a comment.' })
export class PublishComment extends CommentCommand {
  @Field(() => String, { nullable: true, description: 'Why, where that needs a word; at most 5,000 characters.' })
  @IsOptional()
  @IsPlainText({ max: 5_000 })
  reason?: string | null;
}

@IssuedBy(agencies)
@InputType({ description: 'Keeps a comment from the public. It still gets its answer.' })
export class WithholdComment extends CommentCommand {
  @Field(() => String, { description: 'Why; at most 5,000 characters. Its author reads it.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Gives a comment the answer that the agency has for it.' })
export class RecordAnswer extends CommentCommand {
  @Field(() => ID, { description: 'The answer.' })
  @IsHandle()
  answerId!: string;
}
