import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://login.example.org';
export const AUDIENCE = 'concord';

/** A key pair as an issuer holds it. */
export interface SigningKey {
  readonly alg: string;
  readonly kid: string;
  readonly jwk: JWK;
  sign(payload: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export async function signingKey(alg: string, kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    alg,
    kid,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    sign: (payload, header = {}) => new SignJWT(payload).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
}

export const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** What a good token says at `now`. */
export const goodClaims = (now: Date): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'anna@acme.example',
  iat: seconds(now),
  exp: seconds(now) + 3600,
  parties: [{ id: 'acme', kind: 'ENTERPRISE', roles: ['OFFICER'] }],
});

/** An identity provider's key set, over HTTP on the loopback interface. */
export class JwksServer {
  /** How often the keys were fetched. */
  fetches = 0;
  /** What it answers; null: it takes the request and never answers. */
  answer: { readonly status: number; readonly body: string } | null;

  private constructor(
    private readonly server: Server,
    keys: readonly SigningKey[],
  ) {
    this.answer = setOf(keys);
    server.on('request', (_request, response) => {
      this.fetches++;
      if (this.answer) response.writeHead(this.answer.status, { 'content-type': 'application/json' }).end(this.answer.body);
    });
  }

  static async start(...keys: readonly SigningKey[]): Promise<JwksServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new JwksServer(server, keys);
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/keys`);
  }

  publish(...keys: readonly SigningKey[]): void {
    this.answer = setOf(keys);
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

const setOf = (keys: readonly SigningKey[]) => ({ status: 200, body: JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }) });
