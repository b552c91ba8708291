import { ConcordError, type RequestContext, rejected } from '@concord/graphql';
import { type Actor, type Instant, isRejection } from '@concord/kernel';
import { type Mandates, withMandates } from './mandates.js';
import { chooseParty, IdentityProviderUnavailable, type TokenVerifier } from './tokens/index.js';

/** Who sends a request, and until when the token says so. */
export interface Identified {
  readonly actor: Actor;
  readonly until: Instant;
}

/**
 * Who sends a request; null for somebody who sends no token. One that is sent has to be good, even where none is needed.
 * @param mandates what an auditor may read follows from them
 * @throws ConcordError saying what is wrong with the token
 */
export async function identify(
  tokens: TokenVerifier,
  { authorization, party, log }: Pick<RequestContext, 'authorization' | 'party' | 'log'>,
  mandates: Mandates | undefined,
): Promise<Identified | null> {
  if (authorization === undefined) return null;
  const who = await tokens.authenticate(authorization);
  if (who instanceof IdentityProviderUnavailable) log.error({ err: who.cause }, who.message);
  if (isRejection(who)) throw rejected(who);
  const actor = chooseParty(who, party);
  if (isRejection(actor)) throw rejected(actor);
  return { actor: await withMandates(actor, mandates), until: who.expiresAt };
}

/** What somebody without a token is told. */
export const tokenNeeded = (what: string): ConcordError =>
  new ConcordError('UNAUTHENTICATED', `${what} needs a token: send it as "Authorization: Bearer …"`, { field: 'Authorization' });
