import type { Actor } from '@concord/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { RequestContext } from './context.js';

const ACTOR = Symbol('actor');

/** A request and who makes it: null for somebody without a token. */
export interface Reader extends RequestContext {
  readonly actor: Actor | null;
}

/** A request whose caller is known, as that of every mutation. */
export interface Caller extends Reader {
  readonly actor: Actor;
}

/** The guard notes here whom it let in; nobody else calls this. */
export const letIn = ({ memo }: RequestContext, actor: Actor | null): void => void memo.set(ACTOR, actor);

/** Whom the guard let in; null for somebody without a token. */
export const actorOf = ({ memo }: RequestContext): Actor | null => (memo.get(ACTOR) as Actor | null | undefined) ?? null;

/** The request and its caller: `@CalledBy() caller: Caller` in a mutation, `@CalledBy() reader: Reader` in a query that everyone may ask. */
export const CalledBy = createParamDecorator((_: unknown, execution: ExecutionContext): Reader => {
  const context = GqlExecutionContext.create(execution).getContext<RequestContext>();
  return { ...context, actor: actorOf(context) };
});
