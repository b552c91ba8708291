import type { Instant } from '@concord/kernel';
import { Webhook } from 'standardwebhooks';
import { secretsAt, signedHeaders } from './signature.js';

const KEY = Buffer.alloc(32, 7);
const at = new Date();
const of = (secret: number, previousSecretUntil: Date | null = null) => ({
  id: 'toys',
  secret,
  previousSecretUntil: previousSecretUntil && (previousSecretUntil.toISOString() as Instant),
});
const opened = (secret: string | undefined, body: string, headers: Record<string, string>) =>
  new Webhook(secret ?? '').verify(body, headers);

describe('A message that is signed by Standard Webhooks', () => {
  const body = JSON.stringify({ type: 'norm.adopted', data: { titles: ['Spielzeug für Kinder', '玩具'] } });
  const [secret = ''] = secretsAt(KEY, of(1), at);

  test('is accepted by the library of the standard', () => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(opened(secret, body, signedHeaders('msg_1', at, body, [secret]))).toEqual(JSON.parse(body));
  });

  test('is refused with another body, id, time or secret', () => {
    const headers = signedHeaders('msg_1', at, body, [secret]);
    expect(() => opened(secret, `${body} `, headers)).toThrow();
    expect(() => opened(secret, body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
    expect(() => opened(secret, body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })).toThrow();
    expect(() => opened(secretsAt(KEY, { ...of(1), id: 'dolls' }, at)[0], body, headers)).toThrow();
  });

  test('is accepted by who knows the old secret and by who knows the new one, for as long as both are good', () => {
    const soon = new Date(at.getTime() + 1_000);
    const both = secretsAt(KEY, of(2, soon), at);
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(secret);
    const headers = signedHeaders('msg_1', at, body, both);
    for (const each of both) expect(opened(each, body, headers)).toEqual(JSON.parse(body));
    expect(secretsAt(KEY, of(2, soon), soon)).toEqual([both[0]]);
  });
});
