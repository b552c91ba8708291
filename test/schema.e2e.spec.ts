import { readFile } from 'node:fs/promises';
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { RunningPlatform } from './support/running-platform.js';

/** Every place of the schema that a person reads about, with what stands there. */
function* placesOf(schema: GraphQLSchema): Iterable<readonly [place: string, description: string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield [type.name, type.description];
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description];
        for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name}:)`, argument.description];
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field.description];
    }
  }
}

describe('The schema', () => {
  let platform: RunningPlatform;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    platform = await RunningPlatform.start({ CONCORD_WORKER: 'false' });
    const { data } = await platform.ask(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }));
    schema = lexicographicSortSchema(buildClientSchema(data));
  });
  afterAll(() => platform.remove());

  it('that is published is the one that runs; `npm run schema` writes it anew', async () => {
    const published = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8');
    expect(`${printSchema(schema)}\n`).toBe(published);
  });

  it('describes every type, field, argument and input', () => {
    const silent = [...placesOf(schema)].filter(([, description]) => !description?.trim()).map(([place]) => place);
    expect(silent).toEqual([]);
  });

  it('names every enum value in capitals, so that it cannot be taken for a text', () => {
    const values = Object.values(schema.getTypeMap())
      .filter((type) => isEnumType(type) && !isIntrospectionType(type))
      .flatMap((type) => (isEnumType(type) ? type.getValues().map(({ name }) => name) : []));
    expect(values.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name))).toEqual([]);
  });
});
