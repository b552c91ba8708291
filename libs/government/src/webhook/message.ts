import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import type { Instant } from '@concord/kernel';
import { InstantColumn } from '@concord/projections';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const MESSAGE_STATES = ['WAITING', 'DELIVERED', 'DEAD', 'DROPPED', 'KEPT'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const MessageStateEnum = graphqlEnum(
  'AlertMessageState',
  MESSAGE_STATES,
  'What became of a message: it waits for its next attempt; the receiver has it; it was given up and can be sent again; it was dropped as the subscription ended; or there is no webhook and it is kept to be read here.',
);

@ObjectType({ description: 'One attempt to post a message.' })
export class DeliveryAttempt {
  @Field(() => InstantScalar, { description: 'When it began.' })
  at!: Instant;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  tookMs!: number;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null when there was none.' })
  status!: number | null;

  @Field(() => String, { description: 'What came of it.' })
  outcome!: string;
}

/** A row of the post office, as far as a subscriber sees it. */
@ObjectType({ description: 'A message about one change, or the digest of a day or week.' })
@Entity({ schema: 'government_post', name: 'message', synchronize: false })
export class AlertMessage implements Pick<Node, 'id'> {
  @Field(() => ID, { description: 'Its id, the same in every attempt: the header `webhook-id`.' })
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  subscription!: string;

  /** Counts all messages, as they are made. */
  @Column('bigint', { unique: true })
  number!: string;

  @Field(() => InstantScalar, { description: 'When it was made.' })
  @InstantColumn()
  madeAt!: Instant;

  @Field(() => Boolean, { description: 'Whether it is the digest of a day or week.' })
  @Column('boolean')
  digest!: boolean;

  @Field(() => String, { description: 'What is posted: JSON, byte for byte.' })
  @Column('text')
  body!: string;

  @Field(() => MessageStateEnum, { description: 'What became of it.' })
  @Column('text')
  state!: MessageState;

  @Field(() => InstantScalar, { nullable: true, description: 'When it is tried next; null where it is not.' })
  @InstantColumn({ nullable: true })
  attemptAt!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was delivered or given up; null while it waits.' })
  @InstantColumn({ nullable: true })
  settledAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'What came of the last attempt, or why there is none; null before the first.' })
  @Column('text', { nullable: true })
  outcome!: string | null;
}
