import {
  addWorkingDays,
  aggregate,
  type CalendarDate,
  calendarDate,
  canonicalJson,
  compareTimes,
  type DecisionContext,
  dateIn,
  endOfDay,
  firstRejection,
  type Instant,
  ignored,
  type Outcome,
  on,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import { plainTexts } from '../plain-texts.js';
import { AddHolidays, type HolidayInput, PublishCalendar, RemoveHoliday } from './calendar.commands.js';
import { type CalendarEvent, calendarEvents, type Holiday } from './calendar.events.js';

/** Those of more than a century. */
export const MOST_HOLIDAYS = 5_000;

export interface CalendarState {
  /** Empty where there is no calendar. */
  readonly association: string;
  readonly jurisdiction: string;
  readonly zone: TimeZone;
  /** In the order of their dates, each day once. */
  readonly holidays: readonly Holiday[];
}

const initialState: CalendarState = { association: '', jurisdiction: '', zone: 'UTC' as TimeZone, holidays: [] };

/** The days on which nobody works, beside Saturdays and Sundays. */
export const holidaysOf = ({ holidays }: Pick<CalendarState, 'holidays'>): ReadonlySet<CalendarDate> =>
  new Set(holidays.map(({ date }) => date));

/**
 * The last second of the n-th working day after today, today and its end being those of the calendar's zone. With 0 it is the end
 * of today, whether that is a working day or not.
 * @throws RangeError when `days` is no whole number from 0 on, or the day lies beyond the year 9999
 */
export const endOfWorkingDay = (calendar: Pick<CalendarState, 'zone' | 'holidays'>, now: Instant, days: number): Instant =>
  endOfDay(addWorkingDays(dateIn(calendar.zone, now), days, holidaysOf(calendar)), calendar.zone);

const inOrder = (holidays: readonly Holiday[]): readonly Holiday[] => [...holidays].sort((a, b) => compareTimes(a.date, b.date));

const holidayOf = ({ date, names }: HolidayInput): Holiday => ({ date: calendarDate(date), names: plainTexts(names) });

function repeated(holidays: readonly Holiday[]): Rejection | undefined {
  const dates = new Set<string>();
  for (const [index, { date }] of holidays.entries()) {
    if (dates.has(date)) return reject('HOLIDAY_REPEATED', `${date} is there twice`, { field: `holidays.${index}.date`, value: date });
    dates.add(date);
  }
  return undefined;
}

/** The calendar is there, and belongs to the association that acts. */
function ownCalendar({ association }: CalendarState, id: string, { actor }: DecisionContext): Rejection | undefined {
  const place = { field: 'calendarId', value: id };
  if (association === '') return reject('CALENDAR_NOT_FOUND', 'There is no calendar with this id', place);
  if (association === actor.party) return undefined;
  return reject('NOT_YOURS', `The calendar belongs to ${association}, and ${actor.party} is acting`, place);
}

function publish(command: PublishCalendar, state: CalendarState, { actor }: DecisionContext): Outcome<CalendarEvent> {
  const { calendarId, jurisdiction, zone } = command;
  const holidays = command.holidays.map(holidayOf);
  const exists = { field: 'calendarId', value: calendarId };
  return (
    firstRejection(
      state.association === '' ? undefined : reject('CALENDAR_EXISTS', 'There is a calendar with this id already', exists),
      repeated(holidays),
    ) ?? [
      {
        type: 'association.calendar.CalendarPublished',
        data: { association: actor.party, jurisdiction, zone: zone as TimeZone, holidays: inOrder(holidays) },
      },
    ]
  );
}

/** A day that has a name keeps it. */
function named(holidays: readonly Holiday[], state: CalendarState): Rejection | undefined {
  const index = holidays.findIndex(({ date, names }) =>
    state.holidays.some((there) => there.date === date && canonicalJson(there.names) !== canonicalJson(names)),
  );
  const date = holidays[index]?.date;
  return date === undefined
    ? undefined
    : reject('HOLIDAY_EXISTS', `${date} is a holiday under another name: remove it first`, {
        field: `holidays.${index}.date`,
        value: date,
      });
}

function add(command: AddHolidays, state: CalendarState, context: DecisionContext): Outcome<CalendarEvent> {
  const holidays = command.holidays.map(holidayOf);
  const there = holidaysOf(state);
  const fresh = holidays.filter(({ date }) => !there.has(date));
  const refusal = firstRejection(
    ownCalendar(state, command.calendarId, context),
    repeated(holidays),
    named(holidays, state),
    there.size + fresh.length <= MOST_HOLIDAYS
      ? undefined
      : reject('TOO_MANY_HOLIDAYS', `A calendar has at most ${MOST_HOLIDAYS} holidays`, { field: 'holidays' }),
  );
  if (refusal) return refusal;
  return fresh.length === 0 ? [] : [{ type: 'association.calendar.HolidaysAdded', data: { holidays: inOrder(fresh) } }];
}

function remove({ calendarId, date, reason }: RemoveHoliday, state: CalendarState, context: DecisionContext): Outcome<CalendarEvent> {
  const day = calendarDate(date);
  return (
    firstRejection(
      ownCalendar(state, calendarId, context),
      holidaysOf(state).has(day)
        ? undefined
        : reject('HOLIDAY_NOT_FOUND', `${day} is no holiday of the calendar`, { field: 'date', value: date }),
    ) ?? [{ type: 'association.calendar.HolidayRemoved', data: { date: day, reason } }]
  );
}

function evolve(state: CalendarState, event: CalendarEvent): CalendarState {
  switch (event.type) {
    case 'association.calendar.CalendarPublished':
      return event.data;
    case 'association.calendar.HolidaysAdded':
      return { ...state, holidays: inOrder([...state.holidays, ...event.data.holidays]) };
    case 'association.calendar.HolidayRemoved':
      return { ...state, holidays: state.holidays.filter(({ date }) => date !== event.data.date) };
    default:
      return ignored(state, event);
  }
}

/** On which days people work, for deadlines that count working days. All of it is public. */
export const calendar = aggregate<CalendarState, CalendarEvent>({
  name: 'association.calendar',
  events: calendarEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [on(PublishCalendar, 'calendarId', publish), on(AddHolidays, 'calendarId', add), on(RemoveHoliday, 'calendarId', remove)],
});
