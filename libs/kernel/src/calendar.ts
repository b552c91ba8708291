import { Temporal } from 'temporal-polyfill';
import type { Brand } from './brand.js';

/** A moment, as UTC with milliseconds: `2005-12-15T04:59:59.000Z`. */
export type Instant = Brand<string, 'Instant'>;
/** A day on the calendar, in whatever zone the sentence around it names: `2005-12-14`. */
export type CalendarDate = Brand<string, 'CalendarDate'>;
/** A name of the IANA time zone database: `America/New_York`. */
export type TimeZone = Brand<string, 'TimeZone'>;
/** A calendar duration of ISO 8601: `P15D`, `P12M`, `PT3S`. */
export type Duration = Brand<string, 'Duration'>;

/** A date or moment outside the years 0001 to 9999. */
export class BeyondCalendar extends RangeError {}

/** Text with a year of four digits sorts as time does; a year beyond 9999 is written with a sign and would not. A year 0 is no year of PostgreSQL. */
function ofFourDigitYear(text: string): string {
  if (!/^(?!0000)\d{4}-/.test(text)) throw new BeyondCalendar(`${text} lies outside the years 0001 to 9999`);
  return text;
}

const toInstant = (value: Temporal.Instant): Instant => ofFourDigitYear(value.toString({ smallestUnit: 'millisecond' })) as Instant;

const toDate = (value: Temporal.PlainDate): CalendarDate => ofFourDigitYear(value.toString()) as CalendarDate;

/** @throws RangeError when the text is no instant with an offset or `Z`, or lies outside the years 0001 to 9999 of UTC. */
export const instant = (text: string): Instant => toInstant(Temporal.Instant.from(text));

export const instantOf = (date: Date): Instant => date.toISOString() as Instant;

/** @throws RangeError when the text is no date of the ISO calendar written `YYYY-MM-DD`. */
export function calendarDate(text: string): CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`${text} is no date of the form YYYY-MM-DD`);
  return toDate(Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

/** @throws RangeError when the time zone database does not know the name. An offset is no name: it has no rules for its clocks. */
export function timeZone(name: string): TimeZone {
  if (/^[+-]/.test(name)) throw new RangeError(`${name} is an offset, not the name of a time zone`);
  new Intl.DateTimeFormat('en', { timeZone: name });
  return name as TimeZone;
}

/** @throws RangeError when the text is no ISO 8601 duration. ISO 8601-1 has no negative ones. */
export function duration(text: string): Duration {
  const length = Temporal.Duration.from(text);
  if (length.sign < 0) throw new RangeError(`${text} is negative`);
  return length.toString() as Duration;
}

const holds =
  (check: (text: string) => unknown) =>
  (value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    try {
      check(value);
      return true;
    } catch {
      return false;
    }
  };

export const isInstant = holds(instant);
export const isCalendarDate = holds(calendarDate);
export const isTimeZone = holds(timeZone);
export const isDuration = holds(duration);

/** The day that the calendar of the zone shows at the instant. */
export const dateIn = (zone: TimeZone, at: Instant): CalendarDate =>
  toDate(Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate());

/** The first moment of a day in a zone; not always midnight. */
export const startOfDay = (date: CalendarDate, zone: TimeZone): Instant =>
  toInstant(Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay().toInstant());

/** The last second of a day in a zone: a deadline "until 14 December" ends with it. */
export const endOfDay = (date: CalendarDate, zone: TimeZone): Instant =>
  toInstant(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).startOfDay().toInstant().subtract({ seconds: 1 }));

/**
 * Days, weeks, months and years count on the calendar: a month after 31 January is the last day of February.
 * @throws RangeError when the sum lies outside the years 0001 to 9999.
 */
export const addToDate = (date: CalendarDate, length: Duration | Temporal.DurationLike): CalendarDate =>
  toDate(Temporal.PlainDate.from(date).add(length));

/**
 * Calendar units count in the zone, so that a day across a change of clocks is still a day.
 * @throws RangeError when the sum lies outside the years 0001 to 9999.
 */
export const addToInstant = (at: Instant, length: Duration, zone: TimeZone = 'UTC' as TimeZone): Instant =>
  toInstant(Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(length).toInstant());

/** Whether a duration is as long as the least at least, and as the most at most; months and years as they are from 2001 on. */
export function lastsBetween(least: Duration, length: Duration, most: Duration): boolean {
  const start = '2001-01-01T00:00:00.000Z' as Instant;
  try {
    const end = addToInstant(start, length);
    return end >= addToInstant(start, least) && end <= addToInstant(start, most);
  } catch {
    // Beyond the calendar: longer than any bound that a rule could set.
    return false;
  }
}

/** The first day of the month after the one in which the date falls. */
export const firstOfNextMonth = (date: CalendarDate): CalendarDate =>
  toDate(Temporal.PlainDate.from(date).with({ day: 1 }).add({ months: 1 }));

/**
 * The n-th working day after the date: Monday to Friday, less the holidays. None after it is the date itself.
 * @throws RangeError when `days` is no whole number from 0 on.
 */
export function addWorkingDays(date: CalendarDate, days: number, holidays: ReadonlySet<CalendarDate> = new Set()): CalendarDate {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`${days} is no number of working days`);
  let day = Temporal.PlainDate.from(date);
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5 && !holidays.has(day.toString() as CalendarDate)) left--;
  }
  return toDate(day);
}

/** Negative when `a` is earlier. Instants and dates of one form compare as text. */
export const compareTimes = <T extends Instant | CalendarDate>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
