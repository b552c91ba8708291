import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { type DocumentNode, getOperationAST, getVariableValues, Kind } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { admit, checkReplayed, travel } from './admission.js';
import { httpContext, type RequestContext } from './context.js';
import { badInput } from './errors.js';
import { GRAPHIQL_PATH } from './graphiql.js';
import { answerHttpError, formatExecution } from './http-errors.js';
import { type Limits, MAX_TOKENS } from './limits.js';
import { withoutPropertyReaders } from './property-readers.js';
import type { Translate } from './publish.js';
import { type CostQuestion, checkCost } from './query-cost.js';
import { checkShape } from './query-shape.js';
import { describeRootTypes } from './root-types.js';

export const GRAPHQL_PATH = '/graphql';

export interface GraphqlSettings {
  readonly limits: Limits;
  /** Whether clients may ask for the schema; GraphiQL needs it. */
  readonly introspection: boolean;
  /** Whether GraphiQL is served at /graphiql. */
  readonly graphiql: boolean;
  /** Says what errors of lower libraries are to the caller, such as an event log that does not answer. */
  readonly translate?: Translate;
}

interface RequestBody {
  readonly query: string;
  readonly operationName?: string | null;
}

const bodyOf = ({ reply }: MercuriusContext): RequestBody => reply.request.body as RequestBody;

const timesSeen = new WeakMap<DocumentNode, number>();

/**
 * Mercurius checks variables, except in the request that has a document compiled, which is the second with it: there it
 * leaves them to the compiler, whose messages name the wrong variable and no reason.
 */
function checkVariables({ schema, document, operation, variables }: CostQuestion): void {
  const times = timesSeen.get(document) ?? 0;
  if (times > 1) return;
  timesSeen.set(document, times + 1);
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (errors) throw new AggregateError(errors);
}

/** Mercurius with the limits and errors of Concord. Its WebSocket, its GraphiQL and its batches stay off. */
export const mercuriusOptions = ({ limits, introspection, graphiql, translate }: GraphqlSettings): MercuriusDriverConfig => ({
  path: GRAPHQL_PATH,
  autoSchemaFile: true,
  sortSchema: true,
  transformSchema: (schema) => withoutPropertyReaders(describeRootTypes(schema)),
  jit: 1,
  graphiql: false,
  allowBatchedQueries: false,
  subscription: false,
  context: httpContext,
  errorHandler: answerHttpError(translate),
  errorFormatter: formatExecution(translate),
  graphql: { parseOptions: { maxTokens: MAX_TOKENS } },
  // No schema of Mercurius: it would turn the numbers of an error's path into text.
  additionalRouteOptions: { schema: {}, preHandler: [admit(graphiql ? GRAPHIQL_PATH : undefined), travel] },
  hooks: {
    preValidation: async (_schema, document, context) =>
      checkShape(document, bodyOf(context).query, { maxDepth: limits.maxDepth, introspection }),
    preExecution: async (schema, document, context, variables) => {
      const { operationName } = bodyOf(context);
      const operation = getOperationAST(document, operationName);
      if (!operation) {
        throw badInput('operationName: must name one operation of the document', { field: 'operationName', value: operationName });
      }
      if (operation.operation === 'subscription') throw badInput('A subscription needs a WebSocket (graphql-transport-ws) at this path');
      checkReplayed(context as unknown as RequestContext, operation.operation);
      checkVariables({ schema, document, operation, variables });
      checkCost({ schema, document, operation, variables }, limits);
      // Mercurius compiles one operation of a document and would answer with it whichever is named; handing the document
      // back keeps it from compiling.
      const isOneOfSeveral = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1;
      return isOneOfSeveral ? { document } : undefined;
    },
  },
});
