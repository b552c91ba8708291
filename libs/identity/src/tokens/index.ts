export type { Authenticated } from './authenticated.js';
export { bearerToken } from './bearer.js';
export { chooseParty, PARTY_HEADER } from './choose-party.js';
export { type Claims, MOST_PARTIES, type PartyClaim, readClaims } from './claims.js';
export { DEMO_ISSUER, DemoIssuer, type DemoToken } from './demo-issuer.js';
export { DemoKeyUnusable } from './demo-key.js';
export { fixedKeys, type KeySource, KeysUnavailable, type RemoteKeysSettings, remoteKeys } from './keys.js';
export { IdentityProviderUnavailable } from './refusals.js';
export { ALGORITHMS, TokenVerifier, type TokenVerifierSettings } from './token-verifier.js';
