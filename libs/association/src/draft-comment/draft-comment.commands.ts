import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { COMMENT_DISPOSITIONS, COMMENT_KINDS, type CommentDisposition, type CommentKind } from './draft-comment.events.js';

/** What can be a member of a committee, or a body in liaison with it. */
const commenters = officersOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION');

const LONGEST = 10_000;

export const DraftCommentKind = graphqlEnum(
  'DraftCommentKind',
  COMMENT_KINDS,
  'Of which kind a comment on a draft is: ge, te and ed in the commenting template of ISO.',
);
export const DraftCommentDisposition = graphqlEnum(
  'DraftCommentDisposition',
  COMMENT_DISPOSITIONS,
  'What became of a comment on a draft. ACCEPTED takes the proposed change as it is; ACCEPTED_IN_PART takes some of it, or its sense in other words; NOTED leads to no change, and rejects nothing.',
);

@InputType({ isAbstract: true })
abstract class DraftCommentCommand extends CommandInput {
  @Field(() => ID, { description: 'The comment.' })
  @IsHandle()
  commentId!: string;
}

@IssuedBy(commenters)
@InputType({
  description: 'Comments on a draft of a standard, as a member of its committee, a liaison body of it, or the association itself.',
})
export class CommentOnDraft extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  commentId?: string;

  @Field(() => ID, { description: 'The standard.' })
  @IsHandle()
  standardId!: string;

  @Field(() => Int, { nullable: true, description: 'The draft that you have read; the first is 1. Left out: the latest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  draftVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'The eId of the section that you comment on. Left out: the whole.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  clause?: string | null;

  @Field(() => String, { nullable: true, description: 'The line, or lines, as your print counts them; at most 100 characters.' })
  @IsOptional()
  @IsPlainText({ max: 100 })
  line?: string | null;

  @Field(() => String, { nullable: true, description: 'The paragraph, figure or table in the section; at most 300 characters.' })
  @IsOptional()
  @IsPlainText({ max: 300 })
  element?: string | null;

  @Field(() => DraftCommentKind, { description: 'Whether it is general, technical or editorial.' })
  @IsIn(COMMENT_KINDS)
  kind!: CommentKind;

  @Field(() => String, { description: `What you say; at most ${LONGEST} characters.` })
  @IsPlainText({ max: LONGEST })
  text!: string;

  @Field(() => String, { nullable: true, description: `What the draft should say instead; at most ${LONGEST} characters.` })
  @IsOptional()
  @IsPlainText({ max: LONGEST })
  proposedChange?: string | null;
}

@IssuedBy(commenters)
@InputType({ description: 'The party that made a comment takes it back, as long as it has no disposition. The log keeps it.' })
export class WithdrawDraftComment extends DraftCommentCommand {}

@IssuedBy(commenters)
@InputType({
  description:
    'Says what became of a comment, for the association or one of the editors, or says it anew; what was said before stays in its history.',
})
export class DisposeComment extends DraftCommentCommand {
  @Field(() => DraftCommentDisposition, { description: 'What became of it.' })
  @IsIn(COMMENT_DISPOSITIONS)
  disposition!: CommentDisposition;

  @Field(() => String, {
    nullable: true,
    description: `What is to be said to it; at most ${LONGEST} characters. Only what is ACCEPTED can go without.`,
  })
  @IsOptional()
  @IsPlainText({ max: LONGEST })
  observation?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The draft in which the change came, of what is accepted, in part or as a whole; it is later than the one that was commented on.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  resultingDraft?: number | null;
}
