import type { Instant } from '@concord/kernel';
import type { Authenticated } from './authenticated.js';
import { VerifiedTokens } from './verified-tokens.js';

const now = new Date('2026-11-20T12:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const until = (seconds: number): Authenticated => ({ person: 'anna', parties: [], expiresAt: later(seconds).toISOString() as Instant });

describe('A verified token', () => {
  it('is remembered for a minute', () => {
    const tokens = new VerifiedTokens(10);
    tokens.keep('a', until(3600), now);
    expect(tokens.find('a', later(59))).toEqual(until(3600));
    expect(tokens.find('a', later(60))).toBeUndefined();
  });

  it('is remembered no longer than it lives', () => {
    const tokens = new VerifiedTokens(10);
    tokens.keep('a', until(10), now);
    expect(tokens.find('a', later(9))).toBeDefined();
    expect(tokens.find('a', later(10))).toBeUndefined();
  });

  it('is not remembered when it lives by the tolerance of clocks only', () => {
    const tokens = new VerifiedTokens(10);
    tokens.keep('a', until(-1), now);
    expect(tokens.find('a', now)).toBeUndefined();
  });

  it('that was used longest ago makes room for another', () => {
    const tokens = new VerifiedTokens(2);
    tokens.keep('a', until(3600), now);
    tokens.keep('b', until(3600), now);
    tokens.find('a', now);
    tokens.keep('c', until(3600), now);
    expect(['a', 'b', 'c'].map((token) => tokens.find(token, now) !== undefined)).toEqual([true, false, true]);
  });
});
