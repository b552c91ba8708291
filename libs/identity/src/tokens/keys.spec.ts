import { isRejection, type Rejection } from '@concord/kernel';
import type { Authenticated } from './authenticated.js';
import { KeysUnavailable, type RemoteKeysSettings, remoteKeys } from './keys.js';
import { IdentityProviderUnavailable } from './refusals.js';
import { AUDIENCE, goodClaims, ISSUER, JwksServer, type SigningKey, signingKey } from './testing/identity-provider.js';
import { TokenVerifier } from './token-verifier.js';

describe('The keys of an identity provider', () => {
  let first: SigningKey;
  let second: SigningKey;
  let server: JwksServer;

  beforeAll(async () => {
    [first, second] = await Promise.all([signingKey('ES256', 'first'), signingKey('EdDSA', 'second')]);
  });

  beforeEach(async () => {
    server = await JwksServer.start(first);
  });

  afterEach(() => server.stop());

  /** Remembers no verified token, so that each call asks for the key. */
  const verifierOf = (settings?: RemoteKeysSettings) =>
    new TokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: remoteKeys(server.url, settings), remembered: 0 });

  const expectUnavailable = (answer: Authenticated | Rejection) => {
    if (!(answer instanceof IdentityProviderUnavailable)) throw new Error('expected the provider to be unavailable');
    expect(isRejection(answer)).toBe(true);
    expect(answer.code).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    expect(answer.message).toContain(ISSUER);
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
    expect(answer.cause).toBeInstanceOf(KeysUnavailable);
  };

  it('are fetched once for many tokens', async () => {
    const verifier = verifierOf();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => first.sign(goodClaims(new Date()))));
    const answers = await Promise.all(tokens.map((token) => verifier.verify(token)));
    answers.push(await verifier.verify(tokens[0]!));
    expect(answers.filter(isRejection)).toEqual([]);
    expect(server.fetches).toBe(1);
  });

  it('may change: a token of a new key makes the platform fetch again', async () => {
    const verifier = verifierOf({ cooldownMs: 0 });
    const old = await first.sign(goodClaims(new Date()));
    const fresh = await second.sign(goodClaims(new Date()));
    expect(isRejection(await verifier.verify(old))).toBe(false);
    expect(await verifier.verify(fresh)).toMatchObject({ code: 'UNAUTHENTICATED' });

    server.publish(first, second);
    expect(isRejection(await verifier.verify(fresh))).toBe(false);
    expect(isRejection(await verifier.verify(old))).toBe(false);

    server.publish(second);
    expect(isRejection(await verifierOf().verify(fresh))).toBe(false);
    expect(await verifierOf().verify(old)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are not fetched anew for each of a flood of strange tokens', async () => {
    const verifier = verifierOf();
    for (let index = 0; index < 10; index++) {
      expect(await verifier.verify(await second.sign(goodClaims(new Date()), { kid: `strange-${index}` }))).toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
    expect(server.fetches).toBe(1);
  });

  it('that cannot be reached say nothing against the token', async () => {
    const verifier = verifierOf();
    const token = await first.sign(goodClaims(new Date()));
    await server.stop();
    expectUnavailable(await verifier.verify(token));
  });

  it('that do not come in time say nothing against the token, and the next fetch is tried afresh', async () => {
    const verifier = verifierOf({ timeoutMs: 100 });
    const token = await first.sign(goodClaims(new Date()));
    server.answer = null;
    expectUnavailable(await verifier.verify(token));
    server.publish(first);
    expect(isRejection(await verifier.verify(token))).toBe(false);
  });

  it.each([
    ['an error', 500, '{}'],
    ['a redirection', 302, '{}'],
    ['a page', 200, '<html>'],
    ['another document', 200, '{"keys":"none"}'],
  ])('answered by %s say nothing against the token', async (_what, status, body) => {
    server.answer = { status, body };
    expectUnavailable(await verifierOf().verify(await first.sign(goodClaims(new Date()))));
  });

  it('stay in use while the provider is away', async () => {
    const verifier = verifierOf();
    const token = await first.sign(goodClaims(new Date()));
    await verifier.verify(token);
    await server.stop();
    expect(isRejection(await verifier.verify(token))).toBe(false);
  });

  it('are not asked for a token that no key could make good', async () => {
    const verifier = verifierOf();
    expect(await verifier.verify('a.b.c')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.fetches).toBe(0);
  });
});
