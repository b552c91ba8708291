import { AccessDeniedError, InvalidArgumentError, MaxAppendSizeExceededError, StreamDeletedError } from '@eventstore/db-client';
import { EventLogUnavailable } from '../errors.js';

const HOPELESS = [AccessDeniedError, StreamDeletedError, InvalidArgumentError];

/** The codes of gRPC that matter here: https://grpc.io/docs/guides/status-codes/ */
const UNKNOWN = 2;
const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? (error as { code: unknown }).code : undefined;

/** What was in the append is more than the server takes. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof MaxAppendSizeExceededError || codeOf(error) === INVALID_ARGUMENT || codeOf(error) === RESOURCE_EXHAUSTED;

/**
 * To ask again is of no use: no right, a stream that somebody has deleted behind our back.
 * Everything else (connection, election of a leader, timeout, overload) may pass: the client tells of a refused connection
 * in three ways (a bare gRPC error, its own UnavailableError, a plain Error when no node of a cluster is found).
 */
export const isHopeless = (error: unknown): boolean =>
  HOPELESS.some((kind) => error instanceof kind) || (error instanceof EventLogUnavailable && isHopeless(error.cause));

/** The one error for all that keeps a server from answering. */
export const unavailable = (error: unknown): EventLogUnavailable =>
  error instanceof EventLogUnavailable ? error : new EventLogUnavailable(error);

/**
 * A read of `$all` was to begin where no event stands. The server finds no record there that it can read, and has no code
 * of its own for it, so this may also be another fault inside of it.
 */
export const isMisplaced = (error: unknown): boolean =>
  codeOf(error) === UNKNOWN && error instanceof Error && error.message.includes('ReadAllResult');

/** No answer came in the time of one attempt. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`EventStoreDB did not answer within ${milliseconds} ms`);
  }
}

/** The promise's outcome, or `NoAnswer` when it takes longer. */
export async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(milliseconds)), milliseconds);
  });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
