import { once } from 'node:events';
import { createConnection } from 'node:net';
import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { seen, startToy, type Toy } from './testing/toy.js';

describe('GraphQL over WebSocket', () => {
  let toy: Toy;
  const clients: Client[] = [];
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await toy.app.close();
  });

  const connect = (connectionParams?: Record<string, unknown>): Client => {
    const client = createClient({
      url: `${toy.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(connectionParams && { connectionParams }),
    });
    clients.push(client);
    return client;
  };

  const all = async (query: string, variables?: Record<string, unknown>, client = connect()) => {
    const results: ExecutionResult[] = [];
    const request = { query, ...(variables && { variables }) };
    for await (const result of client.iterate(request)) results.push(result as ExecutionResult);
    return results;
  };

  const errorOf = async (query: string, variables?: Record<string, unknown>) => {
    const errors = await all(query, variables).then(
      () => [],
      (thrown: unknown) => thrown as { message: string; extensions: Record<string, unknown> }[],
    );
    expect(errors).toHaveLength(1);
    return errors[0]!;
  };

  it('a subscription hands over what its iterator yields, and ends with it', async () => {
    const results = await all('subscription($to: Int!) { count(from: 2, to: $to) }', { to: 4 });
    expect(results.map(({ data }) => data)).toEqual([{ count: 2 }, { count: 3 }, { count: 4 }]);
  });

  it('several subscriptions share a connection', async () => {
    const client = connect();
    const [a, b] = await Promise.all([
      all('subscription { count(from: 1, to: 3) }', undefined, client),
      all('subscription { count(from: 7, to: 8) }', undefined, client),
    ]);
    expect([a!.length, b!.length]).toEqual([3, 2]);
  });

  it('every event is resolved with fresh loaders', async () => {
    seen.batches = [];
    const results = await all('subscription { sightings { id nodeId flag } }');
    expect(results.map(({ data }) => (data!.sightings as { flag: string }).flag)).toEqual(['flag of 1', 'flag of 1']);
    expect(seen.batches).toEqual([['1'], ['1']]);
  });

  it('a source that waits is told when its subscriber goes, and when the connection breaks', async () => {
    const until = async (open: number) => {
      while (seen.openSources !== open) await new Promise(setImmediate);
    };
    const client = connect();
    const subscription = client.iterate({ query: 'subscription { waiting }' });
    expect((await subscription.next()).value).toEqual({ data: { waiting: 1 } });
    await subscription.return?.();
    await until(0);
    const other = connect();
    await other.iterate({ query: 'subscription { waiting }' }).next();
    expect(seen.openSources).toBe(1);
    other.terminate();
    await until(0);
  });

  it('an error of the iterator ends the subscription with its code', async () => {
    expect(await errorOf('subscription { breaking(kind: "known") }')).toEqual({
      message: 'The event log does not answer',
      extensions: { code: 'EVENT_LOG_UNAVAILABLE' },
    });
    expect(await errorOf('subscription { refused }')).toMatchObject({ message: 'Not for you', extensions: { code: 'FORBIDDEN' } });
  });

  it('an unexpected error of the iterator is logged and says no more than its correlation id', async () => {
    const { message, extensions } = await errorOf('subscription { breaking(kind: "bug") }');
    expect(extensions.code).toBe('INTERNAL');
    expect(message).not.toContain('secret');
    expect(toy.log.filter((line) => line.includes('secret') && line.includes(String(extensions.correlationId)))).toHaveLength(1);
  });

  it('queries and mutations are answered, too, with the same errors', async () => {
    expect((await all('{ ship(id: "1") { name } }'))[0]!.data).toEqual({ ship: { name: 'MS 1' } });
    const [result] = await all('{ trouble(kind: "rejection") }');
    expect(result!.errors![0]!.extensions).toMatchObject({ code: 'BALLOT_CLOSED', value: 'b1' });
    const [internal] = await all('{ trouble(kind: "bug") }');
    expect(JSON.stringify(internal)).not.toContain('secret');
  });

  it('a document is validated before it runs', async () => {
    expect(await errorOf('subscription { count(from: "x", to: 2) }')).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(await errorOf('subscription { nonsense }')).toMatchObject({
      message: expect.stringContaining('nonsense'),
      extensions: { code: 'BAD_INPUT' },
    });
    expect(await errorOf('subscription {')).toMatchObject({
      message: expect.stringContaining('Syntax Error'),
      extensions: { code: 'BAD_INPUT' },
    });
    expect(await errorOf('subscription($x: Int!) { count(from: 1, to: $x) }', { x: 'y' })).toMatchObject({
      extensions: { code: 'BAD_INPUT' },
    });
  });

  it('the limits hold here, too', async () => {
    const deep = `subscription { sightings ${'{ escort '.repeat(50)}{ id }${' }'.repeat(50)} }`;
    expect((await errorOf(deep)).extensions.code).toBe('QUERY_TOO_DEEP');
    const page = 'subscription($n: Int!) { sightings { ports(first: $n) { nodes { id } } } }';
    expect((await errorOf(page, { n: 1_000_000 })).extensions.code).toBe('PAGE_TOO_LARGE');
  });

  it.each(['authorization', 'Authorization'])('the token comes with %s of connection_init', async (name) => {
    const [result] = await all('{ whoAmI }', undefined, connect({ [name]: 'Bearer abc' }));
    expect(result!.data).toEqual({ whoAmI: 'Bearer abc no key' });
  });

  it('an authorization that is no text closes the connection as forbidden', async () => {
    await expect(all('{ whoAmI }', undefined, connect({ authorization: 7 }))).rejects.toMatchObject({ code: 4403 });
  });

  it('another path or protocol is refused', async () => {
    const elsewhere = new WebSocket(`${toy.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
    const [error] = (await once(elsewhere, 'error').catch((e: unknown) => [e])) as [Error];
    expect(error.message).toContain('404');
    const legacy = new WebSocket(`${toy.url.replace('http', 'ws')}/graphql`, 'graphql-ws');
    const refusal = await new Promise<Error>((resolve) => legacy.once('error', resolve));
    expect(refusal.message).toContain('no subprotocol');
  });

  it('an address that is none does not take the server along', async () => {
    const { hostname, port } = new URL(toy.url);
    for (const address of ['//', 'http://[', '/graphql/..']) {
      const socket = createConnection(Number(port), hostname);
      socket.write(`GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toContain('404');
      socket.destroy();
    }
    expect((await all('{ ship(id: "1") { id } }'))[0]!.data).toEqual({ ship: { id: '1' } });
  });

  it('open subscriptions do not keep the server from closing', async () => {
    const own = await startToy();
    const client = createClient({ url: `${own.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
    const subscription = client.iterate({ query: 'subscription { waiting }' });
    await subscription.next();
    const end = subscription.next().then(
      () => 'completed',
      (event: { code?: number }) => event.code,
    );
    await own.app.close();
    expect(await end).toBe(1001);
    await client.dispose();
  });
});
