import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DataSource } from 'typeorm';
import { Answer } from '../answer/answer.read-model.js';
import { Comment } from './comment.read-model.js';

const count = (description: string): PropertyDecorator => Field(() => Int, { description });

@ObjectType({ description: 'How many comments there are. All count, also those that are not published.' })
export class CommentTally {
  @count('All that were made.')
  submitted!: number;

  @count('Those that have neither an answer nor been withdrawn.')
  unanswered!: number;

  @count('Those that were withdrawn by their authors.')
  withdrawn!: number;

  @count('Those that everyone can read.')
  published!: number;

  @count('Those that the agency keeps from the public.')
  withheld!: number;

  @count('Those that were accepted.')
  accepted!: number;

  @count('Those that were accepted in part.')
  acceptedInPart!: number;

  @count('Those that were rejected.')
  rejected!: number;

  @count('Those that are about something else.')
  outOfScope!: number;
}

@ObjectType({ description: 'How many comments there are on a provision.' })
export class ProvisionTally extends CommentTally {
  @Field(() => String, { nullable: true, description: 'The eId of the provision; null: the whole.' })
  provision!: string | null;
}

@ObjectType({ description: 'How many comments there are on the drafts of a norm.' })
export class CommentCounts extends CommentTally {
  @Field(() => ID, { description: 'The norm.' })
  normId!: string;

  @Field(() => [ProvisionTally], { description: 'The same for each provision that has any, and for the whole.' })
  byProvision!: readonly ProvisionTally[];
}

const where = (condition: string): string => `(count(*) FILTER (WHERE ${condition}))::integer`;
const disposed = (disposition: string): string => where(`answer.disposition = '${disposition}'`);

const NONE: CommentTally = {
  submitted: 0,
  unanswered: 0,
  withdrawn: 0,
  published: 0,
  withheld: 0,
  accepted: 0,
  acceptedInPart: 0,
  rejected: 0,
  outOfScope: 0,
};
const KINDS = Object.keys(NONE) as readonly (keyof CommentTally)[];

const plus = (one: CommentTally, other: CommentTally): CommentTally =>
  Object.fromEntries(KINDS.map((kind) => [kind, one[kind] + other[kind]])) as unknown as CommentTally;

/** Counts the comments on a norm, by provision in the order of the eIds. */
export async function commentCountsOf(dataSource: DataSource, normId: string): Promise<CommentCounts> {
  const byProvision = await dataSource
    .getRepository(Comment)
    .createQueryBuilder('comment')
    .leftJoin(Answer, 'answer', 'answer.id = comment.answerId')
    .select('comment.provision', 'provision')
    .addSelect('count(*)::integer', 'submitted')
    .addSelect(where(`comment.answerId IS NULL AND comment.status <> 'WITHDRAWN'`), 'unanswered')
    .addSelect(where(`comment.status = 'WITHDRAWN'`), 'withdrawn')
    .addSelect(where(`comment.status = 'PUBLISHED'`), 'published')
    .addSelect(where(`comment.status = 'WITHHELD'`), 'withheld')
    .addSelect(disposed('ACCEPTED'), 'accepted')
    .addSelect(disposed('ACCEPTED_IN_PART'), 'acceptedInPart')
    .addSelect(disposed('REJECTED'), 'rejected')
    .addSelect(disposed('OUT_OF_SCOPE'), 'outOfScope')
    .where('comment.normId = :normId', { normId })
    .groupBy('comment.provision')
    .orderBy('comment.provision', 'ASC', 'NULLS FIRST')
    .getRawMany<ProvisionTally>();
  return { normId, ...byProvision.reduce(plus, NONE), byProvision };
}
