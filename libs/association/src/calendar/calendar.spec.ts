import type { Actor, CalendarDate, Instant, TimeZone } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AddHolidays, PublishCalendar, RemoveHoliday } from './calendar.commands.js';
import type { CalendarEvent, Holiday } from './calendar.events.js';
import { calendar, endOfWorkingDay, MOST_HOLIDAYS } from './calendar.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const ours = { actor: association };
const SHANGHAI = 'Asia/Shanghai' as TimeZone;

const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { calendarId: 'cn' }, body);
const day = (date: string, name = 'Labour Day') => ({ date, names: [{ language: 'en', text: name }] });
const holiday = (date: string, name?: string): Holiday => ({ ...day(date, name), date: date as CalendarDate });
const publish = (...holidays: ReturnType<typeof day>[]) => command(PublishCalendar, { jurisdiction: 'CN', zone: SHANGHAI, holidays });
const add = (...holidays: ReturnType<typeof day>[]) => command(AddHolidays, { holidays });

const published = (...holidays: Holiday[]): CalendarEvent => ({
  type: 'association.calendar.CalendarPublished',
  data: { association: 'trade-standards', jurisdiction: 'CN', zone: SHANGHAI, holidays },
});
const added = (...holidays: Holiday[]): CalendarEvent => ({ type: 'association.calendar.HolidaysAdded', data: { holidays } });
const removed: CalendarEvent = {
  type: 'association.calendar.HolidayRemoved',
  data: { date: '2026-05-01' as CalendarDate, reason: 'It was moved.' },
};
const remove = command(RemoveHoliday, { date: '2026-05-01', reason: 'It was moved.' });

describe('A calendar', () => {
  it('is published by an association, with its holidays in order', () => {
    given(calendar)
      .when(publish(day('2026-10-01'), day('2026-05-01')), ours)
      .then(published(holiday('2026-05-01'), holiday('2026-10-01')))
      .when(publish(), ours)
      .thenRejected('CALENDAR_EXISTS', 'calendarId');
  });

  it('has each day once', () => {
    given(calendar)
      .when(publish(day('2026-05-01'), day('2026-05-01', 'May Day')), ours)
      .thenRejected('HOLIDAY_REPEATED', 'holidays.1.date');
    given(calendar, published())
      .when(add(day('2026-05-01'), day('2026-05-01')), ours)
      .thenRejected('HOLIDAY_REPEATED', 'holidays.1.date');
  });

  it('gets further holidays, and those that it has already change nothing', () => {
    given(calendar, published(holiday('2026-05-01')))
      .when(add(day('2026-05-01')), ours)
      .thenNothing()
      .when(add(day('2026-10-01'), day('2026-05-01'), day('2026-05-02')), ours)
      .then(added(holiday('2026-05-02'), holiday('2026-10-01')))
      .when(add(day('2026-05-01', 'May Day')), ours)
      .thenRejected('HOLIDAY_EXISTS', 'holidays.0.date');
  });

  it('makes a holiday a working day again', () => {
    given(calendar, published(holiday('2026-05-01')))
      .when(remove, ours)
      .then(removed)
      .when(remove, ours)
      .thenRejected('HOLIDAY_NOT_FOUND', 'date')
      .when(add(day('2026-05-01', 'May Day')), ours)
      .then(added(holiday('2026-05-01', 'May Day')));
  });

  it('has so many holidays, and no more', () => {
    const full = Array.from({ length: MOST_HOLIDAYS }, (_, index) => holiday(new Date(index * 86_400_000).toISOString().slice(0, 10)));
    given(calendar, published(...full))
      .when(add(day('2026-05-01')), ours)
      .thenRejected('TOO_MANY_HOLIDAYS', 'holidays');
  });

  it('takes 400 holidays at once, of days that exist', () => {
    const faults = (holidays: readonly object[]) =>
      validateSync(plainToInstance(PublishCalendar, { jurisdiction: 'CN', zone: SHANGHAI, holidays })).map(({ property }) => property);
    expect(faults(Array.from({ length: 400 }, () => day('2026-05-01')))).toEqual([]);
    expect(faults(Array.from({ length: 401 }, () => day('2026-05-01')))).toEqual(['holidays']);
    expect(faults([day('2026-02-30')])).toEqual(['holidays']);
  });
});

describe.each([
  ['adds holidays to', add(day('2026-05-01'))],
  ['removes a holiday from', remove],
])('Nobody %s a calendar', (_, act) => {
  it('that is not there', () => {
    given(calendar).when(act, ours).thenRejected('CALENDAR_NOT_FOUND', 'calendarId');
  });

  it('but the association that published it', () => {
    given(calendar, published())
      .when(act, { actor: { ...association, party: 'other-standards' } })
      .thenRejected('NOT_YOURS', 'calendarId');
  });
});

describe('The end of the n-th working day', () => {
  const cn = { zone: SHANGHAI, holidays: [holiday('2026-05-01'), holiday('2026-05-04')] };
  const end = (now: string, days: number, of = cn) => endOfWorkingDay(of, now as Instant, days);

  it('skips weekends and holidays', () => {
    // 30 April 2026 is a Thursday; Friday and Monday are holidays.
    expect(end('2026-04-30T04:00:00.000Z', 1)).toBe('2026-05-05T15:59:59.000Z');
    expect(end('2026-04-30T04:00:00.000Z', 4)).toBe('2026-05-08T15:59:59.000Z');
    expect(end('2026-04-30T04:00:00.000Z', 5)).toBe('2026-05-11T15:59:59.000Z');
  });

  it('counts from the day that the zone of the calendar shows', () => {
    // In Shanghai it is Wednesday already.
    expect(end('2026-04-28T16:00:00.000Z', 1)).toBe('2026-04-30T15:59:59.000Z');
    expect(end('2026-04-28T15:59:59.999Z', 1)).toBe('2026-04-29T15:59:59.000Z');
  });

  it('is the end of today for none', () => {
    expect(end('2026-05-01T04:00:00.000Z', 0)).toBe('2026-05-01T15:59:59.000Z');
  });

  it('follows the clocks of its zone', () => {
    const newYork = { zone: 'America/New_York' as TimeZone, holidays: [] };
    expect(end('2026-03-06T17:00:00.000Z', 0, newYork)).toBe('2026-03-07T04:59:59.000Z');
    expect(end('2026-03-06T17:00:00.000Z', 1, newYork)).toBe('2026-03-10T03:59:59.000Z');
  });

  it('is asked for with a whole number', () => {
    expect(() => end('2026-05-01T04:00:00.000Z', -1)).toThrow(RangeError);
  });
});
