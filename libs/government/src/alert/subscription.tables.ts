import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, ignored, objectOf, type Position, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, PositionColumn, rows, TextArrayColumn } from '@concord/projections';
import { jurisdictionsOf } from '@concord/reference-data';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Digest, Rhythm } from './digest.js';
import { RhythmEnum } from './subscription.commands.js';
import {
  type RedeliveryRequested,
  type SubscriptionChanged,
  type SubscriptionEnded,
  type SubscriptionEvent,
  type SubscriptionMade,
  type SubscriptionTerms,
  subscriptionEvents,
} from './subscription.events.js';
import { SUBSCRIPTION_STATUSES, type SubscriptionStatus } from './subscription.js';

export const SubscriptionStatusEnum = graphqlEnum(
  'AlertSubscriptionStatus',
  SUBSCRIPTION_STATUSES,
  'Whether a subscription still brings alerts.',
);

@ObjectType({ description: 'How often what happened is told together.' })
export class AlertDigest implements Digest {
  @Field(() => RhythmEnum, { description: 'Every day as it begins, or every Monday as it begins.' })
  every!: Rhythm;

  @Field(() => String, { description: 'The IANA time zone in which the days begin.' })
  zone!: Digest['zone'];
}

@ObjectType({ implements: () => [Node], description: 'What a party wants to hear of, and how. It alone sees it.' })
@Entity({ schema: 'government_alerts', name: 'subscription' })
export class AlertSubscription implements SubscriptionTerms, Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'Whose it is: the id of the party.' })
  @Column('text')
  party!: string;

  @Field(() => SubscriptionStatusEnum, { description: 'Whether it still brings alerts.' })
  @Column('text')
  status!: SubscriptionStatus;

  @Field(() => [String], { description: 'Norms of these countries and blocs; empty: of all.' })
  @TextArrayColumn()
  jurisdictions!: readonly string[];

  @Field(() => [String], { description: 'Norms about these goods, by HS code; empty: about all.' })
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @Field(() => [String], { description: 'Norms of these agencies, by their parties; empty: of all.' })
  @TextArrayColumn()
  agencies!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Norms with these words; null: with any.' })
  @Column('text', { nullable: true })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'Where messages are posted; null: nowhere.' })
  @Column('text', { nullable: true })
  webhook!: string | null;

  @Field(() => AlertDigest, { nullable: true, description: 'Null: every change is told at once, by itself.' })
  @JsonColumn({ nullable: true })
  digest!: AlertDigest | null;

  @Field(() => Boolean, { description: 'Whether messages are also made of reminders of ballots in which the party has not voted.' })
  @Column('boolean')
  ballotReminders!: boolean;

  @Field(() => InstantScalar, { description: 'When it was made.' })
  @InstantColumn()
  madeAt!: Instant;

  /** Which secret signs its messages, and until when the one before does, too. */
  @Column('int')
  secret!: number;

  @InstantColumn({ nullable: true })
  previousSecretUntil!: Instant | null;

  /** Its last revision that says where to post, or to try again there: a receiver that was given up was so for one of these. */
  @Column('int')
  enabledIn!: number;
}

function evolveSubscription(row: AlertSubscription | undefined, event: Recorded<SubscriptionEvent>): AlertSubscription | undefined {
  const { revision } = event;
  if (event.type === 'government.subscription.SubscriptionMade') {
    const id = objectOf(event);
    return { id, status: 'ACTIVE', ...event.data, madeAt: event.recordedAt, secret: 1, previousSecretUntil: null, enabledIn: revision };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'government.subscription.SubscriptionChanged': {
      const { edition: _, ...terms } = event.data;
      return { ...row, ...terms, enabledIn: terms.webhook === row.webhook ? row.enabledIn : revision };
    }
    case 'government.subscription.SubscriptionEnded':
      return { ...row, status: 'ENDED' };
    case 'government.subscription.WebhookSecretRotated':
      return { ...row, secret: event.data.secret, previousSecretUntil: event.data.previousUntil };
    case 'government.subscription.WebhookEnabled':
    case 'government.subscription.RedeliveryRequested':
      return { ...row, enabledIn: revision };
    default:
      return ignored(row, event);
  }
}

export const subscriptions = rows<AlertSubscription, SubscriptionEvent>({
  entity: AlertSubscription,
  events: subscriptionEvents,
  keys: (event) => [objectOf(event)],
  evolve: evolveSubscription,
});

/** One edition of a subscription's terms: what it matches, and between which positions of the log. */
@Entity({ schema: 'government_alerts', name: 'interest' })
export class Interest {
  @PrimaryColumn('text')
  subscription!: string;

  @PrimaryColumn('int')
  edition!: number;

  @Column('text')
  party!: string;

  /** What is recorded behind this position is matched … */
  @PositionColumn()
  since!: Position;

  /** … up to this one; null: to the end. */
  @PositionColumn({ nullable: true })
  until!: Position | null;

  /** All whose rules reach the places that are named. */
  @TextArrayColumn()
  jurisdictions!: readonly string[];

  @TextArrayColumn()
  hsCodes!: readonly string[];

  @TextArrayColumn()
  agencies!: readonly string[];

  @Column('text', { nullable: true })
  text!: string | null;

  @JsonColumn({ nullable: true })
  digest!: Digest | null;

  /** Whether messages are made of it: it is posted, or told in digests. */
  @Column('boolean')
  posted!: boolean;

  /** Whether it is also in reminders of ballots. */
  @Column('boolean')
  ballotReminders!: boolean;
}

type InterestEvent = SubscriptionMade | SubscriptionChanged | SubscriptionEnded;

const editionOf = (event: InterestEvent): number => (event.type === 'government.subscription.SubscriptionMade' ? 1 : event.data.edition);

/** The edition that begins, and the one that ends with it. */
function editionsTouched(event: InterestEvent): readonly number[] {
  const edition = editionOf(event);
  return event.type === 'government.subscription.SubscriptionChanged' ? [edition - 1, edition] : [edition];
}

export const interests = rows<Interest, InterestEvent>({
  entity: Interest,
  events: pick(
    subscriptionEvents,
    'government.subscription.SubscriptionMade',
    'government.subscription.SubscriptionChanged',
    'government.subscription.SubscriptionEnded',
  ),
  keys: (event) => editionsTouched(event).map((edition) => [objectOf(event), edition]),
  evolve(row, event) {
    if (row) return { ...row, until: event.position };
    if (event.type === 'government.subscription.SubscriptionEnded') return undefined;
    const { party, jurisdictions, hsCodes, agencies, text, webhook, digest, ballotReminders } = event.data;
    return {
      subscription: objectOf(event),
      edition: editionOf(event),
      party,
      since: event.position,
      until: null,
      jurisdictions: [...new Set(jurisdictions.flatMap(jurisdictionsOf))],
      hsCodes,
      agencies,
      text,
      digest,
      posted: webhook !== null || digest !== null,
      ballotReminders,
    };
  },
});

/** A party's wish to have dead messages sent again. */
@Entity({ schema: 'government_alerts', name: 'redelivery' })
export class Redelivery {
  @PrimaryColumn('text')
  subscription!: string;

  @PrimaryColumn('int')
  revision!: number;

  @PositionColumn()
  position!: Position;

  /** Null: all that are dead. */
  @Column('text', { nullable: true })
  message!: string | null;
}

export const redeliveries = rows<Redelivery, RedeliveryRequested>({
  entity: Redelivery,
  events: pick(subscriptionEvents, 'government.subscription.RedeliveryRequested'),
  keys: (event) => [[objectOf(event), event.revision]],
  evolve(_, event) {
    const { revision, position, data } = event;
    return { subscription: objectOf(event), revision, position, message: data.message };
  },
});
