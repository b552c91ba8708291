import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLField, type GraphQLObjectType, GraphQLSchema } from 'graphql';
import { startToy, type Toy } from './testing/toy.js';

describe('the resolvers of the schema', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.app.close());

  const field = (type: string, name: string): GraphQLField<unknown, unknown> | undefined => {
    const { schema } = toy.app.get<{ readonly schema: GraphQLSchema }>(GraphQLSchemaHost, { strict: false });
    return (schema.getType(type) as GraphQLObjectType).getFields()[name];
  };

  it('are none where a field is the property of its name', () => {
    for (const [type, name] of [
      ['Ship', 'name'],
      ['Port', 'id'],
      ['PageInfo', 'endCursor'],
    ] as const) {
      expect(field(type, name)).toMatchObject({ name, resolve: undefined });
    }
  });

  it('stay where somebody wrote one, and where a property may be a promise', () => {
    for (const [type, name] of [
      ['Ship', 'nodeId'],
      ['Ship', 'ports'],
      ['PortConnection', 'totalCount'],
    ] as const) {
      expect(field(type, name)?.resolve).toEqual(expect.any(Function));
    }
  });
});
