import type { Actor, Instant } from '@concord/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { RequestContext } from './context.js';

const ACTOR = Symbol('actor');

/** A request and who makes it: null for somebody without a token. */
export interface Reader extends RequestContext {
  readonly actor: Actor | null;
  /** When the token expires; what lives on the strength of it, such as a subscription, ends then. */
  readonly admittedUntil: Instant | null;
}

/** A request whose caller is known: a mutation's is, but for those that are open to the public. */
export interface Caller extends Reader {
  readonly actor: Actor;
}

/** Whom the guard let in, and until when. */
interface Admission {
  readonly actor: Actor;
  readonly until: Instant;
}

/** The guard notes here whom it let in; nobody else calls this. */
export const letIn = ({ memo }: RequestContext, actor: Actor, until: Instant): void => void memo.set(ACTOR, { actor, until });

const admissionOf = ({ memo }: RequestContext): Admission | undefined => memo.get(ACTOR) as Admission | undefined;

/** Whom the guard let in; null for somebody without a token. */
export const actorOf = (context: RequestContext): Actor | null => admissionOf(context)?.actor ?? null;

/** The request and its caller: `@CalledBy() caller: Caller` in a mutation, `@CalledBy() reader: Reader` in a query that everyone may ask. */
export const CalledBy = createParamDecorator((_: unknown, execution: ExecutionContext): Reader => {
  const context = GqlExecutionContext.create(execution).getContext<RequestContext>();
  const admission = admissionOf(context);
  return { ...context, actor: admission?.actor ?? null, admittedUntil: admission?.until ?? null };
});
