import type { Rejection } from '@concord/kernel';
import { errors } from 'jose';
import { instantOfSeconds, isNumericDate, malformedClaim, shown, unauthenticated } from './refusals.js';

/** What the token was checked against. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
}

/** The sentence for what jose found wrong with a token; undefined where the fault is not the token's. */
export function refusalOf(error: unknown, expected: Expected): Rejection | undefined {
  if (error instanceof errors.JWTExpired) return expired(error);
  if (error instanceof errors.JWTClaimValidationFailed) return wrongClaim(error, expected);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed) {
    return unauthenticated(`The token is not signed by ${expected.issuer}, or was changed after it was signed`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return unauthenticated(`The token is signed by an algorithm that is not accepted; it must be one of ${expected.algorithms.join(', ')}`);
  }
  if (error instanceof errors.JOSENotSupported) return unauthenticated('The token demands an extension that Concord does not know (crit)');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return unauthenticated('The token is malformed: it must be a signed JSON Web Token, three parts in base64url with dots between');
  }
  return undefined;
}

function expired({ payload }: errors.JWTExpired): Rejection {
  const when = moment(payload.exp);
  return unauthenticated(`The token expired at ${when}: ask for a new one`, { field: 'exp', value: when });
}

function wrongClaim({ claim, reason, payload }: errors.JWTClaimValidationFailed, { issuer, audience }: Expected): Rejection {
  const value = payload[claim];
  if (reason === 'missing') return malformedClaim(claim, undefined, 'in every token');
  if (reason === 'invalid') return malformedClaim(claim, value, 'a number of seconds since 1970');
  if (claim === 'iss') return malformedClaim(claim, value, `${shown(issuer)}, the issuer that this platform trusts`);
  if (claim === 'aud') return malformedClaim(claim, value, `${shown(audience)} or a list with it: the token is meant for somebody else`);
  const when = moment(value);
  return unauthenticated(`The token is not valid before ${when}`, { field: claim, value: when });
}

const moment = (seconds: unknown): string => (isNumericDate(seconds) ? instantOfSeconds(seconds) : shown(seconds));
