import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A value for each scalar that is accepted, whatever it means. */
const SCALARS: Readonly<Record<string, unknown>> = {
  ID: 'no-such-object',
  String: 'text',
  Int: 1,
  Float: 1,
  Boolean: true,
  Position: '0',
  Instant: '2026-01-01T00:00:00.000Z',
  CalendarDate: '2026-01-01',
  JSON: {},
};

/** The least that GraphQL accepts for this type. The platform may still refuse it: what counts is who refuses. */
export function minimalValue(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (isInputObjectType(inner)) {
    const required = Object.values(inner.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((field) => [field.name, minimalValue(field.type)]));
  }
  if (!(inner.name in SCALARS)) throw new Error(`There is no minimal value for the scalar ${inner.name}`);
  return SCALARS[inner.name];
}

const selectionOf = (type: GraphQLOutputType): string => (isCompositeType(getNamedType(type)) ? '{ __typename }' : '');

/** An operation that calls the field with as little as it takes. */
export function minimalCall(operation: 'query' | 'mutation' | 'subscription', field: GraphQLField<unknown, unknown>) {
  // A subscription from the beginning of the log has something to tell at once.
  const required = field.args.filter(
    (argument) => isRequiredArgument(argument) || (operation === 'subscription' && argument.name === 'after'),
  );
  const declared = required.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ');
  const passed = required.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${operation} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selectionOf(field.type)} }`;
  return { query, variables: Object.fromEntries(required.map(({ name, type }) => [name, minimalValue(type)])) };
}
