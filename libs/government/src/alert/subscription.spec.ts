import type { Actor, Instant, TimeZone } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  ChangeAlertSubscription,
  EnableWebhook,
  EndAlertSubscription,
  RedeliverAlerts,
  RotateWebhookSecret,
  SubscribeToAlerts,
} from './subscription.commands.js';
import type { SubscriptionEvent } from './subscription.events.js';
import { subscription } from './subscription.js';

const shop: Actor = { person: 'lin', party: 'shenzhen-toys', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const rival: Actor = { ...shop, party: 'rival' };
const asShop = { actor: shop };

const id = { subscriptionId: 'toys-us' };
const subscribe = (fields: Partial<SubscribeToAlerts> = {}) => Object.assign(new SubscribeToAlerts(), { ...id, ...fields });
const change = (fields: Partial<ChangeAlertSubscription> = {}) => Object.assign(new ChangeAlertSubscription(), { ...id, ...fields });
const end = () => Object.assign(new EndAlertSubscription(), id);
const rotate = () => Object.assign(new RotateWebhookSecret(), id);
const enable = () => Object.assign(new EnableWebhook(), id);
const redeliver = (messageId?: string) => Object.assign(new RedeliverAlerts(), { ...id, ...(messageId && { messageId }) });

const NOTHING = { jurisdictions: [], hsCodes: [], agencies: [], text: null, webhook: null, digest: null, ballotReminders: false };
const made = (terms: object = {}): SubscriptionEvent => ({
  type: 'government.subscription.SubscriptionMade',
  data: { party: 'shenzhen-toys', ...NOTHING, ...terms },
});
const changed = (edition: number, terms: object = {}): SubscriptionEvent => ({
  type: 'government.subscription.SubscriptionChanged',
  data: { edition, party: 'shenzhen-toys', ...NOTHING, ...terms },
});
const webhook = 'https://example.com/alerts';

test('a party says what it wants to hear of; what it leaves out is not limited', () => {
  given(subscription).when(subscribe(), asShop).then(made());
  given(subscription)
    .when(subscribe({ jurisdictions: ['US', 'EU'], hsCodes: ['9503', '61'], agencies: ['us-cpsc'], text: 'toys', webhook }), asShop)
    .then(made({ jurisdictions: ['EU', 'US'], hsCodes: ['61', '9503'], agencies: ['us-cpsc'], text: 'toys', webhook }));
  given(subscription)
    .when(subscribe({ digest: { every: 'WEEK', zone: 'Asia/Shanghai' } }), asShop)
    .then(made({ digest: { every: 'WEEK', zone: 'Asia/Shanghai' as TimeZone } }));
});

test('a subscription brings reminders of ballots where it says so, and no longer where it is changed without saying so', () => {
  given(subscription)
    .when(subscribe({ ballotReminders: true }), asShop)
    .then(made({ ballotReminders: true }))
    .when(change({ ballotReminders: true }), asShop)
    .thenNothing()
    .when(change(), asShop)
    .then(changed(2));
});

test('an id is given once', () => {
  given(subscription, made()).when(subscribe(), asShop).thenRejected('SUBSCRIPTION_EXISTS', 'subscriptionId');
});

test('each change of the terms is an edition, and the same terms again are none', () => {
  given(subscription, made())
    .when(change({ text: 'toys' }), asShop)
    .then(changed(2, { text: 'toys' }))
    .when(change({ text: 'toys' }), asShop)
    .thenNothing()
    .when(change({ text: 'dolls' }), asShop)
    .then(changed(3, { text: 'dolls' }));
});

test('a subscription that has ended brings nothing and changes no more', () => {
  given(subscription, made({ webhook }))
    .when(end(), asShop)
    .then({ type: 'government.subscription.SubscriptionEnded', data: { edition: 1 } })
    .when(end(), asShop)
    .thenNothing()
    .when(change({ text: 'toys' }), asShop)
    .thenRejected('SUBSCRIPTION_ENDED')
    .when(redeliver(), asShop)
    .thenRejected('SUBSCRIPTION_ENDED');
});

test('to others it is as if it were not there', () => {
  const asRival = { actor: rival };
  for (const command of [change(), end(), rotate(), enable(), redeliver()]) {
    given(subscription, made({ webhook })).when(command, asRival).thenRejected('SUBSCRIPTION_NOT_FOUND', 'subscriptionId');
    given(subscription).when(command, asShop).thenRejected('SUBSCRIPTION_NOT_FOUND', 'subscriptionId');
  }
});

test('a new secret is counted and never told, and the one before is good for another day', () => {
  const rotated = (secret: number): SubscriptionEvent => ({
    type: 'government.subscription.WebhookSecretRotated',
    data: { secret, previousUntil: '2026-03-02T12:00:00.000Z' as Instant },
  });
  given(subscription, made({ webhook })).when(rotate(), asShop).then(rotated(2)).when(rotate(), asShop).then(rotated(3));
});

test('without a webhook there is no secret, nothing to try again and nothing to send again', () => {
  for (const command of [rotate(), enable(), redeliver()]) given(subscription, made()).when(command, asShop).thenRejected('NO_WEBHOOK');
});

test('dead messages are sent again one by one, or all', () => {
  const requested = (message: string | null): SubscriptionEvent => ({
    type: 'government.subscription.RedeliveryRequested',
    data: { message },
  });
  given(subscription, made({ webhook }))
    .when(redeliver('msg_1'), asShop)
    .then(requested('msg_1'))
    .when(redeliver(), asShop)
    .then(requested(null))
    .when(enable(), asShop)
    .then({ type: 'government.subscription.WebhookEnabled', data: {} });
});

test('its history is for its party alone', () => {
  const state = subscription.evolve(subscription.initialState, made());
  const now = '2026-03-01T12:00:00.000Z' as Instant;
  expect([shop, rival, null, { ...rival, kind: 'AUDITOR' as const }].map((reader) => subscription.disclosedTo(state, reader, now))).toEqual(
    [true, false, false, false],
  );
});

describe('What a subscription names', () => {
  const faults = (fields: object) => validateSync(plainToInstance(SubscribeToAlerts, { ...id, ...fields })).map(({ property }) => property);

  test.each([
    ['jurisdictions', ['XX']],
    ['jurisdictions', ['US', 'US']],
    ['hsCodes', ['77']],
    ['agencies', ['No Handle']],
    ['text', ''],
    ['text', '-toys'],
    ['text', '…'],
    ['text', 'a'.repeat(501)],
    ['webhook', 'example.com'],
    ['webhook', 'ftp://example.com'],
    ['webhook', 7],
    ['ballotReminders', 'yes'],
    ['digest', { every: 'HOUR', zone: 'UTC' }],
    ['digest', { every: 'DAY', zone: 'Nowhere' }],
  ])('is checked: %s %j is refused', (field, value) => {
    expect(faults({ [field]: value })).toEqual([field]);
  });

  test('is accepted where it exists', () => {
    expect(faults({})).toEqual([]);
    const digest = { every: 'DAY', zone: 'Asia/Shanghai' };
    expect(
      faults({
        jurisdictions: ['US', 'EU'],
        hsCodes: ['95', '9503'],
        agencies: ['us-cpsc'],
        text: 'toys or "lead paint" -shoes',
        webhook,
        digest,
      }),
    ).toEqual([]);
    expect(faults({ text: '玩具' })).toEqual([]);
  });
});
