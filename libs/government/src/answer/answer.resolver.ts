import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { DataSource } from 'typeorm';
import { comments } from '../comment/comment.read-model.js';
import { AnswerComments, ApplyAnswer, DispositionEnum, ReviseAnswer } from './answer.commands.js';
import { DISPOSITIONS, type Disposition } from './answer.events.js';
import { Answer } from './answer.read-model.js';

export const answerObject = governed({
  object: Answer,
  field: 'answer',
  projection: comments,
  commands: [
    [AnswerComments, 'Answers comments on a draft, up to 1,000 at once.'],
    [ApplyAnswer, 'Gives an answer to more comments.'],
    [ReviseAnswer, 'Changes an answer, for all the comments that it serves.'],
  ],
});
const AnswerConnection = Connection(Answer);

@ArgsType()
export class AnswersArgs extends ConnectionArgs {
  @Field(() => ID, { description: 'Answers to comments on the drafts of this norm.' })
  @IsHandle()
  normId!: string;

  @Field(() => DispositionEnum, { nullable: true, description: 'Answers that say so.' })
  @IsOptional()
  @IsIn(DISPOSITIONS)
  disposition?: Disposition;

  @Field(() => Int, { nullable: true, description: 'Answers whose comments led to a change in this draft.' })
  @IsOptional()
  @IsInt()
  @Min(2)
  draft?: number;

  @Field(() => String, { nullable: true, description: 'Answers whose comments led to a change of this provision, by its eId.' })
  @IsOptional()
  @IsPlainText({ max: 500 })
  provision?: string;
}

@Resolver(() => Answer)
export class AnswerResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => AnswerConnection, {
    description: 'Answers of the agency to comments on a norm, in the order of their ids; `comments(answer:)` has the comments of each.',
  })
  @ReadByEveryone()
  @Reads(comments)
  answers(@Args() { normId, disposition, draft, provision, ...page }: AnswersArgs): Promise<Page<Answer>> {
    const found = this.dataSource.getRepository(Answer).createQueryBuilder('answer').where('answer.normId = :normId', { normId });
    if (disposition) found.andWhere('answer.disposition = :disposition', { disposition });
    if (draft) found.andWhere('answer.change @> CAST(:led AS jsonb)', { led: JSON.stringify({ draft }) });
    if (provision) found.andWhere('answer.change @> CAST(:changed AS jsonb)', { changed: JSON.stringify({ eIds: [provision] }) });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
