import { startToy, type Toy } from './testing/toy.js';

describe('errors of the API', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  const trouble = (kind: string) => toy.post({ query: `{ trouble(kind: "${kind}") }` });

  // Three runs: the second is the one that compiles the query, the third finds it compiled.
  it.each([1, 2, 3])('a rejection keeps code, field, value and rule (run %i)', async () => {
    const { status, body } = await trouble('rejection');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { trouble: null },
      errors: [
        {
          message: 'The ballot is closed',
          locations: [{ line: 1, column: 3 }],
          path: ['trouble'],
          extensions: { code: 'BALLOT_CLOSED', field: 'ballot', value: 'b1', rule: 'ISO/IEC Directives, 2.7.3' },
        },
      ],
    });
  });

  it.each([1, 2, 3])('an unexpected error says INTERNAL and its correlation id, and nothing else (run %i)', async () => {
    const before = toy.log.length;
    const { body, headers } = await trouble('bug');
    const [error] = body.errors;
    expect(error.extensions).toEqual({ code: 'INTERNAL', correlationId: headers.get('x-correlation-id') });
    expect(JSON.stringify(body)).not.toContain('secret');
    const logged = toy.log.slice(before).filter((line) => line.includes('secret of the database'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('testing/toy.ts');
    expect(JSON.parse(logged[0]!).correlationId).toBe(error.extensions.correlationId);
  });

  it.each([1, 2, 3])('a null where none may be is ours: INTERNAL (run %i)', async () => {
    const { status, body } = await toy.post({ query: '{ missing }' });
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors[0].extensions.code).toBe('INTERNAL');
  });

  it('an error of a lower library is translated', async () => {
    expect((await trouble('foreign')).body.errors[0]).toMatchObject({
      message: 'Not there yet',
      extensions: { code: 'READ_MODEL_BEHIND' },
    });
    expect((await trouble('stale')).body.errors[0].extensions).toEqual({ code: 'STALE_REVISION' });
  });

  it.each([
    ['a broken document', { query: '{ ship(' }, 'Syntax Error'],
    ['an unknown field', { query: '{ whoAmI nonsense }' }, 'Cannot query field "nonsense"'],
    ['an argument of the wrong type', { query: '{ fleet(size: "many") { id } }' }, 'Int cannot represent'],
    ['a missing argument', { query: '{ fleet { id } }' }, '"size"'],
    ['a variable of the wrong type', { query: 'query($n: Int!) { fleet(size: $n) { id } }', variables: { n: 'many' } }, '"$n"'],
    ['a variable that is not given', { query: 'query($m: Int!) { fleet(size: $m) { id } }' }, '"$m"'],
    [
      'an unknown field of an input',
      { query: 'mutation($i: CargoInput!) { load(input: $i) }', variables: { i: { title: 'x', lines: [], x: 1 } } },
      '"x"',
    ],
  ])('%s is BAD_INPUT with message and place, and not executed', async (_name, request, text) => {
    for (const _run of [1, 2, 3]) {
      const { status, body } = await toy.post(request);
      expect(status).toBe(400);
      expect(body.data).toBeUndefined();
      expect(body.errors[0].message).toContain(text);
      expect(body.errors[0].extensions.code).toBe('BAD_INPUT');
      expect(body.errors[0].locations[0].line).toBe(1);
    }
  });

  it('a variable is still checked once the query is compiled', async () => {
    const query = 'query($k: Int!) { fleet(size: $k) { id } }';
    expect((await toy.post({ query, variables: { k: 1 } })).status).toBe(200);
    for (const _run of [1, 2, 3]) {
      const { status, body } = await toy.post({ query, variables: { k: 'many' } });
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_INPUT']);
    }
    expect((await toy.post({ query, variables: { k: 2 } })).body.data.fleet).toHaveLength(2);
  });

  it('of a document with several operations the named one runs, also when it is asked for again and again', async () => {
    const query = 'query A { ship(id: "a") { name } } query B { ship(id: "b") { name } }';
    for (const operationName of ['A', 'A', 'A', 'B', 'B', 'A']) {
      const { body } = await toy.post({ query, operationName });
      expect(body.data.ship.name).toBe(`MS ${operationName.toLowerCase()}`);
    }
    for (const operationName of ['C', null]) {
      const { status, body } = await toy.post({ query, operationName });
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_INPUT']);
    }
  });

  it.each([
    ['no JSON', '{"query": ', 'cannot be read'],
    ['a batch', [{ query: '{ whoAmI }' }], 'batches are not accepted'],
    ['no object', '"{ whoAmI }"', 'must be a JSON object'],
    ['no query', {}, 'query: must be a GraphQL document'],
    ['a query of the wrong type', { query: 7 }, 'query: must be a GraphQL document'],
    ['variables of the wrong type', { query: '{ whoAmI }', variables: [1] }, 'variables: must be an object'],
    ['an operation name of the wrong type', { query: '{ whoAmI }', operationName: 7 }, 'operationName'],
    ['a syntax tree as text', { query: '{"kind":"Document","definitions":[]}' }, 'Syntax Error'],
  ])('a body with %s is BAD_INPUT in the shape of a GraphQL answer', async (_name, request, text) => {
    const { status, body } = await toy.post(request);
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].message).toContain(text);
    expect(body.errors[0].extensions.code).toBe('BAD_INPUT');
  });

  it('a body of 10 MB is BODY_TOO_LARGE', async () => {
    const { status, body } = await toy.post({ query: '{ whoAmI }', variables: { x: 'x'.repeat(10_000_000) } });
    expect(status).toBe(413);
    expect(body.errors[0].extensions).toMatchObject({ code: 'BODY_TOO_LARGE', rule: 'at most 1048576 bytes' });
  });

  it('another media type is refused in the shape of a GraphQL answer', async () => {
    const { status, body } = await toy.post('<query/>', { 'content-type': 'application/xml' });
    expect([status, body.errors[0].extensions.code]).toEqual([415, 'BAD_INPUT']);
    expect((await toy.post('{ whoAmI }', { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('GET is answered with how to ask, and a browser goes to GraphiQL', async () => {
    const bare = await fetch(`${toy.url}/graphql?query={whoAmI}`);
    expect(bare.status).toBe(405);
    expect(await bare.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT' } }] });
    const browser = await fetch(`${toy.url}/graphql`, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    expect([browser.status, browser.headers.get('location')]).toEqual([302, '/graphiql']);
  });

  it('a subscription over HTTP is told to open a WebSocket', async () => {
    const { status, body } = await toy.post({ query: 'subscription { count(from: 1, to: 2) }' });
    expect(status).toBe(400);
    expect(body.errors[0].message).toContain('WebSocket');
  });
});

describe('the context of a request', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  it('echoes a sane correlation id and replaces any other', async () => {
    const ask = async (id: string) => (await toy.post({ query: '{ whoAmI }' }, { 'x-correlation-id': id })).headers.get('x-correlation-id');
    expect(await ask('order-17:b')).toBe('order-17:b');
    expect(await ask('<script>')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
    const other = await toy.post({ query: '{' }, { 'x-request-id': 'r1' });
    expect(other.headers.get('x-correlation-id')).toBe('r1');
  });

  it('carries authorization and idempotency key, and refuses a bad key', async () => {
    const good = await toy.post({ query: '{ whoAmI }' }, { authorization: 'Bearer x', 'idempotency-key': 'k 1' });
    expect(good.body.data.whoAmI).toBe('Bearer x k 1');
    const bad = await toy.post({ query: '{ whoAmI }' }, { 'idempotency-key': 'k'.repeat(256) });
    expect(bad.status).toBe(400);
    expect(bad.body.errors[0].extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'Idempotency-Key',
      rule: '1 to 255 printable ASCII characters',
    });
    expect(bad.body.errors[0].extensions.value).toHaveLength(201);
  });
});
