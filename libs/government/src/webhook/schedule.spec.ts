import { RETRIES, retryAfter } from './schedule.js';

test('an attempt that failed is repeated after the times that Standard Webhooks proposes, and a little later by chance', () => {
  expect(retryAfter(1, RETRIES, 0)).toBe(5_000);
  expect(retryAfter(2, RETRIES, 0)).toBe(300_000);
  expect(retryAfter(9, RETRIES, 0)).toBe(86_400_000);
  expect(retryAfter(1, RETRIES, 1)).toBe(6_000);
});

test('after ten attempts there is no other', () => {
  expect(retryAfter(10)).toBeUndefined();
});
