import { badInput, type CommandInput, type Precondition } from '@concord/graphql';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { addressesOf, RefusedTarget, WEBHOOK_TARGETS_ALLOWED, type WebhookTargets } from './target.js';

/** Nobody subscribes with a webhook to where nothing may be sent, as the names of the Internet stand now. */
@Injectable()
export class ReachableWebhook implements Precondition {
  constructor(@Optional() @Inject(WEBHOOK_TARGETS_ALLOWED) private readonly targets: WebhookTargets = 'public') {}

  async check({ webhook }: CommandInput & { readonly webhook?: string }): Promise<void> {
    if (webhook == null) return;
    try {
      await addressesOf(new URL(webhook), this.targets);
    } catch (error) {
      if (!(error instanceof RefusedTarget)) throw error;
      throw badInput(`webhook: ${error.message}`, { field: 'webhook', value: webhook, rule: error.message });
    }
  }
}
