import { addToDate, type CalendarDate, dateIn, type Instant, startOfDay, type TimeZone } from '@concord/kernel';

export const RHYTHMS = ['DAY', 'WEEK'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** What happened in a day or week is told together, as the next one begins. */
export interface Digest {
  readonly every: Rhythm;
  /** The zone in which its days begin. */
  readonly zone: TimeZone;
}

/** When a change that was recorded at an instant is told: at once, or as the next day or Monday begins in the zone. */
export function toldAt(recordedAt: Instant, digest: Digest | null): Instant {
  if (digest === null) return recordedAt;
  const day = dateIn(digest.zone, recordedAt);
  return startOfDay(addToDate(day, { days: digest.every === 'DAY' ? 1 : daysToMonday(day) }), digest.zone);
}

/** From 1, on a Sunday, to 7, on a Monday. */
const daysToMonday = (day: CalendarDate): number => (8 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7 || 7;
