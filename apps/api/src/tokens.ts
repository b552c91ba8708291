import { DemoIssuer, fixedKeys, remoteKeys, TokenVerifier } from '@concord/identity';
import type { Settings } from '@concord/platform';

/** What checks the tokens of this platform, and the demo issuer where there is one. */
export interface TokenParts {
  readonly verifier: TokenVerifier;
  readonly demo: DemoIssuer | undefined;
}

/** The settings allow exactly one of the two: a real issuer, or the demo issuer. */
export async function openTokens({ jwksUrl, issuer, audience, dataDir }: Settings): Promise<TokenParts> {
  if (jwksUrl !== undefined && issuer !== undefined) {
    return { verifier: new TokenVerifier({ issuer, audience, keys: remoteKeys(new URL(jwksUrl)) }), demo: undefined };
  }
  const demo = await DemoIssuer.open(dataDir);
  return { verifier: new TokenVerifier({ issuer: demo.issuer, audience, keys: fixedKeys(demo.jwks()) }), demo };
}
