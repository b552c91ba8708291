import { isRejection, type Rejection } from '@concord/kernel';
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Authenticated } from './authenticated.js';
import { bearerToken, tooLongToken } from './bearer.js';
import { REQUIRED_CLAIMS, readClaims } from './claims.js';
import type { KeySource } from './keys.js';
import { IdentityProviderUnavailable, instantOfSeconds } from './refusals.js';
import { refusalOf } from './refused-token.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Signatures by a private key only: where a shared secret counts (HS256), whoever has the public key could sign. */
export const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'] as const;

/** How far, in seconds, the clocks of the issuer and the platform may be apart. */
const CLOCK_TOLERANCE = 5;

export interface TokenVerifierSettings {
  /** The only value of `iss` that is accepted. */
  readonly issuer: string;
  /** The name of this platform, which `aud` must be or hold. */
  readonly audience: string;
  readonly keys: KeySource;
  readonly clock?: () => Date;
  /** How many tokens, once checked, are believed for up to a minute without another look at the signature; 0 for none. */
  readonly remembered?: number;
}

/** Tells whether a bearer token is to be believed, and whom it names. Logs nothing; a refusal never holds the token. */
export class TokenVerifier {
  private readonly clock: () => Date;
  private readonly verified: VerifiedTokens;

  constructor(private readonly settings: TokenVerifierSettings) {
    this.clock = settings.clock ?? (() => new Date());
    this.verified = new VerifiedTokens(settings.remembered ?? 1_000);
  }

  /**
   * Reads and verifies the token in an `Authorization` header.
   * @returns whom it names, or a rejection `UNAUTHENTICATED`, or `IdentityProviderUnavailable`.
   */
  async authenticate(authorization: string | undefined): Promise<Authenticated | Rejection> {
    const token = bearerToken(authorization);
    return isRejection(token) ? token : this.verify(token);
  }

  /** The same for a token that came by another way than a header. */
  async verify(token: string): Promise<Authenticated | Rejection> {
    const tooLong = tooLongToken(token);
    if (tooLong) return tooLong;
    const now = this.clock();
    const known = this.verified.find(token, now);
    if (known) return known;

    const payload = await this.payloadOf(token, now);
    if (isRejection(payload)) return payload;
    const claims = readClaims(payload);
    if (isRejection(claims)) return claims;
    const who: Authenticated = { person: claims.person, parties: claims.parties, expiresAt: instantOfSeconds(claims.expires) };
    this.verified.keep(token, who, now);
    return who;
  }

  private async payloadOf(token: string, now: Date): Promise<JWTPayload | Rejection> {
    const { issuer, audience, keys } = this.settings;
    const options: JWTVerifyOptions = {
      algorithms: [...ALGORITHMS],
      issuer,
      audience,
      requiredClaims: [...REQUIRED_CLAIMS],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: now,
    };
    try {
      return await checked(token, keys, options);
    } catch (error) {
      // What is not the token's fault is the issuer's: keys that cannot be fetched, or are too short to be trusted.
      return refusalOf(error, { issuer, audience, algorithms: ALGORITHMS }) ?? new IdentityProviderUnavailable(issuer, error);
    }
  }
}

/** An issuer need not name its keys (RFC 7517, section 4.5): where several could have signed the token, each is tried. */
async function checked(token: string, keys: KeySource, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (refused) {
        if (!(refused instanceof errors.JWSSignatureVerificationFailed)) throw refused;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
