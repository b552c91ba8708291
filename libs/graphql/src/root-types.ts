import type { GraphQLSchema } from 'graphql';

/** Describes what is the same everywhere and has no place of its own in the code: the root types, the input of a mutation. */
export function describeRootTypes(schema: GraphQLSchema): GraphQLSchema {
  const describe = (type: { description?: string | null | undefined } | null | undefined, description: string): void => {
    if (type) type.description = description;
  };
  describe(schema.getQueryType(), 'What can be read. It changes nothing.');
  describe(
    schema.getMutationType(),
    'What parties do. Each takes one input and answers with a receipt; with the header `Idempotency-Key` it can be sent again safely.',
  );
  describe(schema.getSubscriptionType(), 'What is told as it happens, over a WebSocket (graphql-transport-ws).');
  for (const { args } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    for (const argument of args) argument.description ??= 'The command.';
  }
  return schema;
}
