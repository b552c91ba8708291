import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PostOfficeDesk } from '../webhook/desk.js';
import { AlertMessage } from '../webhook/message.js';
import { ReachableWebhook } from '../webhook/reachable.js';
import { AttemptsResolver, WebhookResolver } from '../webhook/webhook.resolver.js';
import { alerts } from './alerts.projection.js';
import { InboxResolver } from './inbox.resolver.js';
import { subscription } from './subscription.js';
import { SubscriptionResolver, subscriptionObject } from './subscription.resolver.js';

/** Changes of norms reach those who asked to hear of them: in an inbox, live, by webhooks and in digests. */
@Module({
  imports: [AggregatesModule.of(subscription), ReadModelsModule.of({ projections: [alerts] }), TypeOrmModule.forFeature([AlertMessage])],
  providers: [
    ...subscriptionObject,
    SubscriptionResolver,
    InboxResolver,
    PostOfficeDesk,
    ReachableWebhook,
    WebhookResolver,
    AttemptsResolver,
  ],
})
export class AlertsModule {}
