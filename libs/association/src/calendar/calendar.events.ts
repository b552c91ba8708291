import type { CalendarDate, DomainEvent, EventCatalogue, TimeZone } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';

/** A day on which nobody works, beside Saturdays and Sundays. */
export interface Holiday {
  readonly date: CalendarDate;
  readonly names: readonly LocalizedText[];
}

/* The names of the types below are stored for ever. */
export type CalendarPublished = DomainEvent<
  'association.calendar.CalendarPublished',
  {
    readonly association: string;
    readonly jurisdiction: string;
    /** In which its days begin and end. */
    readonly zone: TimeZone;
    /** In the order of their dates. */
    readonly holidays: readonly Holiday[];
  }
>;
export type HolidaysAdded = DomainEvent<'association.calendar.HolidaysAdded', { readonly holidays: readonly Holiday[] }>;
export type HolidayRemoved = DomainEvent<'association.calendar.HolidayRemoved', { readonly date: CalendarDate; readonly reason: string }>;

export type CalendarEvent = CalendarPublished | HolidaysAdded | HolidayRemoved;

export const calendarEvents: EventCatalogue<CalendarEvent> = {
  'association.calendar.CalendarPublished': { phase: 'BEFORE', version: 1 },
  'association.calendar.HolidaysAdded': { phase: 'BEFORE', version: 1 },
  'association.calendar.HolidayRemoved': { phase: 'BEFORE', version: 1 },
};
