import {
  ByIdArgs,
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { DispositionEnum } from '../answer/answer.commands.js';
import { DISPOSITIONS, type Disposition } from '../answer/answer.events.js';
import { Answer } from '../answer/answer.read-model.js';
import { PublishComment, SubmitComment, WithdrawComment, WithholdComment } from './comment.commands.js';
import { Comment, CommentStatusEnum, comments } from './comment.read-model.js';
import { CommentCounts, commentCountsOf } from './comment-counts.js';
import { COMMENT_STATUSES, type CommentStatus, maySeeComment, onlySeenBy } from './comment-readers.js';

export const commentObject = governed({
  object: Comment,
  field: 'comment',
  projection: comments,
  visibleTo: maySeeComment,
  commands: [
    [SubmitComment, 'Comments on a draft; the only mutation that needs no token.'],
    [WithdrawComment, 'Takes back a comment that has no answer yet.'],
    [PublishComment, 'Lets everyone read a comment.'],
    [WithholdComment, 'Keeps a comment from the public.'],
  ],
});
export const CommentConnection = Connection(Comment);

@ArgsType()
export class CommentsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Comments on the drafts of this norm.' })
  @IsOptional()
  @IsHandle()
  normId?: string;

  @Field(() => String, { nullable: true, description: 'Comments on this provision, by its eId.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  provision?: string;

  @Field(() => Boolean, { nullable: true, description: 'true: comments on the whole; false: comments on a provision.' })
  @IsOptional()
  @IsBoolean()
  onTheWhole?: boolean;

  @Field(() => CommentStatusEnum, { nullable: true, description: 'Comments that stand here with those who moderate.' })
  @IsOptional()
  @IsIn(COMMENT_STATUSES)
  status?: CommentStatus;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: comments that have an answer; false: those that wait for one, of which none was withdrawn.',
  })
  @IsOptional()
  @IsBoolean()
  answered?: boolean;

  @Field(() => DispositionEnum, { nullable: true, description: 'Comments whose answer says so.' })
  @IsOptional()
  @IsIn(DISPOSITIONS)
  disposition?: Disposition;

  @Field(() => ID, { nullable: true, description: 'Comments that have this answer.' })
  @IsOptional()
  @IsHandle()
  answer?: string;

  @Field(() => ID, { nullable: true, description: 'Comments of this party.' })
  @IsOptional()
  @IsHandle()
  author?: string;
}

@Resolver(() => Comment)
export class CommentResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => CommentConnection, {
    description: 'Comments on drafts in the order in which they were made: those that the reader may see.',
  })
  @ReadByEveryone()
  @Reads(comments)
  comments(@Args() args: CommentsArgs, @CalledBy() { actor }: Reader): Promise<Page<Comment>> {
    const { normId, provision, onTheWhole, status, answered, disposition, answer, author, ...page } = args;
    const found = this.dataSource.getRepository(Comment).createQueryBuilder('comment');
    onlySeenBy(found, actor);
    if (normId) found.andWhere('comment.normId = :normId', { normId });
    if (provision) found.andWhere('comment.provision = :provision', { provision });
    if (onTheWhole != null) found.andWhere(`comment.provision IS ${onTheWhole ? '' : 'NOT'} NULL`);
    if (status) found.andWhere('comment.status = :status', { status });
    if (answered === true) found.andWhere('comment.answerId IS NOT NULL');
    if (answered === false) found.andWhere(`comment.answerId IS NULL AND comment.status <> 'WITHDRAWN'`);
    if (answer) found.andWhere('comment.answerId = :answer', { answer });
    if (author) found.andWhere('comment.author = :author', { author });
    if (disposition) {
      found.innerJoin(Answer, 'answer', 'answer.id = comment.answerId AND answer.disposition = :disposition', { disposition });
    }
    return paginate(
      found,
      [
        { property: 'submittedAt', direction: 'ASC' },
        { property: 'id', direction: 'ASC' },
      ],
      page,
    );
  }

  @Query(() => CommentCounts, { description: 'How many comments there are on the drafts of a norm, in all and by provision.' })
  @ReadByEveryone()
  @Reads(comments)
  commentCounts(@Args() { id }: ByIdArgs): Promise<CommentCounts> {
    return commentCountsOf(this.dataSource, id);
  }

  @ResolveField(() => Answer, { nullable: true, description: 'What the agency says to it; null where it has not answered yet.' })
  async answer(@Parent() { answerId }: Comment, @CalledBy() reader: Reader): Promise<Answer | null> {
    if (answerId === null) return null;
    const answers = loaderOf(reader, Answer, async (ids: readonly string[]) =>
      inOrderOf(ids, await this.dataSource.getRepository(Answer).findBy({ id: In([...ids]) }), ({ id }) => id),
    );
    return answers.load(answerId);
  }
}
