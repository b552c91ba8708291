import { forbidden, httpContext, type Reader } from '@concord/graphql';
import { type Actor, type Permission, permits } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TOKEN_VERIFIER } from './access.guard.js';
import { identify, tokenNeeded } from './identify.js';
import { checkPurpose, MANDATES, type Mandates } from './mandates.js';
import { TokenVerifier } from './tokens/index.js';

/** Lets callers in at the doors beside the GraphQL endpoint, as the guard does at its fields. */
@Injectable()
export class Doorkeeper {
  constructor(
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
    @Optional() @Inject(MANDATES) private readonly mandates?: Mandates,
  ) {}

  /**
   * A request and who sends it; the actor is null for somebody without a token.
   * @throws ConcordError saying what is wrong with the token
   */
  async callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Reader> {
    const context = httpContext(request, reply);
    const identified = await identify(this.tokens, context, this.mandates);
    return { ...context, actor: identified?.actor ?? null, admittedUntil: identified?.until ?? null };
  }

  /**
   * Somebody who reads.
   * @throws ConcordError PURPOSE_MISSING, or saying what is wrong with the token
   */
  async readerOf(request: FastifyRequest, reply: FastifyReply): Promise<Reader> {
    const reader = await this.callerOf(request, reply);
    if (reader.actor) checkPurpose(reader.actor, reader);
    return reader;
  }

  /**
   * Somebody who reads what is not for everybody.
   * @param what as it begins a sentence: `A dossier`
   * @throws ConcordError UNAUTHENTICATED, FORBIDDEN, PURPOSE_MISSING, or saying what is wrong with the token
   */
  async admit(
    request: FastifyRequest,
    reply: FastifyReply,
    { what, to }: { readonly what: string; readonly to: readonly Permission[] },
  ): Promise<Reader & { readonly actor: Actor }> {
    const reader = await this.readerOf(request, reply);
    const { actor } = reader;
    if (!actor) throw tokenNeeded(what);
    if (!permits(to, actor)) {
      throw forbidden(`${what} is not for ${actor.kind} ${actor.party} in the roles it holds`, { rule: 'access' });
    }
    return { ...reader, actor };
  }
}
