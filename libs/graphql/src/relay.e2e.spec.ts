import { type Answer, seen, startToy, type Toy } from './testing/toy.js';

describe('connections, nodes and loaders', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  it('a connection has edges, nodes and page info, page after page', async () => {
    const query =
      'query($after: String) { ship(id: "1") { ports(first: 2, after: $after) { nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }';
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const { body }: Answer = await toy.post({ query, variables: { after } });
      const { ports } = body.data.ship;
      pages.push(ports.nodes.map(({ id }: { id: string }) => id));
      expect(ports.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(pages.at(-1));
      expect(ports.pageInfo).toMatchObject({
        hasPreviousPage: after !== null,
        startCursor: ports.edges[0].cursor,
        endCursor: ports.edges.at(-1).cursor,
      });
      after = ports.pageInfo.hasNextPage ? ports.pageInfo.endCursor : null;
    } while (after);
    expect(pages).toEqual([['0', '1'], ['2', '3'], ['4']]);
  });

  it.each([1, 2, 3])('totalCount is counted only when it is asked for (run %i)', async () => {
    seen.counts = 0;
    await toy.post({ query: '{ ship(id: "1") { ports { nodes { id } } } }' });
    expect(seen.counts).toBe(0);
    expect((await toy.post({ query: '{ ship(id: "1") { ports { totalCount } } }' })).body.data.ship.ports.totalCount).toBe(5);
    expect(seen.counts).toBe(1);
  });

  it.each([1, 2, 3])('node(id) finds an object by the nodeId that it shows (run %i)', async () => {
    const { body } = await toy.post({ query: '{ ship(id: "a/b") { id nodeId } }' });
    expect(body.data.ship).toEqual({ id: 'a/b', nodeId: 'Ship/a/b' });
    const node = await toy.post({ query: '{ node(id: "Ship/a/b") { __typename id nodeId ... on Ship { name } } }' });
    expect(node.body.data.node).toEqual({ __typename: 'Ship', id: 'a/b', nodeId: 'Ship/a/b', name: 'MS a/b' });
  });

  it('node(id) is null for what is not there, and refuses what is no node id', async () => {
    expect((await toy.post({ query: '{ node(id: "Ship/404") { id } }' })).body).toEqual({ data: { node: null } });
    for (const id of ['Ship', '/1', 'Ship/', 'Port/1', '1']) {
      const { body } = await toy.post({ query: `{ node(id: "${id}") { id } }` });
      expect(body.errors[0].extensions).toMatchObject({
        code: 'BAD_INPUT',
        field: 'id',
        value: id,
        rule: 'must be <Type>/<id>, where Type is one of Ship',
      });
    }
  });

  it('a loader asks once for all objects of a request, and anew in the next request', async () => {
    for (const _run of [1, 2, 3]) {
      seen.batches = [];
      const { body } = await toy.post({ query: '{ fleet(size: 3) { flag } again: fleet(size: 2) { flag } }' });
      expect(body.data.again[1].flag).toBe('flag of 1');
      expect(seen.batches).toEqual([['0', '1', '2']]);
    }
  });
});
