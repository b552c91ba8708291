import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { httpContext, type RequestContext } from './context.js';
import { badInput, ConcordError } from './errors.js';
import { hearOut } from './hear-out.js';
import { publish, type Translate } from './publish.js';

/** Errors that Mercurius collected about one document. */
const collected = (error: Error): readonly unknown[] =>
  'errors' in error && Array.isArray(error.errors) && error.errors.length > 0 ? error.errors : [error];

/** What Fastify refuses before a query is read: a body too large, broken JSON, another media type. */
function fromFastify(error: Partial<FastifyError>, request: FastifyRequest): ConcordError | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const rule = `at most ${request.routeOptions.bodyLimit} bytes`;
    return new ConcordError('BODY_TOO_LARGE', `The body is too large: ${rule} are read`, { field: 'body', rule });
  }
  if (error instanceof SyntaxError || (error.code?.startsWith('FST_ERR_CTP') && (error.statusCode ?? 500) < 500)) {
    return badInput(`The body cannot be read: ${error.message}`, { field: 'body' });
  }
  return undefined;
}

const status = (errors: readonly GraphQLFormattedError[]): number =>
  errors.some(({ extensions }) => extensions?.code === 'INTERNAL') ? 500 : 400;

/** Answers what went wrong before execution, in the shape of a GraphQL answer without data. */
export const answerHttpError =
  (translate?: Translate) =>
  async (error: Error, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const context = httpContext(request, reply);
    const fastifys = error instanceof GraphQLError ? undefined : fromFastify(error, request);
    if (fastifys?.code === 'BODY_TOO_LARGE') await hearOut(request.raw);
    const errors = (fastifys ? [fastifys] : collected(error)).map((each) => publish(each, context, translate));
    const own = fastifys && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
    await reply.code(own ?? status(errors)).send({ errors });
  };

type FailedExecution = ExecutionResult & Required<Pick<ExecutionResult, 'errors'>>;

/** What Mercurius answers when errors came up in execution: 200 where it took place, `data: null` included. */
export const formatExecution =
  (translate?: Translate) =>
  ({ data, errors: raw }: FailedExecution, context: object) => {
    const errors = raw.map((error) => publish(error, context as RequestContext, translate));
    return { statusCode: data === undefined ? status(errors) : 200, response: { data, errors } };
  };
