import { PublicQuota } from './public-quota.js';

const MINUTE = 60_000;
const refused = expect.objectContaining({ code: 'TOO_MANY_REQUESTS' });

describe('What an address may do without a token', () => {
  test('is so much an hour, and comes back one by one', () => {
    const quota = new PublicQuota(2);
    quota.spend('192.0.2.1', 0);
    quota.spend('192.0.2.1', 0);
    expect(() => quota.spend('192.0.2.1', 29 * MINUTE)).toThrow(refused);
    quota.spend('192.0.2.1', 30 * MINUTE);
    expect(() => quota.spend('192.0.2.1', 31 * MINUTE)).toThrow(refused);
  });

  test('is never saved up beyond that', () => {
    const quota = new PublicQuota(1);
    quota.spend('192.0.2.1', 0);
    quota.spend('192.0.2.1', 1_000 * MINUTE);
    expect(() => quota.spend('192.0.2.1', 1_000 * MINUTE)).toThrow(refused);
  });

  test('is each address its own, and of IPv6 each network of 64 bits', () => {
    const quota = new PublicQuota(1);
    quota.spend('192.0.2.1', 0);
    quota.spend('192.0.2.2', 0);
    quota.spend('2001:db8:1:2:3:4:5:6', 0);
    for (const neighbour of ['2001:db8:1:2::9', '2001:0DB8:1:2:ffff::']) expect(() => quota.spend(neighbour, 0)).toThrow(refused);
    quota.spend('2001:db8:1:3::9', 0);
    quota.spend('::ffff:192.0.2.3', 0);
    quota.spend('::ffff:192.0.2.4', 0);
  });

  test('is nothing where the quota is 0', () => {
    expect(() => new PublicQuota(0).spend('192.0.2.1', 0)).toThrow(refused);
  });
});
