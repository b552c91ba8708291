import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRejection } from '@concord/kernel';
import { decodeJwt } from 'jose';
import type { PartyClaim } from './claims.js';
import { DEMO_ISSUER, DemoIssuer, type DemoToken } from './demo-issuer.js';
import { DemoKeyUnusable } from './demo-key.js';
import { fixedKeys } from './keys.js';
import { TokenVerifier } from './token-verifier.js';

const parties: readonly PartyClaim[] = [{ id: 'cpsc', kind: 'AGENCY', roles: ['ADMIN'] }];
const request: DemoToken = { person: 'anna', parties, audience: 'concord' };

describe('The demo issuer', () => {
  let dataDir: string;
  let file: string;

  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'concord-demo-')), 'data');
    file = join(dataDir, 'demo-issuer.json');
  });

  afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

  const verifierOf = (issuer: DemoIssuer, audience = 'concord') =>
    new TokenVerifier({ issuer: issuer.issuer, audience, keys: fixedKeys(issuer.jwks()) });

  it('signs tokens that the platform accepts, for twelve hours', async () => {
    const issuer = await DemoIssuer.open(dataDir);
    const issuedAt = new Date();
    const token = await issuer.sign({ ...request, issuedAt });
    expect(await verifierOf(issuer).verify(token)).toMatchObject({ person: 'anna', parties });
    const { iss, iat, exp } = decodeJwt(token);
    expect({ iss, life: exp! - iat! }).toEqual({ iss: DEMO_ISSUER, life: 43_200 });
  });

  it('signs for one platform: another refuses', async () => {
    const issuer = await DemoIssuer.open(dataDir);
    expect(await verifierOf(issuer, 'other').verify(await issuer.sign(request))).toMatchObject({ detail: { field: 'aud' } });
  });

  it('signs for as long as it is told', async () => {
    const issuer = await DemoIssuer.open(dataDir);
    const minuteAgo = new Date(Date.now() - 60_000);
    const token = await issuer.sign({ ...request, lifetimeSeconds: 30, issuedAt: minuteAgo });
    expect(await verifierOf(issuer).verify(token)).toMatchObject({ code: 'UNAUTHENTICATED', detail: { field: 'exp' } });
  });

  it('signs nothing that the platform would refuse', async () => {
    const issuer = await DemoIssuer.open(dataDir);
    for (const lifetimeSeconds of [0, -1, 1.5, Number.NaN, 1e9]) {
      await expect(issuer.sign({ ...request, lifetimeSeconds })).rejects.toThrow(`${lifetimeSeconds} seconds`);
    }
    await expect(issuer.sign({ ...request, person: '' })).rejects.toThrow('claim sub');
    await expect(issuer.sign({ ...request, parties: [] })).rejects.toThrow('claim parties');
    await expect(issuer.sign({ ...request, parties: [{ id: 'C P', kind: 'AGENCY', roles: ['ADMIN'] }] })).rejects.toThrow(
      'claim parties.0.id is "C P"',
    );
  });

  it('shows the public half of its key only, with an id', async () => {
    const [key, ...others] = (await DemoIssuer.open(dataDir)).jwks().keys;
    expect(others).toEqual([]);
    expect(key).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: expect.any(String),
      alg: 'ES256',
      use: 'sig',
    });
  });

  it('keeps its key in a file that nobody else may read, and uses it again', async () => {
    const before = await DemoIssuer.open(dataDir);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const after = await DemoIssuer.open(dataDir);
    expect(after.jwks()).toEqual(before.jwks());
    expect(isRejection(await verifierOf(after).verify(await before.sign(request)))).toBe(false);
  });

  it('agrees on one key however many start at once, and leaves nothing else behind', async () => {
    const issuers = await Promise.all(Array.from({ length: 24 }, () => DemoIssuer.open(dataDir)));
    expect(new Set(issuers.map((issuer) => JSON.stringify(issuer.jwks()))).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['demo-issuer.json']);
  });

  it('has another key in another folder', async () => {
    const [one, two] = await Promise.all([DemoIssuer.open(join(dataDir, 'one')), DemoIssuer.open(join(dataDir, 'two'))]);
    expect(await verifierOf(one).verify(await two.sign(request))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('says which file is damaged and what to do, shows nothing of it, and leaves it alone', async () => {
    await DemoIssuer.open(dataDir);
    const whole = await readFile(file, 'utf8');
    const key = JSON.parse(whole) as Record<string, string>;
    const other = await DemoIssuer.open(join(dataDir, 'other'));
    const damaged = [
      '',
      whole.slice(0, whole.length / 2),
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...key, d: undefined }),
      JSON.stringify({ ...key, x: other.jwks().keys[0]!.x }),
      JSON.stringify({ ...key, kty: 'RSA' }),
      JSON.stringify({ ...key, x: 7 }),
    ];
    for (const text of damaged) {
      await writeFile(file, text);
      const error: unknown = await DemoIssuer.open(dataDir).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DemoKeyUnusable);
      const { message, cause } = error as DemoKeyUnusable;
      expect(message).toContain(`${file} is no key of the demo issuer`);
      expect(message).toContain('Remove it');
      expect(message).not.toContain(key.d!.slice(0, 6));
      expect(cause).toBeUndefined();
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });

  it('says which file it cannot read or make, and why', async () => {
    await writeFile(dataDir, 'a file where the folder should be');
    await expect(DemoIssuer.open(dataDir)).rejects.toThrow(`${file}, the key of the demo issuer, cannot be read (ENOTDIR)`);
    const nowhere = join(dataDir, '..', 'nowhere');
    await symlink(join(dataDir, '..', 'missing', 'folder'), nowhere);
    await expect(DemoIssuer.open(nowhere)).rejects.toThrow(/demo-issuer\.json, the key of the demo issuer, cannot be .* \(E[A-Z]+\)/);
  });
});
