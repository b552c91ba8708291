import {
  CalledBy,
  type Caller,
  Connection,
  ConnectionArgs,
  InstantScalar,
  loaderOf,
  notFound,
  type Page,
  paginate,
  ReadBy,
  type Reader,
  Reads,
} from '@concord/graphql';
import { type Instant, instantOf, membersOf, PARTY_KINDS } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { alerts } from '../alert/alerts.projection.js';
import { AlertSubscription } from '../alert/subscription.tables.js';
import { AlertMessage, DeliveryAttempt, MESSAGE_STATES, type MessageState, MessageStateEnum } from './message.js';
import { secretsAt } from './signature.js';
import { signingKey } from './tables.js';

@ObjectType({ description: 'How it goes with a webhook.' })
export class WebhookHealth {
  @Field(() => InstantScalar, { nullable: true, description: 'Since when every attempt has failed; null while they do not.' })
  failingSince!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the receiver was given up; null while it is not.' })
  givenUpAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why it was given up.' })
  reason!: string | null;

  @Field(() => Int, { description: 'How many messages wait for their next attempt.' })
  waiting!: number;

  @Field(() => Int, { description: 'How many messages were given up, and can be sent again.' })
  dead!: number;
}

const MessageConnection = Connection(AlertMessage);

@ArgsType()
class MessagesArgs extends ConnectionArgs {
  @Field(() => ID, { description: 'The subscription.' })
  @IsHandle()
  subscriptionId!: string;

  @Field(() => MessageStateEnum, { nullable: true, description: 'Only messages of which this became; `DEAD` is the list of dead letters.' })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;
}

const HEALTH = `
  SELECT CASE WHEN r.given_up_in = $2 THEN r.given_up_at END AS "givenUpAt", CASE WHEN r.given_up_in = $2 THEN r.reason END AS reason,
    r.failing_since AS "failingSince", count(m.id) FILTER (WHERE m.state = 'WAITING')::int AS waiting,
    count(m.id) FILTER (WHERE m.state = 'DEAD')::int AS dead
  FROM (SELECT $1::text AS id) s LEFT JOIN government_post.receiver r ON r.subscription = s.id
  LEFT JOIN government_post.message m ON m.subscription = s.id AND m.state IN ('WAITING', 'DEAD')
  GROUP BY r.given_up_in, r.given_up_at, r.reason, r.failing_since`;

type HealthRow = Omit<WebhookHealth, 'failingSince' | 'givenUpAt'> & {
  readonly failingSince: Date | null;
  readonly givenUpAt: Date | null;
};

/** What becomes of the messages of a subscription: its party alone sees it. */
@Resolver(() => AlertSubscription)
export class WebhookResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => MessageConnection, { description: 'The messages of a subscription, in the order in which they were made.' })
  @ReadBy(membersOf(...PARTY_KINDS))
  @Reads(alerts)
  async alertMessages(
    @Args() { subscriptionId, state, ...page }: MessagesArgs,
    @CalledBy() { actor }: Caller,
  ): Promise<Page<AlertMessage>> {
    const subscription = await this.dataSource.getRepository(AlertSubscription).findOneBy({ id: subscriptionId, party: actor.party });
    if (!subscription) throw notFound('subscription of your party', subscriptionId, 'subscriptionId');
    const found = this.dataSource
      .getRepository(AlertMessage)
      .createQueryBuilder('message')
      .where('message.subscription = :subscriptionId', { subscriptionId });
    if (state) found.andWhere('message.state = :state', { state });
    return paginate(found, [{ property: 'number', direction: 'ASC' }], page);
  }

  @ResolveField(() => WebhookHealth, { nullable: true, description: 'How it goes with the webhook; null where there is none.' })
  async webhookHealth(@Parent() { id, webhook, enabledIn }: AlertSubscription): Promise<WebhookHealth | null> {
    if (webhook === null) return null;
    const [row] = await this.dataSource.query<HealthRow[]>(HEALTH, [id, enabledIn]);
    return row
      ? { ...row, failingSince: row.failingSince && instantOf(row.failingSince), givenUpAt: row.givenUpAt && instantOf(row.givenUpAt) }
      : null;
  }

  @ResolveField(() => [String], {
    description:
      'The secrets with which messages are signed now, the newest first: for persons who speak for the party (`ADMIN`). Null for others, and where there is no webhook.',
    nullable: true,
  })
  async webhookSecrets(@Parent() subscription: AlertSubscription, @CalledBy() { actor }: Reader): Promise<readonly string[] | null> {
    if (subscription.webhook === null || !actor?.roles.includes('ADMIN')) return null;
    return secretsAt(await signingKey(this.dataSource), subscription, new Date());
  }
}

const ATTEMPTS = `
  SELECT message, at, took_ms AS "tookMs", status, outcome FROM government_post.attempt WHERE message = ANY ($1) ORDER BY message, nth`;

type AttemptRow = Omit<DeliveryAttempt, 'at'> & { readonly message: string; readonly at: Date };

/** The attempts of messages. */
@Resolver(() => AlertMessage)
export class AttemptsResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @ResolveField(() => [DeliveryAttempt], { description: 'Every attempt to post it, oldest first.' })
  attempts(@Parent() { id }: AlertMessage, @CalledBy() reader: Reader): Promise<readonly DeliveryAttempt[]> {
    return loaderOf(reader, AttemptsResolver, (ids: readonly string[]) => this.attemptsOf(ids)).load(id);
  }

  private async attemptsOf(ids: readonly string[]): Promise<readonly (readonly DeliveryAttempt[])[]> {
    const rows = await this.dataSource.query<AttemptRow[]>(ATTEMPTS, [ids]);
    const attempts = rows.map(({ message, at, ...row }) => ({ message, attempt: { ...row, at: instantOf(at) } }));
    return ids.map((id) => attempts.filter(({ message }) => message === id).map(({ attempt }) => attempt));
  }
}
