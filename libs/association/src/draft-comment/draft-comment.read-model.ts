import { InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows } from '@concord/projections';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DraftCommentDisposition, DraftCommentKind } from './draft-comment.commands.js';
import {
  type CommentContent,
  type CommentDisposition,
  type CommentKind,
  type CommentVerdict,
  type DraftCommentEvent,
  draftCommentEvents,
} from './draft-comment.events.js';

@ObjectType({ description: 'What was said to a comment on a draft before it was said anew.' })
export class EarlierVerdict implements CommentVerdict {
  @Field(() => DraftCommentDisposition, { description: 'What had become of it.' })
  disposition!: CommentDisposition;

  @Field(() => String, { nullable: true, description: 'What was said to it.' })
  observation!: string | null;

  @Field(() => Int, { nullable: true, description: 'The draft in which the change came.' })
  resultingDraft!: number | null;

  @Field(() => InstantScalar, { description: 'When it was said.' })
  disposedAt!: Instant;
}

@ObjectType({ implements: () => [Node], description: 'What a member of a committee says to a draft of a standard.' })
@Entity({ schema: 'association_draft_comments', name: 'draft_comment' })
export class DraftComment implements Pick<Node, 'id'>, CommentContent {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The standard.' })
  @Column('text')
  standardId!: string;

  @Field(() => ID, { description: 'The association whose standard it is: the id of its party.' })
  @Column('text')
  association!: string;

  @Field(() => Int, { description: 'The draft that it is about; the first is 1.' })
  @Column('integer')
  draftVersion!: number;

  @Field(() => ID, { description: 'The party that made it.' })
  @Column('text')
  author!: string;

  @Field(() => String, { nullable: true, description: 'The eId of the section that it is about; null: the whole.' })
  @Column('text', { nullable: true })
  clause!: string | null;

  /** Where the section stands in the draft: what orders comments as the text goes. */
  @Column('integer')
  place!: number;

  @Field(() => String, { nullable: true, description: 'The line, or lines, as the author counts them.' })
  @Column('text', { nullable: true })
  line!: string | null;

  @Field(() => String, { nullable: true, description: 'The paragraph, figure or table in the section.' })
  @Column('text', { nullable: true })
  element!: string | null;

  @Field(() => DraftCommentKind, { description: 'Whether it is general, technical or editorial.' })
  @Column('text')
  kind!: CommentKind;

  @Field(() => String, { description: 'What it says.' })
  @Column('text')
  text!: string;

  @Field(() => String, { nullable: true, description: 'What the draft should say instead.' })
  @Column('text', { nullable: true })
  proposedChange!: string | null;

  @Field(() => InstantScalar, { description: 'When it was made.' })
  @InstantColumn()
  commentedAt!: Instant;

  @Field(() => Boolean, { description: 'Whether its author has taken it back.' })
  @Column('boolean')
  withdrawn!: boolean;

  @Field(() => DraftCommentDisposition, { nullable: true, description: 'What became of it; null as long as nothing was said.' })
  @Column('text', { nullable: true })
  disposition!: CommentDisposition | null;

  @Field(() => String, { nullable: true, description: 'What is said to it.' })
  @Column('text', { nullable: true })
  observation!: string | null;

  @Field(() => Int, { nullable: true, description: 'The draft in which the change came; null where none is named.' })
  @Column('integer', { nullable: true })
  resultingDraft!: number | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it got this disposition.' })
  @InstantColumn({ nullable: true })
  disposedAt!: Instant | null;

  @Field(() => [EarlierVerdict], { description: 'What was said to it before, oldest first.' })
  @JsonColumn()
  earlier!: readonly EarlierVerdict[];
}

const earlierOf = ({ disposition, observation, resultingDraft, disposedAt, earlier }: DraftComment): readonly EarlierVerdict[] =>
  disposition === null || disposedAt === null ? earlier : [...earlier, { disposition, observation, resultingDraft, disposedAt }];

function evolve(row: DraftComment | undefined, event: Recorded<DraftCommentEvent>): DraftComment | undefined {
  if (event.type === 'association.draft-comment.DraftCommented') {
    const undisposed = { disposition: null, observation: null, resultingDraft: null, disposedAt: null, earlier: [] };
    return { id: objectOf(event), ...event.data, withdrawn: false, ...undisposed };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'association.draft-comment.DraftCommentWithdrawn':
      return { ...row, withdrawn: true };
    case 'association.draft-comment.DraftCommentDisposed':
      return { ...row, ...event.data, earlier: earlierOf(row) };
  }
}

/** Every comment on a draft of a standard, with what became of it. */
export const draftComments: Projection = {
  name: 'association.draft-comments',
  version: 1,
  tables: [
    rows<DraftComment, DraftCommentEvent>({
      entity: DraftComment,
      events: draftCommentEvents,
      keys: (event) => [objectOf(event)],
      evolve,
    }),
  ],
  indexes: [
    'CREATE INDEX ON draft_comment ("standardId", "draftVersion", place, "commentedAt", id)',
    'CREATE INDEX ON draft_comment (author, "standardId", "draftVersion", place, "commentedAt", id)',
  ],
};
