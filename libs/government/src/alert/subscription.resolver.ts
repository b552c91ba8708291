import { CalledBy, type Caller, Connection, ConnectionArgs, governed, type Page, paginate, ReadBy, Reads } from '@concord/graphql';
import { type Actor, membersOf, PARTY_KINDS } from '@concord/kernel';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ReachableWebhook } from '../webhook/reachable.js';
import { alerts } from './alerts.projection.js';
import {
  ChangeAlertSubscription,
  EnableWebhook,
  EndAlertSubscription,
  RedeliverAlerts,
  RotateWebhookSecret,
  SubscribeToAlerts,
} from './subscription.commands.js';
import { AlertSubscription } from './subscription.tables.js';

const anyParty = membersOf(...PARTY_KINDS);

export const ofTheReader = ({ party }: AlertSubscription, reader: Actor | null): boolean => reader?.party === party;

export const subscriptionObject = governed({
  object: AlertSubscription,
  field: 'alertSubscription',
  projection: alerts,
  readBy: [anyParty],
  visibleTo: ofTheReader,
  commands: [
    [SubscribeToAlerts, 'Lets your party hear of every change of the norms that it names.', ReachableWebhook],
    [ChangeAlertSubscription, 'Changes what a subscription brings, and where.', ReachableWebhook],
    [EndAlertSubscription, 'Ends a subscription.'],
    [RotateWebhookSecret, 'Gives a webhook a new secret.'],
    [EnableWebhook, 'Has a receiver tried again that was given up.'],
    [RedeliverAlerts, 'Sends again what could not be delivered.'],
  ],
});

const SubscriptionConnection = Connection(AlertSubscription);

@Resolver(() => AlertSubscription)
export class SubscriptionResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => SubscriptionConnection, { description: 'What your party has asked to hear of, in the order of the ids.' })
  @ReadBy(anyParty)
  @Reads(alerts)
  alertSubscriptions(@Args() page: ConnectionArgs, @CalledBy() { actor }: Caller): Promise<Page<AlertSubscription>> {
    const found = this.dataSource
      .getRepository(AlertSubscription)
      .createQueryBuilder('subscription')
      .where('subscription.party = :party', { party: actor.party });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
