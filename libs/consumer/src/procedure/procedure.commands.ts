import { CommandInput } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsDurationString, IsHandle, IsJurisdiction, IsLocalizedText, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional } from 'class-validator';

const agencies = officersOf('AGENCY');

const NAMES = 'Its name, once for each language, at most 300 characters each; the first is the authentic one.';
const ANSWER_WITHIN =
  'How long the enterprise has for its answer, a duration of ISO 8601 from one second to one year, such as `P15D`; calendar days in UTC.';

@IssuedBy(agencies)
@InputType({ description: 'Adopts a procedure for complaints in the jurisdiction of the agency that acts, or in a part of it.' })
export class AdoptProcedure extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  procedureId?: string;

  @Field(() => [LocalizedTextInput], { description: NAMES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 300, each: true })
  names!: LocalizedTextInput[];

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or `EU` or `ASEAN`, for whose trade it is.' })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => String, { description: ANSWER_WITHIN })
  @IsDurationString()
  answerWithin!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Revises a procedure for the complaints that are filed from now on. What is left out stays as it is.' })
export class ReviseProcedure extends CommandInput {
  @Field(() => ID, { description: 'The procedure.' })
  @IsHandle()
  procedureId!: string;

  @Field(() => [LocalizedTextInput], { nullable: true, description: NAMES })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 300, each: true })
  names?: LocalizedTextInput[] | null;

  @Field(() => String, { nullable: true, description: ANSWER_WITHIN })
  @IsOptional()
  @IsDurationString()
  answerWithin?: string | null;
}
