import type { Instant, TimeZone } from '@concord/kernel';
import { type Rhythm, toldAt } from './digest.js';

const told = (recordedAt: string, every: Rhythm, zone = 'America/New_York') =>
  toldAt(recordedAt as Instant, { every, zone: zone as TimeZone });

test('without a digest a change is told at once', () => {
  expect(toldAt('2026-03-07T12:00:00.000Z' as Instant, null)).toBe('2026-03-07T12:00:00.000Z');
});

test('what happened in a day is told as the next one begins in the zone', () => {
  expect(told('2026-03-07T12:00:00.000Z', 'DAY')).toBe('2026-03-08T05:00:00.000Z');
  expect(told('2026-03-07T04:59:59.999Z', 'DAY')).toBe('2026-03-07T05:00:00.000Z');
  expect(told('2026-03-07T05:00:00.000Z', 'DAY')).toBe('2026-03-08T05:00:00.000Z');
});

test('a day of 23 hours is a day', () => {
  expect(told('2026-03-08T12:00:00.000Z', 'DAY')).toBe('2026-03-09T04:00:00.000Z');
});

test('a day may begin at one o’clock', () => {
  expect(told('2018-11-03T12:00:00.000Z', 'DAY', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
});

test.each([
  ['Monday', '2026-03-02'],
  ['Tuesday', '2026-03-03'],
  ['Saturday', '2026-03-07'],
  ['Sunday', '2026-03-08'],
])('what happened on a %s is told as the Monday after it begins in the zone', (_, day) => {
  expect(told(`${day}T12:00:00.000Z`, 'WEEK', 'Asia/Shanghai')).toBe('2026-03-08T16:00:00.000Z');
});
