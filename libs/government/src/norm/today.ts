import { type CalendarDate, dateIn, type Instant, type TimeZone } from '@concord/kernel';

/** The day on which something is decided, on the calendar of the norm's zone; of a norm without one, in UTC. */
export const todayIn = (zone: TimeZone | null, now: Instant): CalendarDate => dateIn(zone ?? ('UTC' as TimeZone), now);
