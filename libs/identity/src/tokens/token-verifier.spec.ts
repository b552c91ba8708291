import { isRejection } from '@concord/kernel';
import { type CryptoKey, exportSPKI, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { fixedKeys } from './keys.js';
import { AUDIENCE, goodClaims, ISSUER, type SigningKey, seconds, signingKey } from './testing/identity-provider.js';
import { TokenVerifier } from './token-verifier.js';

const now = new Date('2026-11-20T12:00:00.000Z');
const later = (sec: number): Date => new Date(now.getTime() + sec * 1000);

describe('A bearer token', () => {
  let key: SigningKey;
  let clock = now;
  let verifier: TokenVerifier;

  beforeAll(async () => {
    key = await signingKey('EdDSA', 'key-1');
  });

  beforeEach(() => {
    clock = now;
    verifier = verifierOf(key);
  });

  const verifierOf = (...keys: SigningKey[]) =>
    new TokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: fixedKeys({ keys: keys.map(({ jwk }) => jwk) }), clock: () => clock });

  const tokenWith = (claims: JWTPayload, header?: Record<string, unknown>) => key.sign({ ...goodClaims(now), ...claims }, header);

  const refusal = async (token: string) => {
    const answer = await verifier.authenticate(`Bearer ${token}`);
    if (!isRejection(answer)) throw new Error('expected a rejection');
    expect(answer.code).toBe('UNAUTHENTICATED');
    for (const part of token.split('.').filter((text) => text.length > 10)) expect(JSON.stringify(answer)).not.toContain(part);
    return answer;
  };

  it('that is good names a person and the parties', async () => {
    expect(await verifier.authenticate(`Bearer ${await tokenWith({})}`)).toEqual({
      person: 'anna@acme.example',
      parties: [{ id: 'acme', kind: 'ENTERPRISE', roles: ['OFFICER'] }],
      expiresAt: '2026-11-20T13:00:00.000Z',
    });
  });

  it.each(['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'])('may be signed with %s', async (alg) => {
    const other = await signingKey(alg, 'other');
    expect(await verifierOf(other).verify(await other.sign(goodClaims(now)))).toMatchObject({ person: 'anna@acme.example' });
  });

  it('may be meant for several platforms, if this is one of them', async () => {
    expect(isRejection(await verifier.verify(await tokenWith({ aud: ['shop', AUDIENCE] })))).toBe(false);
  });

  it('must be there', async () => {
    for (const header of [undefined, 'Basic YTpi', 'Bearer']) {
      expect(await verifier.authenticate(header)).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('must have the form of a signed JSON Web Token', async () => {
    for (const token of ['x', 'a.b.c', '..', 'a.b.c.d.e', `${Buffer.from('{}').toString('base64url')}.e30.aaaa`]) {
      expect((await refusal(token)).message).toContain('malformed');
    }
    expect((await refusal(await tokenWith({}, { crit: ['x'], x: 1 }).catch(() => critical()))).message).toContain('crit');
  });

  /** As an attacker writes it; the library refuses to sign it. */
  const critical = async () => {
    const [, payload, signature] = (await tokenWith({})).split('.');
    return `${Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: key.kid, crit: ['x'], x: 1 })).toString('base64url')}.${payload}.${signature}`;
  };

  it('that expired is refused with the time, five seconds of difference between clocks allowed', async () => {
    const token = await tokenWith({ exp: seconds(now) + 60 });
    clock = later(64);
    expect(isRejection(await verifier.verify(token))).toBe(false);
    clock = later(65);
    expect(await refusal(token)).toMatchObject({
      message: 'The token expired at 2026-11-20T12:01:00.000Z: ask for a new one',
      detail: { field: 'exp', value: '2026-11-20T12:01:00.000Z' },
    });
    expect((await refusal(await tokenWith({ exp: -1e300 }))).message).toContain('expired at -1e+300');
  });

  it('that was accepted a moment ago is refused once it has expired', async () => {
    const token = await tokenWith({ exp: seconds(now) + 30 });
    expect(isRejection(await verifier.verify(token))).toBe(false);
    clock = later(29);
    expect(isRejection(await verifier.verify(token))).toBe(false);
    clock = later(36);
    expect((await refusal(token)).message).toContain('expired');
  });

  it('whose time has not come is refused with the time, five seconds allowed', async () => {
    expect(isRejection(await verifier.verify(await tokenWith({ nbf: seconds(now) + 5 })))).toBe(false);
    expect(await refusal(await tokenWith({ nbf: seconds(now) + 60 }))).toMatchObject({
      message: 'The token is not valid before 2026-11-20T12:01:00.000Z',
      detail: { field: 'nbf' },
    });
  });

  it('signed by someone else is refused, whatever key it names or brings along', async () => {
    const mallory = await signingKey('EdDSA', key.kid);
    const stranger = await signingKey('ES256', 'unknown');
    const tokens = [
      await mallory.sign(goodClaims(now)),
      await stranger.sign(goodClaims(now)),
      await mallory.sign(goodClaims(now), { jwk: mallory.jwk, jku: 'https://mallory.example/keys' }),
    ];
    for (const token of tokens) expect((await refusal(token)).message).toContain(`not signed by ${ISSUER}`);
  });

  it('changed after it was signed is refused', async () => {
    const [header, , signature] = (await tokenWith({})).split('.');
    const payload = { ...goodClaims(now), parties: [{ id: 'cpsc', kind: 'AGENCY', roles: ['ADMIN'] }] };
    const forged = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`;
    expect((await refusal(forged)).message).toContain('changed after it was signed');
  });

  it('with no signature (alg none) is refused', async () => {
    const unsigned = new UnsecuredJWT(goodClaims(now)).encode();
    for (const token of [unsigned, `${unsigned}${'A'.repeat(86)}`]) expect((await refusal(token)).message).toContain('not accepted');
  });

  it('signed with the public key as a shared secret (HS256) is refused', async () => {
    const rsa = await signingKey('RS256', 'rsa');
    verifier = verifierOf(rsa);
    const pem = await exportSPKI((await importJWK(rsa.jwk, 'RS256')) as CryptoKey);
    for (const secret of [Buffer.from(pem), Buffer.from(rsa.jwk.n!, 'base64url'), Buffer.from(JSON.stringify(rsa.jwk))]) {
      const forged = await new SignJWT(goodClaims(now)).setProtectedHeader({ alg: 'HS256', kid: 'rsa' }).sign(new Uint8Array(secret));
      expect((await refusal(forged)).message).toContain('one of EdDSA, Ed25519, ES256, RS256, PS256');
    }
  });

  it('of another issuer is refused even where the key is the same', async () => {
    expect(await refusal(await tokenWith({ iss: 'https://other.example' }))).toMatchObject({
      message: `The token's claim iss is "https://other.example", and must be "${ISSUER}", the issuer that this platform trusts`,
      detail: { field: 'iss', value: 'https://other.example' },
    });
  });

  it('meant for another platform is refused', async () => {
    for (const aud of ['shop', ['shop', 'bank'], [], 'Concord']) expect((await refusal(await tokenWith({ aud }))).detail.field).toBe('aud');
  });

  it.each(['iss', 'aud', 'sub', 'exp', 'iat', 'parties'])('without the claim %s is refused by name', async (claim) => {
    const { [claim]: _left, ...rest } = goodClaims(now);
    expect(await refusal(await key.sign(rest))).toMatchObject({
      message: `The token lacks the claim ${claim}, which must be in every token`,
      detail: { field: claim },
    });
  });

  it('with a malformed claim is refused by the name of the claim', async () => {
    const claims: [string, unknown][] = [
      ['exp', 'tomorrow'],
      ['exp', 1e300],
      ['iat', null],
      ['nbf', '1'],
      ['sub', ''],
      ['parties', {}],
    ];
    for (const [claim, value] of claims) expect((await refusal(await tokenWith({ [claim]: value }))).detail.field).toBe(claim);
    expect((await refusal(await tokenWith({ parties: [{ id: 'x', kind: 'AGENCY', roles: [] }] }))).detail.field).toBe('parties.0.id');
  });

  it('may leave its key unnamed: each key that fits is tried', async () => {
    const [one, two, mallory] = await Promise.all([signingKey('EdDSA', 'one'), signingKey('EdDSA', 'two'), signingKey('EdDSA', 'three')]);
    verifier = verifierOf(one, two);
    expect(isRejection(await verifier.verify(await two.sign(goodClaims(now), { kid: undefined })))).toBe(false);
    expect((await refusal(await mallory.sign(goodClaims(now), { kid: undefined }))).message).toContain('not signed by');
    expect((await refusal(await two.sign({ ...goodClaims(now), aud: 'shop' }, { kid: undefined }))).detail.field).toBe('aud');
  });
});
