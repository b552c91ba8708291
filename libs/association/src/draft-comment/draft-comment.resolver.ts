import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads, type SortKey } from '@concord/graphql';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsBoolean, IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { DataSource } from 'typeorm';
import {
  CommentOnDraft,
  DisposeComment,
  DraftCommentDisposition,
  DraftCommentKind,
  WithdrawDraftComment,
} from './draft-comment.commands.js';
import { COMMENT_DISPOSITIONS, COMMENT_KINDS, type CommentDisposition, type CommentKind } from './draft-comment.events.js';
import { DraftComment, draftComments } from './draft-comment.read-model.js';

export const draftCommentObject = governed({
  object: DraftComment,
  field: 'draftComment',
  projection: draftComments,
  commands: [
    [CommentOnDraft, 'Comments on a draft of a standard.'],
    [WithdrawDraftComment, 'Takes back a comment on a draft that has no disposition yet.'],
    [DisposeComment, 'Says what became of a comment on a draft, or says it anew.'],
  ],
});
const DraftCommentConnection = Connection(DraftComment);

/** As the text goes, and at one place by time. */
export const DOCUMENT_ORDER: readonly SortKey<DraftComment>[] = (['standardId', 'draftVersion', 'place', 'commentedAt', 'id'] as const).map(
  (property) => ({ property, direction: 'ASC' }),
);

@ArgsType()
export class DraftCommentsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Comments on the drafts of this standard.' })
  @IsOptional()
  @IsHandle()
  standardId?: string;

  @Field(() => Int, { nullable: true, description: 'Comments on the drafts with this number.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  draftVersion?: number;

  @Field(() => String, { nullable: true, description: 'Comments on this section, by its eId.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  clause?: string;

  @Field(() => Boolean, { nullable: true, description: 'true: comments on a whole draft; false: comments on a section.' })
  @IsOptional()
  @IsBoolean()
  onTheWhole?: boolean;

  @Field(() => DraftCommentKind, { nullable: true, description: 'Comments of this kind.' })
  @IsOptional()
  @IsIn(COMMENT_KINDS)
  kind?: CommentKind;

  @Field(() => DraftCommentDisposition, { nullable: true, description: 'Comments of which this became.' })
  @IsOptional()
  @IsIn(COMMENT_DISPOSITIONS)
  disposition?: CommentDisposition;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: comments that have a disposition; false: those that wait for one, of which none was withdrawn.',
  })
  @IsOptional()
  @IsBoolean()
  disposed?: boolean;

  @Field(() => ID, { nullable: true, description: 'Comments of this party.' })
  @IsOptional()
  @IsHandle()
  author?: string;
}

@Resolver(() => DraftComment)
export class DraftCommentResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => DraftCommentConnection, {
    description: 'Comments on drafts of standards in the order of the text; at one place by time, and those on the whole first.',
  })
  @ReadByEveryone()
  @Reads(draftComments)
  draftComments(@Args() args: DraftCommentsArgs): Promise<Page<DraftComment>> {
    const { onTheWhole, disposed, first, after, atLeast: _, ...asked } = args;
    const found = this.dataSource.getRepository(DraftComment).createQueryBuilder('comment');
    for (const [property, value] of Object.entries(asked)) {
      if (value != null) found.andWhere(`comment.${property} = :${property}`, { [property]: value });
    }
    if (onTheWhole != null) found.andWhere(`comment.clause IS ${onTheWhole ? '' : 'NOT'} NULL`);
    if (disposed === true) found.andWhere('comment.disposition IS NOT NULL');
    if (disposed === false) found.andWhere('comment.disposition IS NULL AND NOT comment.withdrawn');
    return paginate(found, DOCUMENT_ORDER, { first, after });
  }
}
