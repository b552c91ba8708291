import { connect, subscribe } from '../../../../test/support/live.js';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const done = ({ data, codes, messages }: GraphqlAnswer) => {
  expect([codes, messages]).toEqual([[], []]);
  return data;
};

describe('Alerts, through the API of a running platform', () => {
  let running: RunningContext;
  let cpsc: Ask;
  let eu: Ask;
  /** The position of the last act. */
  let last = '0';

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    cpsc = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
    eu = await running.party('eu-grow', 'AGENCY', ['OFFICER', 'ADMIN'], 'EU');
  });
  afterAll(() => running?.stop());

  const mutate = async (ask: Ask, command: string, input: object): Promise<string> => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const issue = () => ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    let answer = await issue();
    // The comments of a consultation that has just ended are counted in a moment.
    while (answer.codes.includes('COMMENTS_NOT_COUNTED')) answer = await issue();
    last = done(answer)[field].receipt.position;
    return last;
  };
  const draft = (ask: Ask, normId: string, fields: object = {}) =>
    mutate(ask, 'DraftNorm', {
      normId,
      jurisdiction: ask === eu ? 'EU' : 'US',
      documentType: 'rule',
      titles: [{ language: 'en', text: `About ${normId}` }],
      provisions: [{ eId: 'sec_1', text: [{ language: 'en', text: 'Whoever sells toys tests them for lead paint.' }] }],
      ...fields,
    });
  const publish = (ask: Ask, normId: string, fields: object = {}) =>
    mutate(ask, 'PublishNorm', { normId, publishedOn: '2020-01-01', zone: 'UTC', ...fields });
  const inbox = async (ask: Ask, args = '', selection = 'kind norm'): Promise<readonly Record<string, unknown>[]> =>
    done(await ask(`{ inbox(atLeast: "${last}", first: 100${args}) { nodes { ${selection} } } }`)).inbox.nodes;
  const norms = async (ask: Ask): Promise<readonly unknown[]> => (await inbox(ask)).map(({ norm }) => norm);

  test('everything that happens to a norm reaches who asked for it, once and in order, from then on', async () => {
    const shop = await running.party('all-ears', 'ENTERPRISE', ['OFFICER']);
    await draft(cpsc, 'life');
    const window = { opensAt: '2020-01-01T00:00:00Z', closesAt: '2999-01-01T00:00:00Z', zone: 'UTC' };
    await mutate(cpsc, 'OpenConsultation', { normId: 'life', window });
    await mutate(shop, 'SubscribeToAlerts', { subscriptionId: 'life-of-it' });
    await mutate(shop, 'SubscribeToAlerts', { subscriptionId: 'life-again', jurisdictions: ['US'] });
    await mutate(cpsc, 'ExtendConsultation', { normId: 'life', closesAt: '2999-02-01T00:00:00Z', reason: 'More time' });
    await mutate(cpsc, 'WithdrawConsultation', { normId: 'life', reason: 'Not yet' });
    await publish(cpsc, 'life');
    await mutate(cpsc, 'CommenceNorm', { normId: 'life', inForceFrom: '2998-01-01' });
    const provision = { eId: 'sec_1', text: [{ language: 'en', text: 'Nobody sells toys with lead paint.' }] };
    const operations = [{ operation: 'SUBSTITUTE', provision }];
    await mutate(cpsc, 'AmendNorm', { normId: 'life', inForceFrom: '2998-06-01', operations, reason: 'Clearer' });
    await mutate(cpsc, 'SuspendProvisions', { normId: 'life', provisions: ['sec_1'], from: '2998-07-01', reason: 'A shortage' });
    await mutate(cpsc, 'ResumeProvisions', { normId: 'life', provisions: ['sec_1'], from: '2998-08-01', reason: 'It is over' });
    await mutate(cpsc, 'RepealNorm', { normId: 'life', repealedFrom: '2999-01-01', reason: 'No longer needed' });
    const told = await inbox(shop, '', 'kind norm agency jurisdiction on closesAt reason provisions titles { text } subscriptions');
    expect(told.map(({ kind }) => kind)).toEqual([
      'CONSULTATION_EXTENDED',
      'CONSULTATION_WITHDRAWN',
      'ADOPTED',
      'COMMENCEMENT_FIXED',
      'AMENDED',
      'SUSPENDED',
      'RESUMED',
      'REPEALED',
    ]);
    expect(told[0]).toMatchObject({ closesAt: '2999-02-01T00:00:00.000Z', reason: 'More time' });
    expect(told[4]).toEqual({
      kind: 'AMENDED',
      norm: 'life',
      agency: 'us-cpsc',
      jurisdiction: 'US',
      on: '2998-06-01',
      closesAt: null,
      reason: 'Clearer',
      provisions: ['sec_1'],
      titles: [{ text: 'About life' }],
      subscriptions: ['life-again', 'life-of-it'],
    });
    expect(told[7]).toMatchObject({ on: '2999-01-01', provisions: [] });
  });

  test('a day on which a norm comes into force is told as it begins', async () => {
    const shop = await running.party('early-bird', 'ENTERPRISE', ['OFFICER']);
    await mutate(shop, 'SubscribeToAlerts', { text: 'daybreak' });
    await draft(cpsc, 'daybreak');
    const today = new Date().toISOString().slice(0, 10);
    await publish(cpsc, 'daybreak', { inForceFrom: today });
    let told: readonly Record<string, unknown>[] = [];
    while (told.length < 2) told = await inbox(shop, '', 'kind on');
    expect(told).toEqual([
      { kind: 'ADOPTED', on: today },
      { kind: 'IN_FORCE', on: today },
    ]);
  });

  test('a subscription is by place, goods, agency and words, and all of them must fit', async () => {
    const interests = {
      germany: { jurisdictions: ['DE'] },
      union: { jurisdictions: ['EU'] },
      states: { jurisdictions: ['US', 'CN'] },
      heading: { hsCodes: ['9503'] },
      chapter: { hsCodes: ['64'] },
      subheading: { hsCodes: ['640399'] },
      cpsc: { agencies: ['us-cpsc'] },
      words: { text: 'magnets or "lead paint"' },
      without: { text: 'about -paint' },
      both: { jurisdictions: ['EU'], text: 'magnets' },
    };
    const asks = new Map<string, Ask>();
    for (const [name, terms] of Object.entries(interests)) {
      const ask = await running.party(`ear-${name}`, 'CONSUMER', ['OFFICER']);
      asks.set(name, ask);
      await mutate(ask, 'SubscribeToAlerts', terms);
    }
    const about = (text: string) => [{ eId: 'sec_1', text: [{ language: 'en', text }] }];
    await draft(cpsc, 'us-toys', { hsCodes: ['950300'], provisions: about('Without lead paint') });
    await draft(cpsc, 'us-shoes', { hsCodes: ['6403'], provisions: about('Paint with lead') });
    await draft(eu, 'eu-shoes', { hsCodes: ['64'], provisions: about('Soles') });
    await draft(eu, 'eu-all', { provisions: about('Magnets in anything') });
    for (const [ask, norm] of [
      [cpsc, 'us-toys'],
      [cpsc, 'us-shoes'],
      [eu, 'eu-shoes'],
      [eu, 'eu-all'],
    ] as const)
      await publish(ask, norm);
    const heard = Object.fromEntries(await Promise.all([...asks].map(async ([name, ask]) => [name, await norms(ask)] as const)));
    expect(heard).toEqual({
      germany: ['eu-shoes', 'eu-all'],
      union: ['eu-shoes', 'eu-all'],
      states: ['us-toys', 'us-shoes'],
      heading: ['us-toys', 'eu-all'],
      chapter: ['us-shoes', 'eu-shoes', 'eu-all'],
      subheading: ['us-shoes', 'eu-shoes', 'eu-all'],
      cpsc: ['us-toys', 'us-shoes'],
      words: ['us-toys', 'eu-all'],
      without: ['eu-shoes', 'eu-all'],
      both: ['eu-all'],
    });
  });

  test('what a norm is about counts as it stood at the time, and words that came later count from then on', async () => {
    const shop = await running.party('word-watcher', 'ENTERPRISE', ['OFFICER']);
    await mutate(shop, 'SubscribeToAlerts', { text: 'zinc', hsCodes: ['79'] });
    await draft(cpsc, 'metals', { hsCodes: ['78'] });
    await mutate(cpsc, 'ReviseDraft', { normId: 'metals', hsCodes: ['79'], reason: 'Zinc, not lead' });
    await publish(cpsc, 'metals', { inForceFrom: '2998-01-01' });
    const provision = { eId: 'sec_2', text: [{ language: 'en', text: 'Zinc is listed.' }] };
    const operations = [{ operation: 'INSERT', provision, after: 'sec_1' }];
    await mutate(cpsc, 'AmendNorm', { normId: 'metals', inForceFrom: '2998-06-01', operations, reason: 'A gap' });
    await mutate(cpsc, 'RepealNorm', { normId: 'metals', repealedFrom: '2999-01-01', reason: 'Done' });
    expect((await inbox(shop)).map(({ kind }) => kind)).toEqual(['AMENDED', 'REPEALED']);
  });

  test('a change of the terms counts from then on, and an end ends it', async () => {
    const shop = await running.party('fickle', 'ENTERPRISE', ['OFFICER']);
    await mutate(shop, 'SubscribeToAlerts', { subscriptionId: 'fickle', agencies: ['us-cpsc'] });
    for (const norm of ['first', 'second', 'third', 'fourth']) await draft(cpsc, norm);
    await publish(cpsc, 'first');
    await mutate(shop, 'ChangeAlertSubscription', { subscriptionId: 'fickle', agencies: ['eu-grow'] });
    await publish(cpsc, 'second');
    await mutate(shop, 'ChangeAlertSubscription', { subscriptionId: 'fickle' });
    await publish(cpsc, 'third');
    await mutate(shop, 'EndAlertSubscription', { subscriptionId: 'fickle' });
    await publish(cpsc, 'fourth');
    expect(await norms(shop)).toEqual(['first', 'third']);
    const { alertSubscriptions } = done(await shop('{ alertSubscriptions { nodes { id status agencies } } }'));
    expect(alertSubscriptions.nodes).toEqual([{ id: 'fickle', status: 'ENDED', agencies: [] }]);
  });

  test('an inbox is resumed behind a position, live as well, and belongs to its party', async () => {
    const shop = await running.party('resumer', 'ENTERPRISE', ['OFFICER']);
    await mutate(shop, 'SubscribeToAlerts', { text: 'resuming' });
    const titled = { titles: [{ language: 'en', text: 'Resuming' }] };
    for (const norm of ['one', 'two', 'three', 'four']) await draft(cpsc, norm, titled);
    const [, two] = [await publish(cpsc, 'one'), await publish(cpsc, 'two')];
    await publish(cpsc, 'three');
    const { inbox: page } = done(
      await shop(`{ inbox(atLeast: "${last}", first: 2) { totalCount nodes { norm position } pageInfo { endCursor hasNextPage } } }`),
    );
    expect(page).toMatchObject({
      totalCount: 3,
      nodes: [{ norm: 'one' }, { norm: 'two', position: two }],
      pageInfo: { endCursor: two, hasNextPage: true },
    });
    expect(await inbox(shop, `, after: "${two}"`)).toEqual([{ kind: 'ADOPTED', norm: 'three' }]);
    expect((await shop('{ inbox(after: "nowhere") { nodes { norm } } }')).codes).toEqual(['BAD_INPUT']);

    const client = connect(running, { authorization: await running.authorization('resumer', 'ENTERPRISE') });
    const alerts = subscribe(client, `subscription { alerts(after: "${two}") { norm kind } }`);
    expect((await alerts.next()).value?.data).toEqual({ alerts: { norm: 'three', kind: 'ADOPTED' } });
    await publish(eu, 'none-of-it').catch(() => undefined);
    await publish(cpsc, 'four');
    expect((await alerts.next()).value?.data).toEqual({ alerts: { norm: 'four', kind: 'ADOPTED' } });
    await alerts.return?.();
    await client.dispose();

    const other = await running.party('other-shop', 'ENTERPRISE', ['OFFICER']);
    expect(await norms(other)).toEqual([]);
    expect((await running.anybody('{ inbox { nodes { norm } } }')).codes).toEqual(['UNAUTHENTICATED']);
  });

  test('a subscription is seen by its party alone', async () => {
    const shop = await running.party('private', 'ENTERPRISE', ['OFFICER']);
    const rival = await running.party('rival', 'ENTERPRISE', ['ADMIN']);
    await mutate(shop, 'SubscribeToAlerts', { subscriptionId: 'mine', text: 'secret plans' });
    const one = `{ alertSubscription(id: "mine", atLeast: "${last}") { id text } }`;
    const node = '{ node(id: "AlertSubscription/mine") { id } }';
    expect(done(await shop(one)).alertSubscription).toEqual({ id: 'mine', text: 'secret plans' });
    expect(done(await shop(node)).node).toEqual({ id: 'mine' });
    expect(done(await rival(one)).alertSubscription).toBeNull();
    expect(done(await rival(node)).node).toBeNull();
    expect((await rival('{ alertMessages(subscriptionId: "mine") { nodes { id } } }')).codes).toEqual(['NOT_FOUND']);
    const end = 'mutation { endAlertSubscription(input: { subscriptionId: "mine" }) { receipt { position } } }';
    expect((await rival(end)).codes).toEqual(['SUBSCRIPTION_NOT_FOUND']);
  });

  test('a webhook to a place that is not public is refused, naming field, value and rule, and changes nothing', async () => {
    const shop = await running.party('attacker', 'ENTERPRISE', ['OFFICER']);
    for (const webhook of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://localhost:8443/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::ffff:10.0.0.1]/',
      'https://8.8.8.8:25/',
    ]) {
      const subscribing = 'mutation ($input: SubscribeToAlerts!) { subscribeToAlerts(input: $input) { receipt { position } } }';
      const { codes, messages } = await shop(subscribing, { input: { subscriptionId: 'attack', webhook } });
      expect(codes).toEqual(['BAD_INPUT']);
      expect(messages[0]).toMatch(/^webhook: /);
    }
    expect(done(await shop(`{ alertSubscription(id: "attack") { id } }`)).alertSubscription).toBeNull();
  });
});
