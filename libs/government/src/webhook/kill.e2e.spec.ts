import { randomBytes } from 'node:crypto';
import { DemoIssuer } from '@concord/identity';
import type { PartyKind } from '@concord/kernel';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.js';
import { temporaryFolder } from '../../../../test/support/folders.js';
import { runBuilt, type TestProcess } from '../../../../test/support/processes.js';
import { Receiver } from './testing/receiver.js';

const NORMS = 12;
/** The worker dies as these messages arrive, or the next where it is not there yet: before it has its answer, or with the answer on its way. */
const KILLS = [5, 30];
const SUBSCRIPTIONS = ['one', 'two', 'three', 'four'];

let database: FreshDatabase;
let receiver: Receiver;
let api: TestProcess;
let worker: TestProcess;
let url = '';
let issuer: DemoIssuer;
let env: NodeJS.ProcessEnv;

async function saying(child: TestProcess, words: RegExp): Promise<string> {
  for (;;) {
    const [said] = words.exec(await child.line()) ?? [];
    if (said) return said;
  }
}

async function startWorker(): Promise<TestProcess> {
  const child = runBuilt('bundle/worker.js', env);
  await saying(child, /The worker is running/);
  return child;
}

async function ask(party: string, kind: PartyKind, query: string, input: object = {}) {
  const token = await issuer.sign({ person: `p-${party}`, parties: [{ id: party, kind, roles: ['ADMIN'] }], audience: 'concord' });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  const { data, errors } = (await response.json()) as { data: any; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const issue = (party: string, kind: PartyKind, command: string, input: object) => {
  const field = command.charAt(0).toLowerCase() + command.slice(1);
  return ask(party, kind, `mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, input);
};

beforeAll(async () => {
  database = await freshDatabase();
  const dataDir = await temporaryFolder('concord-post-');
  issuer = await DemoIssuer.open(dataDir);
  env = {
    PORT: '0',
    CONCORD_DATA_DIR: dataDir,
    CONCORD_DATABASE_URL: database.url,
    CONCORD_SECRETS_KEY: randomBytes(32).toString('base64'),
    CONCORD_DEMO_ISSUER: 'true',
    CONCORD_WORKER: 'false',
    CONCORD_WEBHOOK_TARGETS: 'any',
  };
  api = runBuilt('bundle/api.js', env);
  url = (await saying(api, /http:\/\/.*(?=\/graphql)/)).trim();
  worker = await startWorker();
});

afterAll(async () => {
  await api?.kill();
  await worker?.kill();
  await receiver?.close();
  await database?.drop();
});

test('workers that are killed at any point miss nobody, and never send again what is written down as delivered', async () => {
  const deaths: Promise<void>[] = [];
  let isDying = false;
  const die = (): void => {
    isDying = true;
    deaths.push(
      worker.kill().then(async () => {
        worker = await startWorker();
        isDying = false;
      }),
    );
  };
  receiver = await Receiver.open((_, response) => {
    const next = KILLS[deaths.length] ?? Number.POSITIVE_INFINITY;
    const kills = !isDying && receiver.received.length >= next;
    if (kills && deaths.length % 2 === 0) return die();
    response.writeHead(204).end();
    if (kills) die();
  });

  await issue('us-cpsc', 'AGENCY', 'RegisterParty', { partyId: 'us-cpsc', name: 'CPSC', jurisdiction: 'US' });
  await issue('shop', 'ENTERPRISE', 'RegisterParty', { partyId: 'shop', name: 'Shop', jurisdiction: 'US' });
  for (const subscriptionId of SUBSCRIPTIONS) {
    await issue('shop', 'ENTERPRISE', 'SubscribeToAlerts', { subscriptionId, webhook: `${receiver.url}/${subscriptionId}` });
  }
  const norms = Array.from({ length: NORMS }, (_, nth) => `norm-${nth}`);
  for (const normId of norms) {
    await issue('us-cpsc', 'AGENCY', 'DraftNorm', {
      normId,
      jurisdiction: 'US',
      documentType: 'rule',
      titles: [{ language: 'en', text: normId }],
    });
    await issue('us-cpsc', 'AGENCY', 'PublishNorm', { normId, publishedOn: '2020-01-01', zone: 'UTC' });
  }

  const delivered = (subscription: string) =>
    ask(
      'shop',
      'ENTERPRISE',
      `{ alertMessages(subscriptionId: "${subscription}", first: 100) { nodes { id state settledAt attempts { status } } } }`,
    );
  const messages: { id: string; state: string; settledAt: string; attempts: { status: number }[] }[] = [];
  for (const subscription of SUBSCRIPTIONS) {
    for (;;) {
      const { nodes } = (await delivered(subscription)).alertMessages;
      if (nodes.length === NORMS && nodes.every(({ state }: { state: string }) => state === 'DELIVERED')) {
        messages.push(...nodes);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  await Promise.all(deaths);
  expect(deaths.length).toBeGreaterThan(1);

  // Everybody has heard of everything, each change by one id.
  const { received } = receiver;
  const told = new Map(received.map(({ id, path, body }) => [id, `${path} ${body.data.norm}`]));
  expect([...told.values()].sort()).toEqual(SUBSCRIPTIONS.flatMap((name) => norms.map((norm) => `/${name} ${norm}`)).sort());
  expect(new Set(received.map(({ id, text }) => `${id} ${text}`)).size).toBe(told.size);
  // What is written down is one success, and nothing arrived after it.
  for (const { id, settledAt, attempts } of messages) {
    expect(attempts.map(({ status }) => status)).toEqual([204]);
    expect(received.filter((one) => one.id === id && one.at.toISOString() > settledAt)).toEqual([]);
  }
  // Only what was under way when a worker died came twice.
  expect(received.length - told.size).toBeGreaterThan(0);
  expect(received.length - told.size).toBeLessThanOrEqual(deaths.length * SUBSCRIPTIONS.length);
}, 300_000);
