import {
  addToInstant,
  aggregate,
  canonicalJson,
  type DecisionContext,
  type Duration,
  firstRejection,
  ignored,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import {
  ChangeAlertSubscription,
  EnableWebhook,
  EndAlertSubscription,
  RedeliverAlerts,
  RotateWebhookSecret,
  SubscribeToAlerts,
} from './subscription.commands.js';
import { type SubscriptionEvent, type SubscriptionTerms, subscriptionEvents } from './subscription.events.js';

export const SUBSCRIPTION_STATUSES = ['ACTIVE', 'ENDED'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export interface SubscriptionState {
  readonly status: SubscriptionStatus | 'UNKNOWN';
  readonly party: string;
  readonly edition: number;
  readonly terms: SubscriptionTerms;
  /** Which secret signs its messages. */
  readonly secret: number;
}

const NOTHING: SubscriptionTerms = {
  jurisdictions: [],
  hsCodes: [],
  agencies: [],
  text: null,
  webhook: null,
  digest: null,
  ballotReminders: false,
};

const initialState: SubscriptionState = { status: 'UNKNOWN', party: '', edition: 0, terms: NOTHING, secret: 1 };

/** How long the secret before a new one still signs, so that receivers can change over. */
const OVERLAP = 'P1D' as Duration;

function termsOf({
  jurisdictions,
  hsCodes,
  agencies,
  text,
  webhook,
  digest,
  ballotReminders,
}: ChangeAlertSubscription | SubscribeToAlerts): SubscriptionTerms {
  const sorted = (words: readonly string[] | undefined | null): readonly string[] => [...(words ?? [])].sort();
  return {
    jurisdictions: sorted(jurisdictions),
    hsCodes: sorted(hsCodes),
    agencies: sorted(agencies),
    text: text ?? null,
    webhook: webhook == null ? null : new URL(webhook).href,
    digest: digest ? { every: digest.every, zone: digest.zone as TimeZone } : null,
    ballotReminders: ballotReminders ?? false,
  };
}

function ofTheParty(state: SubscriptionState, { actor }: DecisionContext): Rejection | undefined {
  if (state.status === 'UNKNOWN' || state.party !== actor.party) {
    return reject('SUBSCRIPTION_NOT_FOUND', 'Your party has no subscription with this id', { field: 'subscriptionId' });
  }
  return state.status === 'ENDED' ? reject('SUBSCRIPTION_ENDED', 'The subscription has ended; make another') : undefined;
}

const withWebhook = ({ terms }: SubscriptionState): Rejection | undefined =>
  terms.webhook === null ? reject('NO_WEBHOOK', 'The subscription posts nothing anywhere: it has no webhook') : undefined;

function subscribe(command: SubscribeToAlerts, { status }: SubscriptionState, { actor }: DecisionContext): Outcome<SubscriptionEvent> {
  if (status !== 'UNKNOWN') {
    const { subscriptionId } = command;
    return reject('SUBSCRIPTION_EXISTS', 'There is a subscription with this id already', {
      field: 'subscriptionId',
      value: subscriptionId,
    });
  }
  return [{ type: 'government.subscription.SubscriptionMade', data: { party: actor.party, ...termsOf(command) } }];
}

function change(command: ChangeAlertSubscription, state: SubscriptionState, context: DecisionContext): Outcome<SubscriptionEvent> {
  const refusal = ofTheParty(state, context);
  if (refusal) return refusal;
  const terms = termsOf(command);
  if (canonicalJson(terms) === canonicalJson(state.terms)) return [];
  const { party } = state;
  return [{ type: 'government.subscription.SubscriptionChanged', data: { edition: state.edition + 1, party, ...terms } }];
}

function end(_: EndAlertSubscription, state: SubscriptionState, context: DecisionContext): Outcome<SubscriptionEvent> {
  if (state.status === 'ENDED' && state.party === context.actor.party) return [];
  return ofTheParty(state, context) ?? [{ type: 'government.subscription.SubscriptionEnded', data: { edition: state.edition } }];
}

function rotate(_: RotateWebhookSecret, state: SubscriptionState, context: DecisionContext): Outcome<SubscriptionEvent> {
  return (
    firstRejection(ofTheParty(state, context), withWebhook(state)) ?? [
      {
        type: 'government.subscription.WebhookSecretRotated',
        data: { secret: state.secret + 1, previousUntil: addToInstant(context.now, OVERLAP) },
      },
    ]
  );
}

function enable(_: EnableWebhook, state: SubscriptionState, context: DecisionContext): Outcome<SubscriptionEvent> {
  return firstRejection(ofTheParty(state, context), withWebhook(state)) ?? [{ type: 'government.subscription.WebhookEnabled', data: {} }];
}

function redeliver({ messageId }: RedeliverAlerts, state: SubscriptionState, context: DecisionContext): Outcome<SubscriptionEvent> {
  return (
    firstRejection(ofTheParty(state, context), withWebhook(state)) ?? [
      { type: 'government.subscription.RedeliveryRequested', data: { message: messageId ?? null } },
    ]
  );
}

function evolve(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState {
  switch (event.type) {
    case 'government.subscription.SubscriptionMade': {
      const { party, ...terms } = event.data;
      return { ...initialState, status: 'ACTIVE', party, edition: 1, terms };
    }
    case 'government.subscription.SubscriptionChanged': {
      const { edition, party, ...terms } = event.data;
      return { ...state, edition, party, terms };
    }
    case 'government.subscription.SubscriptionEnded':
      return { ...state, status: 'ENDED' };
    case 'government.subscription.WebhookSecretRotated':
      return { ...state, secret: event.data.secret };
    case 'government.subscription.WebhookEnabled':
    case 'government.subscription.RedeliveryRequested':
      return state;
    default:
      return ignored(state, event);
  }
}

/** What a party wants to hear of, and where: made, changed, ended. */
export const subscription = aggregate<SubscriptionState, SubscriptionEvent>({
  name: 'government.subscription',
  events: subscriptionEvents,
  initialState,
  evolve,
  // What a party watches is its own business, and an address may be a secret.
  disclosedTo: ({ party }, reader) => reader !== null && reader.party === party,
  concerns: ({ party }) => ({ parties: [party], jurisdictions: [] }),
  decisions: [
    on(SubscribeToAlerts, 'subscriptionId', subscribe),
    on(ChangeAlertSubscription, 'subscriptionId', change),
    on(EndAlertSubscription, 'subscriptionId', end),
    on(RotateWebhookSecret, 'subscriptionId', rotate),
    on(EnableWebhook, 'subscriptionId', enable),
    on(RedeliverAlerts, 'subscriptionId', redeliver),
  ],
});
