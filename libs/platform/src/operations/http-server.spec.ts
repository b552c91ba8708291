import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { httpServer } from './http-server.js';

/** Where a server thinks that a request comes from, which a proxy on this machine has passed on. */
async function addressSeen(trustedProxies?: string): Promise<string> {
  const app = httpServer(pino({ level: 'silent' }), 1_024, trustedProxies).getInstance<FastifyInstance>();
  app.get('/address', async ({ ip }) => ip);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    return await (await fetch(`${url}/address`, { headers: { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' } })).text();
  } finally {
    await app.close();
  }
}

describe('The address of a request', () => {
  test('is that of the connection, whatever the request says', async () => {
    expect(await addressSeen()).toBe('127.0.0.1');
    expect(await addressSeen('10.0.0.0/8')).toBe('127.0.0.1');
  });

  test('is what a trusted proxy says, and of several the last that is not trusted', async () => {
    expect(await addressSeen('127.0.0.1')).toBe('198.51.100.9');
    expect(await addressSeen('127.0.0.1, 198.51.100.0/24')).toBe('203.0.113.7');
  });
});
