import fc from 'fast-check';
import {
  addToDate,
  addToInstant,
  addWorkingDays,
  type CalendarDate,
  calendarDate,
  compareTimes,
  dateIn,
  duration,
  endOfDay,
  firstOfNextMonth,
  instant,
  instantOf,
  isCalendarDate,
  isDuration,
  isInstant,
  isTimeZone,
  lastsBetween,
  startOfDay,
  timeZone,
} from './calendar.js';

const newYork = timeZone('America/New_York');
const shanghai = timeZone('Asia/Shanghai');

const dates = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => calendarDate(date.toISOString().slice(0, 10)));
const zones = fc.constantFrom(
  ...['America/New_York', 'Asia/Shanghai', 'Europe/Lisbon', 'America/Santiago', 'Pacific/Apia', 'UTC'].map(timeZone),
);

describe('an instant', () => {
  it('is written in UTC with milliseconds, whatever offset it was given in', () => {
    expect(instant('2005-12-14T23:59:59-05:00')).toBe('2005-12-15T04:59:59.000Z');
    expect(instantOf(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    '2005-12-14T23:59:59',
    '2005-12-14',
    '14 December 2005',
    '2005-02-30T00:00:00Z',
    '+012005-12-15T00:00Z',
    '-000001-01-01T00:00Z',
    '',
    7,
    null,
  ])('is not %j', (value) => expect(isInstant(value)).toBe(false));

  it('sorts as text as it does in time', () => {
    const moments = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        expect(compareTimes(instantOf(a), instantOf(b))).toBe(Math.sign(a.getTime() - b.getTime()));
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    '+002026-01-01',
    '2026-01-01\n',
    20260101,
    undefined,
  ])('is not %j', (value) => expect(isCalendarDate(value)).toBe(false));

  it('is 29 February in a leap year', () => expect(isCalendarDate('2024-02-29')).toBe(true));
});

describe('a time zone', () => {
  it.each(['America/New_York', 'UTC', 'Asia/Kolkata'])('may be %s', (name) => expect(isTimeZone(name)).toBe(true));
  it.each(['New York', '+08:00', '-05', 'Mars/Olympus', '', 8])('may not be %j', (name) => expect(isTimeZone(name)).toBe(false));
});

describe('a duration', () => {
  it('is written in one way', () => expect(duration('p1y2m3dt4h')).toBe('P1Y2M3DT4H'));
  it.each(['-P1D', 'P', 'PT', '15D', 'P1.5D', 'P1D2M', '', 15])('may not be %j', (text) => expect(isDuration(text)).toBe(false));
});

describe('the day of an instant', () => {
  it('is the one that the calendar of the zone shows', () => {
    const at = instant('2005-12-15T04:59:59Z');
    expect(dateIn(newYork, at)).toBe('2005-12-14');
    expect(dateIn(shanghai, at)).toBe('2005-12-15');
  });
});

describe('a day', () => {
  it('ends with its last second in its zone', () => {
    expect(endOfDay(calendarDate('2005-12-14'), newYork)).toBe('2005-12-15T04:59:59.000Z');
    expect(endOfDay(calendarDate('2026-03-01'), shanghai)).toBe('2026-03-01T15:59:59.000Z');
  });

  it('has 23 hours when the clocks go forward, and 25 when they go back', () => {
    const hours = (day: string) => {
      const date = calendarDate(day);
      return (Date.parse(endOfDay(date, newYork)) + 1000 - Date.parse(startOfDay(date, newYork))) / 3_600_000;
    };
    expect(['2026-03-07', '2026-03-08', '2026-11-01'].map(hours)).toEqual([24, 23, 25]);
  });

  it('begins after midnight where the clocks skip midnight', () => {
    const santiago = timeZone('America/Santiago');
    expect(startOfDay(calendarDate('2023-09-03'), santiago)).toBe('2023-09-03T04:00:00.000Z');
    expect(endOfDay(calendarDate('2023-09-02'), santiago)).toBe('2023-09-03T03:59:59.000Z');
  });

  it('ends one second before the next begins, in every zone', () => {
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        const next = startOfDay(addToDate(date, { days: 1 }), zone);
        expect(Date.parse(next) - Date.parse(endOfDay(date, zone))).toBe(1000);
      }),
    );
  });
});

describe('a sum of dates', () => {
  it('counts months on the calendar', () => {
    expect(addToDate(calendarDate('2026-01-31'), duration('P1M'))).toBe('2026-02-28');
    expect(addToDate(calendarDate('2024-01-31'), duration('P1M'))).toBe('2024-02-29');
    expect(addToDate(calendarDate('2024-02-29'), duration('P1Y'))).toBe('2025-02-28');
  });

  it('is refused in a year 0, which no database knows', () => {
    expect(() => calendarDate('0000-12-31')).toThrow('lies outside the years 0001 to 9999');
    expect(() => instant('0000-12-31T00:00:00Z')).toThrow('lies outside the years 0001 to 9999');
  });

  it('is refused where the year has more than four digits', () => {
    expect(() => addToDate(calendarDate('2026-01-01'), duration('P8000Y'))).toThrow('lies outside the years 0001 to 9999');
    expect(() => addToInstant(instant('9999-12-31T00:00:00Z'), duration('P1D'))).toThrow('lies outside the years 0001 to 9999');
  });

  it('keeps the hour of the zone when a day is added across a change of clocks', () => {
    const eve = instant('2026-03-07T17:00:00Z');
    expect(addToInstant(eve, duration('P1D'), newYork)).toBe('2026-03-08T16:00:00.000Z');
    expect(addToInstant(eve, duration('PT24H'), newYork)).toBe('2026-03-08T17:00:00.000Z');
    expect(addToInstant(eve, duration('P1D'))).toBe('2026-03-08T17:00:00.000Z');
  });
});

describe('entry into force', () => {
  it('of the CISG is the first of the month after twelve months from the tenth deposit', () => {
    const twelveMonthsOn = addToDate(calendarDate('1986-12-11'), duration('P12M'));
    expect(firstOfNextMonth(twelveMonthsOn)).toBe('1988-01-01');
  });

  it('of the New York Convention is the ninetieth day after the third deposit', () => {
    expect(addToDate(calendarDate('1959-03-09'), duration('P90D'))).toBe('1959-06-07');
  });

  it('on the first of the next month is never in the month of the date', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const first = firstOfNextMonth(date);
        expect(first.slice(-2)).toBe('01');
        expect(compareTimes(first, date)).toBe(1);
        expect(addToDate(first, { days: -1 }).slice(0, 7)).toBe(date.slice(0, 7));
      }),
    );
  });
});

describe('working days', () => {
  it('are Monday to Friday', () => {
    expect(addWorkingDays(calendarDate('2026-02-27'), 1)).toBe('2026-03-02');
    expect(addWorkingDays(calendarDate('2026-02-28'), 1)).toBe('2026-03-02');
    expect(addWorkingDays(calendarDate('2026-03-02'), 7)).toBe('2026-03-11');
  });

  it('are not holidays', () => {
    const goldenWeek = new Set(['01', '02', '05', '06', '07'].map((day) => calendarDate(`2026-10-${day}`)));
    expect(addWorkingDays(calendarDate('2026-09-30'), 1, goldenWeek)).toBe('2026-10-08');
  });

  it('lose none to a holiday on a weekend', () => {
    expect(addWorkingDays(calendarDate('2026-02-27'), 1, new Set([calendarDate('2026-02-28')]))).toBe('2026-03-02');
  });

  it('end on the date itself when there are none, and are counted in whole numbers', () => {
    expect(addWorkingDays(calendarDate('2026-02-28'), 0)).toBe('2026-02-28');
    for (const days of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => addWorkingDays(calendarDate('2026-02-28'), days)).toThrow('is no number of working days');
    }
  });

  it('can be counted in two steps', () => {
    const holidays = new Set<CalendarDate>([calendarDate('2026-05-01'), calendarDate('2026-05-04')]);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (a, b) => {
        const start = calendarDate('2026-04-15');
        expect(addWorkingDays(addWorkingDays(start, a, holidays), b, holidays)).toBe(addWorkingDays(start, a + b, holidays));
      }),
    );
  });
});

describe('a duration between bounds', () => {
  const between = (text: string) => lastsBetween(duration('PT1S'), duration(text), duration('P1Y'));

  it('may be as long as either', () => {
    expect(['PT1S', 'P15D', 'P12M', 'P365D'].map(between)).toEqual([true, true, true, true]);
    expect(['PT0S', 'PT0.999S', 'P366D', 'P13M'].map(between)).toEqual([false, false, false, false]);
  });

  it('does not lead out of the calendar', () => {
    expect(between('P9999Y')).toBe(false);
  });
});
