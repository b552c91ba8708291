import { ACCESS, type Access, actorOf, ConcordError, letIn, type RequestContext } from '@concord/graphql';
import { type Actor, issuersOf, PUBLIC, permits } from '@concord/kernel';
import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import { identify, tokenNeeded } from './identify.js';
import { checkPurpose, MANDATES, type Mandates } from './mandates.js';
import { PublicQuota } from './public-quota.js';
import { TokenVerifier } from './tokens/index.js';

/** The token under which Nest injects what checks bearer tokens. */
export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/** Deny by default: every field of Query, Mutation and Subscription says who may call it, or nobody may. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
    private readonly quota: PublicQuota,
    @Optional() @Inject(MANDATES) private readonly mandates?: Mandates,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (execution.getType<string>() !== 'graphql') return true;
    const gql = GqlExecutionContext.create(execution);
    const context = gql.getContext<RequestContext>();
    const { fieldName } = gql.getInfo<{ readonly fieldName: string }>();
    const rule = this.reflector.get<Access | undefined>(ACCESS, execution.getHandler());
    const actor = await this.identify(context);
    if (!actor && isOpenToThePublic(rule)) {
      // An address is known of requests, and not of the operations of a WebSocket.
      if (context.address === undefined) throw tokenNeeded(`${fieldName} over a WebSocket`);
      this.quota.spend(context.address);
    } else if (!admits(rule, actor)) {
      throw actor
        ? new ConcordError('FORBIDDEN', `${actor.kind} ${actor.party} may not call ${fieldName} in the roles it holds`, { rule: 'access' })
        : tokenNeeded(fieldName);
    }
    if (actor && rule && !('command' in rule)) checkPurpose(actor, context);
    return true;
  }

  private async identify(context: RequestContext): Promise<Actor | null> {
    const known = actorOf(context);
    if (known) return known;
    const identified = await identify(this.tokens, context, this.mandates);
    if (identified) letIn(context, identified.actor, identified.until);
    return identified?.actor ?? null;
  }
}

/** Whether a rule lets somebody in; what has no rule lets in nobody. */
export function admits(rule: Access | undefined, actor: Actor | null): boolean {
  if (!rule) return false;
  if ('everyone' in rule) return true;
  if (isOpenToThePublic(rule) && actor === null) return true;
  const permissions = 'command' in rule ? (issuersOf(rule.command) ?? []) : rule.permissions;
  return actor !== null && permits(permissions, actor);
}

/** Whether the field hands on a command that anybody may issue, also without a token. */
export const isOpenToThePublic = (rule: Access | undefined): boolean =>
  rule !== undefined && 'command' in rule && permits(issuersOf(rule.command) ?? [], PUBLIC);
