import { ACCESS, type Access, actorOf, ConcordError, letIn, type RequestContext, rejected } from '@concord/graphql';
import { type Actor, isRejection, issuersOf, permits } from '@concord/kernel';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { chooseParty, IdentityProviderUnavailable, TokenVerifier } from './tokens/index.js';

/** The token under which Nest injects what checks bearer tokens. */
export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/** Deny by default: every field of Query, Mutation and Subscription says who may call it, or nobody may. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (execution.getType<string>() !== 'graphql') return true;
    const gql = GqlExecutionContext.create(execution);
    const context = gql.getContext<RequestContext>();
    const { fieldName } = gql.getInfo<{ readonly fieldName: string }>();
    const rule = this.reflector.get<Access | undefined>(ACCESS, execution.getHandler());
    const actor = await this.identify(context);
    if (!admits(rule, actor)) {
      throw actor
        ? new ConcordError('FORBIDDEN', `${actor.kind} ${actor.party} may not call ${fieldName} in the roles it holds`, { rule: 'access' })
        : new ConcordError('UNAUTHENTICATED', `${fieldName} needs a token: send it as "Authorization: Bearer …"`, {
            field: 'Authorization',
          });
    }
    return true;
  }

  /** Null for somebody who sends no token. A token that is sent has to be good, even where none is needed. */
  private async identify(context: RequestContext): Promise<Actor | null> {
    const known = actorOf(context);
    if (known || context.authorization === undefined) return known;
    const who = await this.tokens.authenticate(context.authorization);
    if (who instanceof IdentityProviderUnavailable) context.log.error({ err: who.cause }, who.message);
    if (isRejection(who)) throw rejected(who);
    const actor = chooseParty(who, context.party);
    if (isRejection(actor)) throw rejected(actor);
    letIn(context, actor, who.expiresAt);
    return actor;
  }
}

/** Whether a rule lets somebody in; what has no rule lets in nobody. */
export function admits(rule: Access | undefined, actor: Actor | null): boolean {
  if (!rule) return false;
  if ('everyone' in rule) return true;
  const permissions = 'command' in rule ? (issuersOf(rule.command) ?? []) : rule.permissions;
  return actor !== null && permits(permissions, actor);
}
