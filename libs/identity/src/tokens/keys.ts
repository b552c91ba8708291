import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Finds the public key that a token's header names; asked with the header of a token of an allowed algorithm only. */
export type KeySource = JWTVerifyGetKey;

/** The keys cannot be had, or the document that was fetched holds none that can be used. `cause` says why. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface RemoteKeysSettings {
  /** How long one fetch may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How soon after a fetch an unknown key may cause the next one, in milliseconds: no flood of strange tokens passes through. */
  readonly cooldownMs?: number;
  /** How long fetched keys are used, in milliseconds: so long may a key live on that the issuer has withdrawn. */
  readonly maxAgeMs?: number;
}

/**
 * The keys at the issuer's JWKS address (RFC 7517), fetched when first needed and kept in memory.
 * A token of a key that is not among them causes a new fetch, so an issuer may change keys at any time.
 */
export function remoteKeys(url: URL, { timeoutMs = 5_000, cooldownMs = 30_000, maxAgeMs = 600_000 }: RemoteKeysSettings = {}): KeySource {
  const keys = createRemoteJWKSet(url, { timeoutDuration: timeoutMs, cooldownDuration: cooldownMs, cacheMaxAge: maxAgeMs });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new KeysUnavailable(`No usable keys at ${url.origin}${url.pathname}`, { cause: error });
    }
  };
}

/** Keys that are at hand: the demo issuer's. */
export const fixedKeys = (keys: JSONWebKeySet): KeySource => createLocalJWKSet(keys);
