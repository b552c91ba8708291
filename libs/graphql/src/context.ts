import type { IncomingMessage } from 'node:http';
import { newId } from '@concord/kernel';
import { currentReplay, isReplayName, REPLAY_NAME_RULE, ReplayView } from '@concord/projections';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { badInput } from './errors.js';

/** What a resolver knows of the request: `@Context() context: RequestContext`. */
export interface RequestContext {
  /** Shared by everything that the request sets in motion; echoed in the header `x-correlation-id`. */
  readonly correlationId: string;
  /** The header `Idempotency-Key`: 1 to 255 printable ASCII characters. */
  readonly idempotencyKey: string | undefined;
  /** The text of the header `Authorization`, or of `authorization` in a WebSocket's connection_init; not checked here. */
  readonly authorization: string | undefined;
  /** The header `Concord-Party`, or `party` in a WebSocket's connection_init: for whom a person acts who acts for several. */
  readonly party: string | undefined;
  /** What the header `Concord-Replay` names: the read models and the log as they stood then are read, and nothing else. */
  readonly replay: ReplayView | undefined;
  /** The header `Concord-Purpose`, or `purpose` in a WebSocket's connection_init: what an auditor reads for, in at most 500 characters. */
  readonly purpose: string | undefined;
  /** The IP address that the request comes from; undefined over a WebSocket. */
  readonly address: string | undefined;
  /** What is made once a request: see `oncePerRequest` and `loaderOf`. Fresh for every event of a subscription. */
  readonly memo: Map<unknown, unknown>;
  /** Logs under the correlation id. */
  readonly log: FastifyBaseLogger;
}

const SANE_ID = /^[\w.:+/=@-]{1,128}$/;
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/** The request's `x-correlation-id`, or else `x-request-id`, where it is a token of at most 128 characters. */
export const givenCorrelationId = ({ headers }: IncomingMessage): string | undefined =>
  [headers['x-correlation-id'], headers['x-request-id']].find((value): value is string => typeof value === 'string' && SANE_ID.test(value));

const LONGEST_PURPOSE = 500;

/** A purpose as it was stated; undefined where it says nothing. What is longer is cut. */
export function purposeOf(stated: unknown): string | undefined {
  const text = typeof stated === 'string' ? stated.trim().slice(0, LONGEST_PURPOSE) : '';
  return text === '' ? undefined : text;
}

const correlationIds = new WeakMap<IncomingMessage, string>();

/** The id that the request brought, or a new one. The same for every call with one request, so that it can be Fastify's `genReqId`. */
export function correlationIdOf(request: IncomingMessage): string {
  const known = correlationIds.get(request);
  if (known) return known;
  const id = givenCorrelationId(request) ?? newId();
  correlationIds.set(request, id);
  return id;
}

/** @throws ConcordError BAD_INPUT when the header is there and is no idempotency key */
export function idempotencyKeyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  const rule = '1 to 255 printable ASCII characters';
  throw badInput(`The header Idempotency-Key must have ${rule}`, { field: 'Idempotency-Key', value: key, rule });
}

/** The header by which a query names the replay from which it is answered. */
export const REPLAY_HEADER = 'concord-replay';

/** The replay that a request names. @throws ConcordError BAD_INPUT when the header is there and is no name of one */
export function replayOf({ headers }: IncomingMessage): ReplayView | undefined {
  const name = headers[REPLAY_HEADER];
  if (name === undefined) return undefined;
  if (typeof name === 'string' && isReplayName(name)) return new ReplayView(name);
  throw badInput(`The header Concord-Replay must have ${REPLAY_NAME_RULE}`, {
    field: 'Concord-Replay',
    value: name,
    rule: REPLAY_NAME_RULE,
  });
}

export function httpContext(request: FastifyRequest, reply: FastifyReply): RequestContext {
  const correlationId = correlationIdOf(request.raw);
  void reply.header('x-correlation-id', correlationId);
  const key = request.headers['idempotency-key'];
  return {
    correlationId,
    // A bad key is refused before execution (see admission.ts); the errors of that answer need a context, too.
    idempotencyKey: typeof key === 'string' && IDEMPOTENCY_KEY.test(key) ? key : undefined,
    authorization: request.headers.authorization,
    party: request.headers['concord-party']?.toString(),
    replay: currentReplay(),
    purpose: purposeOf(request.headers['concord-purpose']),
    address: request.ip,
    memo: new Map(),
    log: request.log.child({ correlationId }),
  };
}
