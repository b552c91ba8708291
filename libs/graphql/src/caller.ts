import type { Actor } from '@concord/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { RequestContext } from './context.js';

/** A request whose caller is known. */
export interface Caller extends RequestContext {
  readonly actor: Actor;
}

const contextOf = (_: unknown, execution: ExecutionContext): RequestContext => GqlExecutionContext.create(execution).getContext<RequestContext>();

/** The request with its caller; the guard has let nobody in without one. */
export const CalledBy = createParamDecorator(contextOf);

/** The request, whether its caller is known or not. */
export const Request = createParamDecorator(contextOf);
