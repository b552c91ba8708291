import { EventLogUnavailable } from '@concord/event-log';
import { badInput, ConcordError, hearOut, httpContext, publish, type Translate } from '@concord/graphql';
import { ReadModelBehind } from '@concord/projections';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MEDIA_TYPE_RULE } from '../attachment.js';

const STATUS: { readonly [code: string]: number } = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PARTY_NOT_REGISTERED: 403,
  PARTY_SUSPENDED: 403,
  NOT_FOUND: 404,
  BODY_TOO_LARGE: 413,
  FORM_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  EVENT_LOG_UNAVAILABLE: 503,
  IDENTITY_PROVIDER_UNAVAILABLE: 503,
  READ_MODEL_BEHIND: 503,
};

/** What Fastify refuses before anybody is asked: a header `Content-Type` that is none. */
const isFastifys = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('FST_ERR_CTP_');

const translate: Translate = (error) => {
  if (isFastifys(error)) return badInput(`Content-Type: ${MEDIA_TYPE_RULE}`, { field: 'Content-Type', rule: MEDIA_TYPE_RULE });
  if (error instanceof ReadModelBehind) return new ConcordError('READ_MODEL_BEHIND', error.message);
  if (!(error instanceof EventLogUnavailable)) return undefined;
  return new ConcordError('EVENT_LOG_UNAVAILABLE', 'The event log does not answer. Try again: a file that is sent again is kept once');
};

/** Says what went wrong, in the shape that the GraphQL endpoint has for it. */
export async function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // Whoever broke off hears nothing more.
  if (request.raw.errored) return void reply.hijack();
  const failure = publish(error, httpContext(request, reply), translate);
  if (request.method === 'POST') await hearOut(request.raw);
  const code = String(failure.extensions?.code);
  await reply
    .code(STATUS[code] ?? 400)
    .type('application/json; charset=utf-8')
    .send({ errors: [failure] });
}
