import { CalendarDateScalar, Node } from '@concord/graphql';
import { type CalendarDate, objectOf, type Recorded, type TimeZone } from '@concord/kernel';
import { JsonColumn, type Projection, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type CalendarEvent, calendarEvents, type Holiday } from './calendar.events.js';
import { calendar } from './calendar.js';

@ObjectType({ description: 'A day on which nobody works, beside Saturdays and Sundays.' })
export class CalendarHoliday implements Holiday {
  @Field(() => CalendarDateScalar, { description: 'The day, in the zone of the calendar.' })
  date!: CalendarDate;

  @Field(() => [LocalizedText], { description: 'What it is called, once for each language; the first is the authentic one.' })
  names!: readonly LocalizedText[];
}

@ObjectType({ implements: () => [Node], description: 'A calendar of working days: Monday to Friday, less the holidays.' })
@Entity({ schema: 'association_calendars', name: 'calendar' })
export class WorkingDayCalendar implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The association that publishes it.' })
  @Column('text')
  association!: string;

  @Field(() => String, { description: 'The country or bloc for which it is.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => String, { description: 'The time zone in which its days begin and end: a name of the IANA database.' })
  @Column('text')
  zone!: TimeZone;

  @Field(() => [CalendarHoliday], { description: 'Its holidays, in the order of their dates; at most 5,000.' })
  @JsonColumn()
  holidays!: readonly Holiday[];
}

function evolve(row: WorkingDayCalendar | undefined, event: Recorded<CalendarEvent>): WorkingDayCalendar | undefined {
  const { association, jurisdiction, zone, holidays } = calendar.evolve({ ...calendar.initialState, ...row }, event);
  return { id: objectOf(event), association, jurisdiction, zone, holidays };
}

/** Every calendar with its holidays of today. */
export const calendars: Projection = {
  name: 'association.calendars',
  version: 1,
  tables: [
    rows<WorkingDayCalendar, CalendarEvent>({
      entity: WorkingDayCalendar,
      events: calendarEvents,
      keys: (event) => [objectOf(event)],
      evolve,
    }),
  ],
  indexes: ['CREATE INDEX ON calendar (association, id)', 'CREATE INDEX ON calendar (jurisdiction, id)'],
};
