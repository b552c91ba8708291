import { getIntrospectionQuery } from 'graphql';
import { MAX_FIELDS } from './limits.js';
import { startToy, type Toy } from './testing/toy.js';

const nested = (levels: number) => `{ ship(id: "1") ${'{ escort '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;

describe('the limits of a query', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  const refusal = async (request: string | object) => {
    const { status, body } = await toy.post(typeof request === 'string' ? { query: request } : request);
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
    return body.errors[0];
  };

  it('15 levels are answered, 16 are not', async () => {
    expect((await toy.post({ query: nested(15) })).status).toBe(200);
    expect((await refusal(nested(16))).extensions).toEqual({ code: 'QUERY_TOO_DEEP', value: 16, rule: 'at most 15 levels' });
  });

  it.each([50, 900])('a query nested %i deep is too deep', async (levels) => {
    expect((await refusal(nested(levels))).extensions.code).toBe('QUERY_TOO_DEEP');
  });

  it('depth hidden in fragments is found', async () => {
    const fragments = Array.from({ length: 20 }, (_, i) => `fragment F${i} on Ship { escort { ...F${i + 1} } }`).join(' ');
    const query = `{ ship(id: "1") { ...F0 } } ${fragments} fragment F20 on Ship { id }`;
    expect((await refusal(query)).extensions.code).toBe('QUERY_TOO_DEEP');
  });

  it('a bomb of fragments within fragments is too complex, and found at once', async () => {
    const fragments = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Ship { ...F${i + 1} ...F${i + 1} }`).join(' ');
    const query = `{ ship(id: "1") { ...F0 } } ${fragments} fragment F40 on Ship { id }`;
    expect((await refusal(query)).extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('fragments in a circle are refused by the rules of GraphQL', async () => {
    const { status, body } = await toy.post({
      query: '{ ship(id: "1") { ...A } } fragment A on Ship { escort { ...B } } fragment B on Ship { escort { ...A } }',
    });
    expect(status).toBe(400);
    expect(body.errors[0].message).toContain('Cannot spread fragment');
    expect(body.errors[0].extensions.code).toBe('BAD_INPUT');
  });

  it('a bomb of aliases is too complex', async () => {
    const aliases = (count: number, field: string) => `{ ${Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ')} }`;
    expect((await refusal(aliases(500, 'fleet(size: 1) { id name flag escort { id name } }'))).extensions.code).toBe('QUERY_TOO_COMPLEX');
    const lists = aliases(200, 'fleet(size: 1) { ...F }').concat(
      ' fragment F on Ship { id name flag escort { a: name b: name c: name d: name e: name f: name } }',
    );
    expect((await refusal(lists)).extensions).toEqual({ code: 'QUERY_TOO_COMPLEX', value: 2_200, rule: `at most ${MAX_FIELDS} fields` });
    const many = `{ ${Array.from({ length: 3 }, (_, i) => `a${i}: ship(id: "1") { ...F }`).join(' ')} } fragment F on Ship { ${'id '.repeat(700)} }`;
    expect((await refusal(many)).extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', rule: `at most ${MAX_FIELDS} fields` });
  });

  it('pages of pages cost their product, also when their sizes are variables', async () => {
    const query =
      'query($n: Int!) { ship(id: "1") { ports(first: $n) { nodes { id } } escort { ports(first: $n) { edges { cursor node { id } } } } } }';
    for (const _run of [1, 2, 3]) {
      expect((await toy.post({ query, variables: { n: 100 } })).status).toBe(200);
      expect((await refusal({ query, variables: { n: 101 } })).extensions).toEqual({
        code: 'PAGE_TOO_LARGE',
        field: 'ports.first',
        value: 101,
        rule: 'must be 1 to 100',
      });
    }
    const fleet = `{ fleet(size: 1) { ${Array.from({ length: 11 }, (_, i) => `p${i}: ports(first: 100) { nodes { id } edges { cursor } }`).join(' ')} } }`;
    expect((await refusal(fleet)).extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', rule: 'at most 20000' });
  });

  it.each([0, -1])('a page of %i is refused', async (first) => {
    expect((await refusal(`{ ship(id: "1") { ports(first: ${first}) { nodes { id } } } }`)).extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'ports.first',
    });
  });

  it('a page of 1,000,000 is refused, whatever its field is called', async () => {
    const error = await refusal('{ ship(id: "1") { havens: ports(first: 1000000) { nodes { id } } } }');
    expect(error.message).toBe('havens.first: must be 1 to 100, not 1000000');
  });

  it("GraphiQL's question for the schema is answered, many of them at once are not", async () => {
    const query = getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    for (const _run of [1, 2, 3]) expect((await toy.post({ query })).body.data.__schema.types.length).toBeGreaterThan(5);
    const many = query.replace('__schema', 'a: __schema').replace(
      /^(\s*query \w+ \{)/,
      (start) =>
        start +
        ` ${'bcdefghijklmnop'
          .split('')
          .map((a) => `${a}: __schema { types { ...FullType } }`)
          .join(' ')} `,
    );
    expect((await refusal(many)).extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it("GraphiQL's question for the schema is answered under the limits that the platform starts with, and under tighter ones", async () => {
    for (const limits of [
      { maxDepth: 12, maxComplexity: 5_000, maxPageSize: 100 },
      { maxDepth: 3, maxComplexity: 5_000, maxPageSize: 10 },
    ]) {
      const tight = await startToy({ limits });
      try {
        const { body } = await tight.post({ query: getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }) });
        expect(body.data?.__schema.types.length).toBeGreaterThan(5);
        const deep = `{ ship(id: "1") { ...F } } fragment F on Ship ${'{ escort '.repeat(12)}{ id }${' }'.repeat(12)}`;
        expect((await tight.post({ query: deep })).body.errors[0].extensions.code).toBe('QUERY_TOO_DEEP');
      } finally {
        await tight.app.close();
      }
    }
  });

  it('introspection that is switched off is refused clearly', async () => {
    const closed = await startToy({ introspection: false, graphiql: false });
    try {
      for (const query of ['{ __schema { types { name } } }', '{ ...F } fragment F on Query { t: __type(name: "Ship") { name } }']) {
        const { status, body } = await closed.post({ query });
        expect(status).toBe(400);
        expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
        expect(body.errors[0].message).toContain('Introspection');
      }
      expect((await closed.post({ query: '{ ship(id: "1") { __typename } }' })).status).toBe(200);
    } finally {
      await closed.app.close();
    }
  });
});
