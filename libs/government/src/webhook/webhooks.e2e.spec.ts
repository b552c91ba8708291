import { EVENT_LOG } from '@concord/event-log';
import { nestLog, ReadModels } from '@concord/projections';
import { Global, Module } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { DataSource } from 'typeorm';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';
import { PostOffice } from './post-office.js';
import { WEBHOOK_TARGETS_ALLOWED } from './target.js';
import { type Answering, type Received, Receiver } from './testing/receiver.js';

/** The receivers of this test listen on the loopback. */
@Global()
@Module({ providers: [{ provide: WEBHOOK_TARGETS_ALLOWED, useValue: 'any' }], exports: [WEBHOOK_TARGETS_ALLOWED] })
class AnyTarget {}

/** Waits until the read model has seen the command. */
const SEEN = 'alertSubscription { id }';

const done = ({ data, codes, messages }: GraphqlAnswer) => {
  expect([codes, messages]).toEqual([[], []]);
  return data;
};

async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('Webhooks of a running platform', () => {
  let running: RunningContext;
  let agency: Ask;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    running = await runContexts(AnyTarget, GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
  });
  afterAll(async () => {
    await running?.stop();
    for (const receiver of receivers) await receiver.close();
  });

  const mutate = async (ask: Ask, command: string, input: object, selection = 'receipt { position }') => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    return done(await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${selection} } }`, { input }))[field];
  };
  const publish = async (normId: string): Promise<void> => {
    const titles = [{ language: 'en', text: `About ${normId.replace(/-\d+$/, '')}` }];
    await mutate(agency, 'DraftNorm', { normId, jurisdiction: 'US', documentType: 'rule', titles });
    await mutate(agency, 'PublishNorm', { normId, publishedOn: '2020-01-01', zone: 'UTC' });
  };
  /** A party of that name with a receiver, which hears of the norms that bear its name. */
  async function listening(name: string, answer?: Answering) {
    const receiver = await Receiver.open(answer);
    receivers.push(receiver);
    const ask = await running.party(name, 'ENTERPRISE', ['ADMIN']);
    await mutate(ask, 'SubscribeToAlerts', { subscriptionId: name, text: name, webhook: `${receiver.url}/alerts` }, SEEN);
    const messages = async (state?: string) =>
      done(
        await ask(`{ alertMessages(subscriptionId: "${name}"${state ? `, state: ${state}` : ''}) {
          nodes { id state outcome attemptAt body attempts { status outcome } } } }`),
      ).alertMessages.nodes;
    const health = async () =>
      done(await ask(`{ alertSubscription(id: "${name}") { webhookHealth { failingSince givenUpAt reason waiting dead } } }`))
        .alertSubscription.webhookHealth;
    return { receiver, ask, messages, health };
  }
  const secrets = async (ask: Ask, name: string): Promise<readonly string[]> =>
    done(await ask(`{ alertSubscription(id: "${name}") { webhookSecrets } }`)).alertSubscription.webhookSecrets;

  test('bring each change once, signed, and write down that they did', async () => {
    const { receiver, ask, messages } = await listening('plain');
    await publish('plain-1');
    await publish('plain-2');
    await until(messages, (all) => all.length === 2 && all.every(({ state }: { state: string }) => state === 'DELIVERED'));
    expect(receiver.received.map(({ body }) => [body.type, body.data.norm])).toEqual([
      ['norm.adopted', 'plain-1'],
      ['norm.adopted', 'plain-2'],
    ]);
    const [first] = receiver.received;
    expect(first).toMatchObject({ path: '/alerts', headers: { 'content-type': 'application/json' } });
    expect(first!.body).toMatchObject({
      timestamp: first!.body.data.recordedAt,
      data: { subscription: 'plain', kind: 'ADOPTED', agency: 'us-cpsc' },
    });
    const [secret = ''] = await secrets(ask, 'plain');
    expect(new Webhook(secret).verify(first!.text, first!.headers as Record<string, string>)).toEqual(first!.body);
    const [told] = await messages('DELIVERED');
    expect(told).toMatchObject({
      id: first!.id,
      body: first!.text,
      outcome: '204',
      attemptAt: null,
      attempts: [{ status: 204, outcome: '204' }],
    });
  });

  test('show their secrets to those who speak for the party, and sign with two while one is replaced', async () => {
    const { receiver, ask } = await listening('rotating');
    const officer = await running.party('rotating-officer', 'ENTERPRISE', ['OFFICER']);
    await mutate(officer, 'SubscribeToAlerts', { subscriptionId: 'of-an-officer', webhook: `${receiver.url}/` }, SEEN);
    expect(await secrets(officer, 'of-an-officer')).toBeNull();
    const [old] = await secrets(ask, 'rotating');
    await mutate(ask, 'RotateWebhookSecret', { subscriptionId: 'rotating' }, SEEN);
    const both = await secrets(ask, 'rotating');
    expect(both).toEqual([expect.stringMatching(/^whsec_/), old]);
    expect(both[0]).not.toBe(old);
    await mutate(officer, 'EndAlertSubscription', { subscriptionId: 'of-an-officer' });
    await publish('rotating-1');
    await until(
      () => receiver.received.length,
      (count) => count === 1,
    );
    const [one] = receiver.received;
    for (const secret of both) expect(new Webhook(secret).verify(one!.text, one!.headers as Record<string, string>)).toEqual(one!.body);
  });

  test('try again by the same id after a failure, and follow no redirect', async () => {
    const elsewhere = await Receiver.open();
    receivers.push(elsewhere);
    let times = 0;
    const { receiver, messages, health } = await listening('failing', (_, response) => {
      times++;
      if (times === 1) response.writeHead(302, { location: elsewhere.url }).end();
      else response.writeHead(200).end('x'.repeat(1_000_000));
    });
    await publish('failing-1');
    await until(
      () => times,
      (count) => count === 1,
    );
    const waiting = await until(
      () => messages('WAITING'),
      ([one]) => one?.outcome != null,
    );
    expect(waiting).toMatchObject([{ outcome: '302: redirects are not followed', attempts: [{ status: 302 }] }]);
    expect(await health()).toMatchObject({ waiting: 1, dead: 0, givenUpAt: null, failingSince: expect.any(String) });
    const [delivered] = await until(
      () => messages('DELIVERED'),
      (all) => all.length === 1,
    );
    expect(delivered.attempts).toMatchObject([{ status: 302 }, { status: 200 }]);
    expect(receiver.received.map(({ id }) => id)).toEqual([delivered.id, delivered.id]);
    expect(elsewhere.received).toEqual([]);
    expect(await health()).toMatchObject({ waiting: 0, failingSince: null });
  });

  test('give a receiver up that is gone, keep what comes as dead letters, and send them again when asked, one or all', async () => {
    let isGone = true;
    const { receiver, ask, messages, health } = await listening('gone', (_, response) => void response.writeHead(isGone ? 410 : 204).end());
    await publish('gone-1');
    await until(health, ({ givenUpAt }) => givenUpAt !== null);
    for (const nth of [2, 3]) await publish(`gone-${nth}`);
    const dead = await until(
      () => messages('DEAD'),
      (all) => all.length === 3,
    );
    expect(dead.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      '410',
      'The receiver was given up',
      'The receiver was given up',
    ]);
    expect(await health()).toMatchObject({ reason: '410', waiting: 0, dead: 3 });
    expect(receiver.received).toHaveLength(1);

    isGone = false;
    await mutate(ask, 'RedeliverAlerts', { subscriptionId: 'gone', messageId: dead[1].id });
    await until(
      () => messages('DELIVERED'),
      (all) => all.length === 1,
    );
    expect(receiver.received.map(({ id }) => id)).toEqual([dead[0].id, dead[1].id]);
    await mutate(ask, 'RedeliverAlerts', { subscriptionId: 'gone' });
    await until(
      () => messages('DELIVERED'),
      (all) => all.length === 3,
    );
    expect(receiver.received.map(({ id }) => id).sort()).toEqual([dead[0].id, ...dead.map(({ id }: { id: string }) => id)].sort());
    expect(await health()).toMatchObject({ givenUpAt: null, dead: 0 });
  });

  /** Another post office, whose clock is ahead. */
  async function ahead(hours: number, retries: readonly number[] | undefined, work: () => Promise<void>): Promise<void> {
    const { app } = running;
    const office = new PostOffice({
      dataSource: app.get(DataSource),
      log: app.get(EVENT_LOG),
      readModels: app.get(ReadModels),
      runtimeLog: nestLog,
      targets: 'any',
      now: () => new Date(Date.now() + hours * 3_600_000),
      ...(retries && { retries }),
    });
    office.start();
    await work();
    await office.stop();
  }

  test('bury a message that was tried often enough, and try the next one all the same', async () => {
    const { messages, health } = await listening('burying', (_, response) => void response.writeHead(503).end());
    await publish('burying-1');
    await until(
      () => messages('WAITING'),
      ([one]) => one?.outcome === '503',
    );
    await ahead(1, [], async () => {
      await until(
        () => messages('DEAD'),
        (all) => all.length === 1,
      );
    });
    await publish('burying-2');
    await until(
      () => messages('WAITING'),
      ([one]) => one?.outcome === '503',
    );
    expect(await health()).toMatchObject({ givenUpAt: null, dead: 1, waiting: 1 });
  });

  test('give a receiver up that did nothing but fail for five days', async () => {
    const { messages, health } = await listening('hopeless', (_, response) => void response.destroy());
    await publish('hopeless-1');
    await until(
      () => messages('WAITING'),
      ([one]) => one?.outcome != null,
    );
    await ahead(5 * 24 + 1, undefined, async () => {
      await until(health, ({ givenUpAt }) => givenUpAt !== null);
    });
    expect(await health()).toMatchObject({ reason: 'no connection: ECONNRESET', dead: 1, waiting: 0 });
  });

  test('tell what happened in a day in one message when it is over, and nothing where nothing happened', async () => {
    const { ask, receiver, messages } = await listening('daily');
    const digest = { every: 'DAY', zone: 'Asia/Shanghai' };
    await mutate(ask, 'ChangeAlertSubscription', { subscriptionId: 'daily', text: 'daily', webhook: `${receiver.url}/digests`, digest });
    await mutate(ask, 'SubscribeToAlerts', { subscriptionId: 'quiet', text: 'nothing-of-it', webhook: `${receiver.url}/quiet`, digest });
    await mutate(ask, 'SubscribeToAlerts', { subscriptionId: 'kept', text: 'daily', digest: { ...digest, every: 'WEEK' } });
    for (const nth of [1, 2, 3]) await publish(`daily-${nth}`);
    await until(
      () => ask('{ inbox { totalCount } }'),
      ({ data }) => data.inbox.totalCount === 3,
    );
    await publish('plain-3');
    await until(
      () => receivers[0]!.received.length,
      (count) => count === 3,
    );
    expect(await messages()).toEqual([]);
    await ahead(8 * 24, undefined, async () => {
      await until(
        () => messages('DELIVERED'),
        (all) => all.length === 1,
      );
    });
    expect(receiver.received).toHaveLength(1);
    const [{ path, body }] = receiver.received as [Received];
    expect([path, body.type, body.data.totalCount]).toEqual(['/digests', 'norm.digest', 3]);
    expect(body.data.changes.map(({ norm, type }: { norm: string; type: string }) => [norm, type])).toEqual(
      ['daily-1', 'daily-2', 'daily-3'].map((norm) => [norm, 'norm.adopted']),
    );
    expect(body.timestamp).toMatch(/T16:00:00\.000Z$/);
    const { alertMessages } = done(await ask('{ alertMessages(subscriptionId: "kept") { nodes { state digest body } } }'));
    expect(alertMessages.nodes).toMatchObject([{ state: 'KEPT', digest: true }]);
    expect(JSON.parse(alertMessages.nodes[0].body).data.totalCount).toBe(3);
  });

  test('send nothing again when the positions of the log become those of another', async () => {
    const { receiver, messages } = await listening('moving');
    await publish('moving-1');
    await until(
      () => messages('DELIVERED'),
      (all) => all.length === 1,
    );
    await running.app.get(DataSource).query('UPDATE government_post.sorted SET log = gen_random_uuid(), position = 1');
    await publish('moving-2');
    await until(
      () => messages('DELIVERED'),
      (all) => all.length === 2,
    );
    expect(receiver.received.map(({ body }) => body.data.norm)).toEqual(['moving-1', 'moving-2']);
  });

  test('drop what waits when the subscription ends', async () => {
    const { ask, messages, receiver } = await listening('ending', (_, response) => void response.writeHead(500).end());
    await publish('ending-1');
    await until(
      () => messages('WAITING'),
      ([one]) => one?.outcome === '500',
    );
    await mutate(ask, 'EndAlertSubscription', { subscriptionId: 'ending' });
    await until(
      () => messages('DROPPED'),
      (all) => all.length === 1,
    );
    expect(receiver.received).toHaveLength(1);
  });
});
