import type { Rejection, RejectionDetail } from '@concord/kernel';
import { GraphQLError } from 'graphql';
import { shown } from './shown.js';

/**
 * What can go wrong around a decision. The codes are part of the public contract; the reasons for which a
 * decider says no have codes of their own and travel the same way.
 */
export const FAULTS = [
  'BAD_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'STALE_REVISION',
  'IDEMPOTENCY_KEY_REUSED',
  'READ_MODEL_BEHIND',
  'REPLAY_NOT_READY',
  'EVENT_LOG_UNAVAILABLE',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_COMPLEX',
  'PAGE_TOO_LARGE',
  'BODY_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
] as const;
export type Fault = (typeof FAULTS)[number];

/** One finding about one place in the input. */
export type Problem = RejectionDetail;

export interface ErrorDetail extends RejectionDetail {
  /** Every finding, where there are several. */
  readonly problems?: readonly Problem[];
}

const shownProblem = ({ field, value, rule }: Problem): Problem => ({
  ...(field !== undefined && { field }),
  ...(value !== undefined && { value: shown(value) }),
  ...(rule !== undefined && { rule }),
});

/**
 * An error that the caller may read as it stands: its message, and in `extensions` its code, the input field at
 * fault, the value (at most 200 characters of it) and the rule. Any other error reaches the caller as `INTERNAL`.
 */
export class ConcordError extends GraphQLError {
  /** @param code a `Fault`, or the code of a decider's rejection */
  constructor(
    readonly code: string,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(message, {
      extensions: { code, ...shownProblem(detail), ...(detail.problems && { problems: detail.problems.map(shownProblem) }) },
    });
    this.name = 'ConcordError';
  }
}

const fault = (code: Fault, message: string, detail?: ErrorDetail): ConcordError => new ConcordError(code, message, detail);

/** A decider's "no" as an error of the API. */
export const rejected = ({ code, message, detail }: Rejection): ConcordError => new ConcordError(code, message, detail);

export const badInput = (message: string, detail?: ErrorDetail): ConcordError => fault('BAD_INPUT', message, detail);
export const unauthenticated = (message: string): ConcordError => fault('UNAUTHENTICATED', message);
export const forbidden = (message: string, detail?: ErrorDetail): ConcordError => fault('FORBIDDEN', message, detail);

/** @param kind what was looked for, as a person calls it: `norm`, `ballot` */
export const notFound = (kind: string, id: string, field?: string): ConcordError =>
  fault('NOT_FOUND', `There is no ${kind} ${shown(id)}`, { value: id, ...(field !== undefined && { field }) });
