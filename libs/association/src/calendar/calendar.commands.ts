import { CommandInput } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import {
  IsCalendarDateString,
  IsHandle,
  IsJurisdiction,
  IsLocalizedText,
  IsPlainText,
  IsZoneName,
  LocalizedTextInput,
} from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateNested } from 'class-validator';

const associations = officersOf('ASSOCIATION');

const MOST_AT_ONCE = 400;

@InputType({ description: 'A day on which nobody works, beside Saturdays and Sundays.' })
export class HolidayInput {
  @Field(() => String, { description: 'The day, YYYY-MM-DD.' })
  @IsCalendarDateString()
  date!: string;

  @Field(() => [LocalizedTextInput], {
    description: 'What it is called, once for each language, at most 300 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 300, each: true })
  names!: LocalizedTextInput[];
}

@IssuedBy(associations)
@InputType({ description: 'Publishes a calendar of working days: Monday to Friday, less the holidays.' })
export class PublishCalendar extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  calendarId?: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or `EU` or `ASEAN`, for which it is.' })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => String, {
    description: 'The time zone in which its days begin and end: a name of the IANA database, such as `Asia/Shanghai`.',
  })
  @IsZoneName()
  zone!: string;

  @Field(() => [HolidayInput], { description: `The holidays, at most ${MOST_AT_ONCE} at once, each day once.` })
  @IsArray()
  @ArrayMaxSize(MOST_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => HolidayInput)
  holidays!: HolidayInput[];
}

@InputType({ isAbstract: true })
abstract class CalendarCommand extends CommandInput {
  @Field(() => ID, { description: 'The calendar.' })
  @IsHandle()
  calendarId!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Adds holidays to a calendar. One that is there under the same names stays as it is.' })
export class AddHolidays extends CalendarCommand {
  @Field(() => [HolidayInput], { description: `The holidays, at most ${MOST_AT_ONCE} at once, each day once.` })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @ValidateNested({ each: true })
  @Type(() => HolidayInput)
  holidays!: HolidayInput[];
}

@IssuedBy(associations)
@InputType({ description: 'Makes a holiday a working day, as far as it is none of a weekend. Deadlines that are set already stay.' })
export class RemoveHoliday extends CalendarCommand {
  @Field(() => String, { description: 'The day, YYYY-MM-DD.' })
  @IsCalendarDateString()
  date!: string;

  @Field(() => String, { description: 'Why; at most 5,000 characters, for everyone to read.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}
