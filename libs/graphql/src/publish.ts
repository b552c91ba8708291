import { isRejection } from '@concord/kernel';
import { NotInReplay } from '@concord/projections';
import { HttpException } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import type { RequestContext } from './context.js';
import { badInput, ConcordError, type Fault, rejected } from './errors.js';

/** Says what an error of another library is to the caller; undefined when it does not know the error. */
export type Translate = (error: unknown) => ConcordError | undefined;

const HTTP_FAULTS: { readonly [status: number]: Fault } = {
  400: 'BAD_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  422: 'BAD_INPUT',
};

/** How the parser of graphql-js begins when it gives up on a long document. */
const TOO_LONG = 'Syntax Error: Document contains more tha';

/** What was thrown in the first place, below what the GraphQL engines wrapped around it. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && !(cause instanceof ConcordError) && cause.originalError) cause = cause.originalError;
  return cause;
}

/**
 * Whether an error that the engine itself made is about the request: it is when it arose before execution (no path), or
 * when it points at an argument. One about a resolver's result (a null where none may be) is ours.
 */
const isAboutRequest = (outer: GraphQLError, cause: GraphQLError): boolean =>
  !outer.path || cause.nodes !== undefined || cause.message.startsWith('Argument ');

function understand(error: unknown, translate: Translate | undefined): ConcordError | undefined {
  const cause = causeOf(error);
  if (cause instanceof ConcordError) return cause;
  if (isRejection(cause)) return rejected(cause);
  const missing = cause instanceof QueryFailedError ? cause.driverError : cause;
  if (missing instanceof NotInReplay) return badInput(missing.message, { field: 'Concord-Replay', value: missing.replay });
  const translated = translate?.(cause);
  if (translated) return translated;
  if (cause instanceof HttpException) {
    const code = HTTP_FAULTS[cause.getStatus()];
    return code && new ConcordError(code, cause.message);
  }
  if (!(error instanceof GraphQLError && cause instanceof GraphQLError && isAboutRequest(error, cause))) return undefined;
  if (cause.message.startsWith(TOO_LONG)) return new ConcordError('QUERY_TOO_COMPLEX', cause.message);
  // The outermost message names the variable, the inner one only says what its type wants.
  return badInput(error.message);
}

/**
 * The error as the caller sees it. What nobody foresaw is logged with its stack under the correlation id, and the
 * caller learns no more than that id.
 */
export function publish(
  error: unknown,
  { correlationId, log }: Pick<RequestContext, 'correlationId' | 'log'>,
  translate?: Translate,
): GraphQLFormattedError {
  const place =
    error instanceof GraphQLError
      ? { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) }
      : {};
  const understood = understand(error, translate);
  if (understood) return { message: understood.message, ...place, extensions: understood.extensions };
  const err = causeOf(error);
  log.error({ err: err instanceof Error ? err : new Error(String(err)), correlationId, ...place }, 'An unexpected error');
  return {
    message: `An unexpected error, not a fault of the request. The operator finds it under ${correlationId}`,
    ...place,
    extensions: { code: 'INTERNAL', correlationId },
  };
}
