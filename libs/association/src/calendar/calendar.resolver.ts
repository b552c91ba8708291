import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AddHolidays, PublishCalendar, RemoveHoliday } from './calendar.commands.js';
import { calendars, WorkingDayCalendar } from './calendar.read-model.js';

export const calendarObject = governed({
  object: WorkingDayCalendar,
  field: 'calendar',
  projection: calendars,
  commands: [
    [PublishCalendar, 'Publishes a calendar of working days.'],
    [AddHolidays, 'Adds holidays to a calendar.'],
    [RemoveHoliday, 'Makes a holiday a working day.'],
  ],
});
const WorkingDayCalendarConnection = Connection(WorkingDayCalendar);

@ArgsType()
export class CalendarsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Calendars of this association.' })
  @IsOptional()
  @IsHandle()
  association?: string;

  @Field(() => String, { nullable: true, description: 'Calendars for this country or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;
}

@Resolver(() => WorkingDayCalendar)
export class CalendarResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => WorkingDayCalendarConnection, { description: 'Calendars by association and jurisdiction, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(calendars)
  calendars(@Args() { association, jurisdiction, ...page }: CalendarsArgs): Promise<Page<WorkingDayCalendar>> {
    const found = this.dataSource.getRepository(WorkingDayCalendar).createQueryBuilder('calendar');
    if (association) found.andWhere('calendar.association = :association', { association });
    if (jurisdiction) found.andWhere('calendar.jurisdiction = :jurisdiction', { jurisdiction });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
