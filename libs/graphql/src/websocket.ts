import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '@concord/kernel';
import type { FastifyBaseLogger } from 'fastify';
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { givenCorrelationId, purposeOf, REPLAY_HEADER, type RequestContext } from './context.js';
import { badInput } from './errors.js';
import { type Limits, MAX_TOKENS } from './limits.js';
import { publish, type Translate } from './publish.js';
import { checkCost } from './query-cost.js';
import { checkShape } from './query-shape.js';
import { subscribeFresh } from './subscriptions.js';

const LARGEST_MESSAGE_BYTES = 1_048_576;
const MAX_OPERATIONS = 100;

export interface WebSocketSettings {
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly introspection: boolean;
  readonly translate?: Translate;
  readonly log: FastifyBaseLogger;
}

type Connection = Context<Record<string, unknown>, Extra & { authorization?: string; party?: string; purpose?: string | undefined }>;

/** Whether the client asks, in one way or another, for a replay. */
const namesReplay = ({ connectionParams, extra }: Connection): boolean =>
  connectionParams?.replay !== undefined || extra.request.headers[REPLAY_HEADER] !== undefined;

/** Takes the token of connection_init. False, and so 4403, when it is no text. */
function authorize({ connectionParams, extra }: Connection): boolean {
  const given = connectionParams?.authorization ?? connectionParams?.Authorization ?? extra.request.headers.authorization;
  if (given === undefined || given === null) return true;
  if (typeof given !== 'string') return false;
  extra.authorization = given;
  extra.purpose = purposeOf(connectionParams?.purpose);
  if (typeof connectionParams?.party === 'string') extra.party = connectionParams.party;
  return true;
}

function operationContext({ extra }: Connection, { log }: WebSocketSettings): RequestContext & { readonly req: IncomingMessage } {
  const correlationId = givenCorrelationId(extra.request) ?? newId();
  return {
    req: extra.request,
    correlationId,
    idempotencyKey: undefined,
    authorization: extra.authorization,
    party: extra.party,
    replay: undefined,
    purpose: extra.purpose,
    address: undefined,
    memo: new Map(),
    log: log.child({ correlationId }),
  };
}

/** @throws when the operation is refused; the same rules as over HTTP */
function prepare(payload: SubscribePayload, contextValue: RequestContext, settings: WebSocketSettings): ExecutionArgs | readonly Error[] {
  const { schema, limits, introspection } = settings;
  const document: DocumentNode = parse(payload.query, { maxTokens: MAX_TOKENS });
  checkShape(document, payload.query, { maxDepth: limits.maxDepth, introspection });
  const errors = validate(schema, document, specifiedRules);
  if (errors.length > 0) return errors;
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) {
    throw badInput('operationName: must name one operation of the document', { field: 'operationName', value: payload.operationName });
  }
  checkCost({ schema, document, operation, variables: payload.variables }, limits);
  return {
    schema,
    document,
    contextValue,
    rootValue: {},
    ...(payload.operationName != null && { operationName: payload.operationName }),
    ...(payload.variables && { variableValues: payload.variables }),
  };
}

/**
 * GraphQL over WebSocket (graphql-transport-ws): subscriptions, queries and mutations. Not Mercurius' own: that one runs
 * documents without validating them, counts no variables into their cost, and sends the text of inner errors.
 * @returns what closes all connections
 */
export function serveWebSocket(server: Server, settings: WebSocketSettings): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES });
  const contexts = new WeakMap<SubscribePayload, RequestContext>();
  const show = (payload: SubscribePayload, errors: readonly unknown[]) => {
    const context = contexts.get(payload) ?? { correlationId: 'none', log: settings.log };
    return errors.map((error) => publish(error, context, settings.translate));
  };

  const { dispose } = useServer<Record<string, unknown>, { authorization?: string; party?: string; purpose?: string | undefined }>(
    {
      // It then writes no inner text into a reason to close.
      isProd: true,
      onConnect: authorize,
      onSubscribe: (connection, _id, payload) => {
        const context = operationContext(connection, settings);
        contexts.set(payload, context);
        try {
          const operations = Object.keys(connection.subscriptions).length;
          if (operations > MAX_OPERATIONS) throw badInput(`A connection carries at most ${MAX_OPERATIONS} operations at a time`);
          if (namesReplay(connection)) throw badInput('A replay answers queries over HTTP only', { field: 'Concord-Replay' });
          const prepared = prepare(payload, context, settings);
          return Array.isArray(prepared) ? (prepared as GraphQLError[]) : (prepared as ExecutionArgs);
        } catch (error) {
          return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })];
        }
      },
      subscribe: subscribeFresh,
      onNext: (_connection, _id, payload, _args, { errors, ...rest }) => (errors ? { ...rest, errors: show(payload, errors) } : undefined),
      onError: (_connection, _id, payload, errors) => show(payload, errors),
    },
    sockets,
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?', 1)[0] !== settings.path) {
      // Whoever goes before the answer must not take the process along.
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await dispose();
  };
}
