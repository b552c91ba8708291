import type { FastifyReply, FastifyRequest } from 'fastify';
import { idempotencyKeyOf, REPLAY_HEADER, type RequestContext, replayOf } from './context.js';
import { badInput, type ConcordError } from './errors.js';

const wrong = (field: string, rule: string, value?: unknown): ConcordError => badInput(`${field}: ${rule}`, { field, rule, value });

/** @throws ConcordError BAD_INPUT naming the part of the body that is no GraphQL request */
function checkBody(body: unknown): void {
  if (Array.isArray(body)) throw wrong('body', 'must be one request; batches are not accepted');
  if (typeof body !== 'object' || body === null) throw wrong('body', 'must be a JSON object with a query', body);
  const { query, variables, operationName } = body as Record<string, unknown>;
  if (typeof query !== 'string' || query.trim() === '') throw wrong('query', 'must be a GraphQL document', query);
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw wrong('variables', 'must be an object', variables);
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw wrong('operationName', 'must be the name of an operation', operationName);
  }
}

/** Lets POST in. GET answers a browser with GraphiQL, where that is on, and anybody else with how to ask. */
export const admit =
  (graphiqlPath: string | undefined) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.method === 'GET') {
      if (graphiqlPath && request.headers.accept?.includes('text/html')) return reply.redirect(graphiqlPath);
      const message = 'Send the query with POST, as JSON; subscriptions open a WebSocket (graphql-transport-ws) here';
      return reply
        .code(405)
        .header('allow', 'POST')
        .send({ errors: [badInput(message)] });
    }
    idempotencyKeyOf(request.raw);
    replayOf(request.raw);
    checkBody(request.body);
    return undefined;
  };

/** From here on a request that names a replay sees nothing else. */
export function travel(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const replay = replayOf(request.raw);
  if (replay) replay.run(done);
  else done();
}

/** Pages, files and exports show the present: whoever asks them for a replay must not take that for the past. */
export const presentOnly =
  (graphqlPath: string) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.headers[REPLAY_HEADER] === undefined || request.url.split('?', 1)[0] === graphqlPath) return undefined;
    return reply.code(400).send({ errors: [wrong('Concord-Replay', `a replay answers queries at ${graphqlPath} only`)] });
  };

/** @throws ConcordError BAD_INPUT when a replay is asked for what only the present can do */
export function checkReplayed(context: Pick<RequestContext, 'replay'>, operation: string): void {
  if (!context.replay || operation === 'query') return;
  throw wrong('Concord-Replay', `a replay answers queries; a ${operation} is for the present`, context.replay.name);
}
