import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_LOG } from '@concord/event-log';
import { AssociationModule } from '@concord/modules/association';
import { GovernmentModule } from '@concord/modules/government';
import { nestLog, ReadModels } from '@concord/projections';
import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PostOffice } from '../libs/government/src/webhook/post-office.js';
import { WEBHOOK_TARGETS_ALLOWED } from '../libs/government/src/webhook/target.js';
import { Receiver } from '../libs/government/src/webhook/testing/receiver.js';
import { connect, subscribe } from './support/live.js';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from './support/running-context.js';
import { termFor } from './support/term.js';

/** The receiver of this test listens on the loopback. */
@Global()
@Module({ providers: [{ provide: WEBHOOK_TARGETS_ALLOWED, useValue: 'any' }], exports: [WEBHOOK_TARGETS_ALLOWED] })
class AnyTarget {}

const HOUR = 3_600_000;
/** Long enough to vote in, short enough to wait for. */
const SOON = 8_000;
const MEMBERS = ['voter', 'silent', 'waverer', 'latecomer', 'unasked'] as const;
const TITLES = [{ language: 'en', text: 'Returns' }];

const done = ({ data, codes, messages }: GraphqlAnswer) => {
  expect([codes, messages]).toEqual([[], []]);
  return data;
};

async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    await sleep(100);
  }
}

describe('Reminders of a ballot that closes soon, through the API of a running platform', () => {
  let running: RunningContext;
  let receiver: Receiver;
  let outsider: Ask;
  let client: ReturnType<typeof connect>;
  let alerts: ReturnType<typeof subscribe>;
  let closesAt: string;
  const asks = new Map<string, Ask>();
  const as = (party: string): Ask => asks.get(party) as Ask;

  /** @returns the position behind which the command stands */
  const mutate = async (ask: Ask, command: string, input: object): Promise<string> => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    return done(await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, { input }))[field].receipt
      .position;
  };
  const vote = (party: string) => mutate(as(party), 'CastVote', { ballotId: 'ballot', choice: 'APPROVE' });
  const inbox = async (ask: Ask, atLeast = '0') =>
    done(
      await ask(`{ inbox(atLeast: "${atLeast}") { totalCount nodes {
        position kind ballot standardId norm jurisdiction agency documentType hsCodes titles { text } on closesAt subscriptions } } }`),
    ).inbox;
  const messagesOf = async (party: string) =>
    done(await as(party)(`{ alertMessages(subscriptionId: "of-${party}") { nodes { state digest body } } }`)).alertMessages.nodes;

  async function openBallot(association: Ask): Promise<void> {
    // It reminds an hour before it closes, which is soon; what happens afterwards finds it open.
    const periods = { reminders: ['PT1H'] };
    const began = performance.now();
    await mutate(association, 'CreateCommittee', { committeeId: 'odr', names: TITLES, scope: TITLES, ...periods });
    for (const party of MEMBERS) await mutate(association, 'AppointMember', { committeeId: 'odr', party, kind: 'P_MEMBER' });
    await mutate(association, 'ProposeStandard', { standardId: 'returns', committeeId: 'odr', titles: TITLES, scope: TITLES });
    for (const stage of ['WD', 'CD', 'DIS']) await mutate(association, 'AdvanceStandard', { standardId: 'returns', stage });
    await mutate(association, 'SubmitDraft', { standardId: 'returns', sections: [{ eId: 'clause_1', heading: 'Scope', text: TITLES }] });
    closesAt = new Date(Date.now() + HOUR + termFor(SOON, began)).toISOString();
    await mutate(association, 'OpenBallot', { ballotId: 'ballot', standardId: 'returns', closesAt });
  }

  beforeAll(async () => {
    running = await runContexts(AnyTarget, AssociationModule, GovernmentModule);
    receiver = await Receiver.open();
    const association = await running.party('trade-standards', 'ASSOCIATION');
    for (const party of MEMBERS) asks.set(party, await running.party(party, 'ENTERPRISE', ['OFFICER']));
    outsider = await running.party('outsider', 'ENTERPRISE', ['OFFICER']);
    const webhook = `${receiver.url}/alerts`;
    const digest = { every: 'DAY', zone: 'UTC' };
    for (const party of ['voter', 'silent']) {
      await mutate(as(party), 'SubscribeToAlerts', { subscriptionId: `of-${party}`, webhook, ballotReminders: true });
    }
    await mutate(as('waverer'), 'SubscribeToAlerts', { subscriptionId: 'of-waverer', digest, ballotReminders: true });
    await mutate(as('unasked'), 'SubscribeToAlerts', { subscriptionId: 'of-unasked', webhook });
    await mutate(outsider, 'SubscribeToAlerts', { subscriptionId: 'of-outsider', webhook, ballotReminders: true });
    client = connect(running, { authorization: await running.authorization('silent', 'ENTERPRISE') });
    alerts = subscribe(client, 'subscription { alerts(after: "0") { kind ballot } }');
    await openBallot(association);
    await vote('voter');
    await vote('waverer');
    await mutate(as('waverer'), 'WithdrawVote', { ballotId: 'ballot' });
  });
  afterAll(async () => {
    await alerts?.return?.(undefined);
    await client?.dispose();
    await running?.stop();
    await receiver?.close();
  });

  test('reach the inbox of each member that has not voted, and of nobody else', async () => {
    const told = await until(
      () => inbox(as('silent')),
      ({ nodes }) => nodes.length > 0,
    );
    expect(told).toEqual({
      totalCount: 1,
      nodes: [
        {
          position: expect.any(String),
          kind: 'BALLOT_CLOSES_SOON',
          ballot: 'ballot',
          standardId: 'returns',
          titles: [{ text: 'Returns' }],
          closesAt,
          norm: null,
          jurisdiction: null,
          agency: null,
          documentType: null,
          hsCodes: [],
          on: null,
          subscriptions: ['of-silent'],
        },
      ],
    });
    const [{ position }] = told.nodes;
    expect((await inbox(as('waverer'), position)).nodes).toMatchObject([{ position, subscriptions: ['of-waverer'] }]);
    for (const party of ['latecomer', 'unasked']) {
      expect((await inbox(as(party), position)).nodes).toMatchObject([{ position, ballot: 'ballot', subscriptions: [] }]);
    }
    for (const ask of [as('voter'), outsider]) expect(await inbox(ask, position)).toEqual({ totalCount: 0, nodes: [] });
    const { alertSubscription } = done(await as('silent')('{ alertSubscription(id: "of-silent") { ballotReminders } }'));
    expect(alertSubscription).toEqual({ ballotReminders: true });
    expect((await alerts.next()).value?.data).toEqual({ alerts: { kind: 'BALLOT_CLOSES_SOON', ballot: 'ballot' } });
  });

  test('stay in the inbox of who votes afterwards, and do not come to who withdraws then', async () => {
    await vote('latecomer');
    const position = await mutate(as('voter'), 'WithdrawVote', { ballotId: 'ballot' });
    expect((await inbox(as('latecomer'), position)).totalCount).toBe(1);
    expect((await inbox(as('voter'), position)).totalCount).toBe(0);
  });

  test('are posted to who asks for them, once, and told in digests', async () => {
    await until(
      () => messagesOf('silent'),
      ([one]) => one?.state === 'DELIVERED',
    );
    // What was sorted is sorted again, as after the log has moved; the votes have changed since.
    const database = running.app.get(DataSource);
    await database.query('UPDATE government_post.sorted SET log = gen_random_uuid(), position = 0');
    const tomorrow = new PostOffice({
      dataSource: database,
      log: running.app.get(EVENT_LOG),
      readModels: running.app.get(ReadModels),
      runtimeLog: nestLog,
      targets: 'any',
      now: () => new Date(Date.now() + 24 * HOUR),
    });
    tomorrow.start();
    const [kept] = await until(
      () => messagesOf('waverer'),
      (all) => all.length > 0,
    );
    await until(
      () => database.query('SELECT FROM government_post.sorted WHERE position > 0'),
      (rows) => rows.length > 0,
    );
    await tomorrow.stop();
    expect(receiver.received).toMatchObject([
      {
        body: {
          type: 'ballot.closes_soon',
          data: { subscription: 'of-silent', kind: 'BALLOT_CLOSES_SOON', ballot: 'ballot', standardId: 'returns', norm: null, closesAt },
        },
      },
    ]);
    expect(await messagesOf('silent')).toHaveLength(1);
    expect(kept).toMatchObject({ state: 'KEPT', digest: true });
    expect(JSON.parse(kept.body)).toMatchObject({
      type: 'norm.digest',
      data: { subscription: 'of-waverer', totalCount: 1, changes: [{ type: 'ballot.closes_soon', ballot: 'ballot' }] },
    });
    for (const party of ['voter', 'unasked']) expect(await messagesOf(party)).toEqual([]);
  });
});
