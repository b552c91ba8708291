import { Attachment } from '@concord/files';
import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { answerRows } from '../answer/answer.read-model.js';
import { type CommentEvent, commentEvents } from './comment.events.js';
import { COMMENT_STATUSES, type CommentStatus } from './comment-readers.js';

export const CommentStatusEnum = graphqlEnum(
  'CommentStatus',
  COMMENT_STATUSES,
  'Where a comment stands with those who moderate; whether it has an answer is another matter.',
);

@ObjectType({
  implements: () => [Node],
  description: 'What somebody says to a draft. Until it is published, only its author, the agency and auditors see it.',
})
@Entity({ schema: 'government_comments', name: 'comment' })
export class Comment implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The norm on whose draft it was made.' })
  @Column('text')
  normId!: string;

  @Field(() => ID, { description: 'The agency that consults: the id of its party.' })
  @Column('text')
  agency!: string;

  @Field(() => ID, { nullable: true, description: 'The party that made it; null: somebody of the public, of whom nothing is known.' })
  @Column('text', { nullable: true })
  author!: string | null;

  @Field(() => Int, { description: 'The draft that it is about; the first is 1.' })
  @Column('integer')
  draft!: number;

  @Field(() => String, { nullable: true, description: 'The eId of the provision that it is about; null: the whole.' })
  @Column('text', { nullable: true })
  provision!: string | null;

  @Field(() => [LocalizedText], { description: 'What it says, once for each language; the first is the one that counts.' })
  @JsonColumn()
  text!: readonly LocalizedText[];

  @Field(() => [Attachment], { description: 'Files that go with it.' })
  @JsonColumn()
  attachments!: readonly Attachment[];

  @Field(() => InstantScalar, { description: 'When it was made.' })
  @InstantColumn()
  submittedAt!: Instant;

  @Field(() => CommentStatusEnum, { description: 'Whether it was published, withheld or withdrawn.' })
  @Column('text')
  status!: CommentStatus;

  @Field(() => String, { nullable: true, description: 'Why it was published or withheld; null where nobody said so.' })
  @Column('text', { nullable: true })
  moderationReason!: string | null;

  /** The id of its answer; the resolver shows the answer. */
  @Column('text', { nullable: true })
  answerId!: string | null;

  @Field(() => [ID], { description: 'The answers that it had before the one that it has now, oldest first.' })
  @TextArrayColumn()
  earlierAnswers!: readonly string[];

  /** The digests of its attachments. */
  @TextArrayColumn()
  files!: readonly string[];
}

function evolve(row: Comment | undefined, event: Recorded<CommentEvent>): Comment | undefined {
  if (event.type === 'government.comment.CommentSubmitted') {
    const files = event.data.attachments.map(({ sha256 }) => sha256);
    const fresh = { status: 'SUBMITTED', moderationReason: null, answerId: null, earlierAnswers: [] } as const;
    return { ...event.data, id: objectOf(event), files, ...fresh };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'government.comment.CommentWithdrawn':
      return { ...row, status: 'WITHDRAWN' };
    case 'government.comment.CommentPublished':
      return { ...row, status: 'PUBLISHED', moderationReason: event.data.reason };
    case 'government.comment.CommentWithheld':
      return { ...row, status: 'WITHHELD', moderationReason: event.data.reason };
    case 'government.comment.CommentAnswered': {
      const { answer, before } = event.data;
      return { ...row, answerId: answer, earlierAnswers: before === null ? row.earlierAnswers : [...row.earlierAnswers, before] };
    }
  }
}

/** Every comment on a draft, and every answer, found by norm, provision, status and disposition. */
export const comments: Projection = {
  name: 'government.comments',
  version: 1,
  tables: [rows<Comment, CommentEvent>({ entity: Comment, events: commentEvents, keys: (event) => [objectOf(event)], evolve }), answerRows],
  indexes: [
    'CREATE INDEX ON comment ("normId", "submittedAt", id)',
    'CREATE INDEX ON comment ("answerId", "submittedAt", id)',
    'CREATE INDEX ON comment (author, "submittedAt", id)',
    'CREATE INDEX ON comment USING gin (files)',
    'CREATE INDEX ON answer ("normId", id)',
  ],
};
