import { InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DispositionEnum } from './answer.commands.js';
import { type AnswerEvent, answerEvents, type Change, type Disposition } from './answer.events.js';

@ObjectType({ description: 'The change of a draft to which comments led.' })
export class DraftChange implements Change {
  @Field(() => Int, { description: 'The draft that brought it.' })
  draft!: number;

  @Field(() => [String], {
    description: 'The provisions that changed, came or went. Empty: its titles, its goods or what it amends changed.',
  })
  eIds!: readonly string[];
}

@ObjectType({ description: 'What an answer said before it was changed.' })
export class EarlierAnswer {
  @Field(() => DispositionEnum, { description: 'What was to become of what the comments ask for.' })
  disposition!: Disposition;

  @Field(() => [LocalizedText], { description: 'Why.' })
  reason!: readonly LocalizedText[];

  @Field(() => DraftChange, { nullable: true, description: 'The change to which the comments led; null where nothing was accepted.' })
  change!: Change | null;

  @Field(() => InstantScalar, { description: 'Until when it said so.' })
  until!: Instant;

  @Field(() => String, { description: 'Why it was changed.' })
  why!: string;
}

@ObjectType({ implements: () => [Node], description: 'What an agency says to comments on a draft: one answer can serve many of them.' })
@Entity({ schema: 'government_comments', name: 'answer' })
export class Answer implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The norm on whose draft the comments were made.' })
  @Column('text')
  normId!: string;

  @Field(() => ID, { description: 'The agency that answers: the id of its party.' })
  @Column('text')
  agency!: string;

  @Field(() => DispositionEnum, { description: 'What becomes of what the comments ask for.' })
  @Column('text')
  disposition!: Disposition;

  @Field(() => [LocalizedText], { description: 'Why.' })
  @JsonColumn()
  reason!: readonly LocalizedText[];

  @Field(() => DraftChange, { nullable: true, description: 'The change to which the comments led; null where nothing was accepted.' })
  @JsonColumn({ nullable: true })
  change!: Change | null;

  @Field(() => InstantScalar, { description: 'When it was first given.' })
  @InstantColumn()
  givenAt!: Instant;

  @Field(() => [EarlierAnswer], { description: 'What it said before, oldest first; empty where it was never changed.' })
  @JsonColumn()
  earlier!: readonly EarlierAnswer[];
}

function evolve(row: Answer | undefined, event: Recorded<AnswerEvent>): Answer | undefined {
  const at = event.metadata.occurredAt;
  if (event.type === 'government.answer.AnswerGiven') return { ...event.data, id: objectOf(event), givenAt: at, earlier: [] };
  if (!row || event.type === 'government.answer.AnswerApplied') return row;
  const { disposition, reason, change } = row;
  const { why, ...decided } = event.data;
  return { ...row, ...decided, earlier: [...row.earlier, { disposition, reason, change, until: at, why }] };
}

/** Of the projection of comments: an answer and the comments that have it are seen together. */
export const answerRows = rows<Answer, AnswerEvent>({
  entity: Answer,
  events: answerEvents,
  keys: (event) => [objectOf(event)],
  evolve,
});
