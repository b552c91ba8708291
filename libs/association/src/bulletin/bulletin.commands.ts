import { AttachmentInput } from '@concord/files';
import { CommandInput, graphqlEnum } from '@concord/graphql';
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
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsNotEmptyObject, IsOptional, ValidateNested } from 'class-validator';
import { AUDIENCE_KINDS, type AudienceKind } from './bulletin.events.js';

/** Associations, and the members of their committees. */
const officers = officersOf('ASSOCIATION', 'AGENCY', 'ENTERPRISE');

const LONGEST = 20_000;
const MOST_LANGUAGES = 30;
const MOST_FILES = 20;
/** More than there are jurisdictions. */
const MOST_JURISDICTIONS = 300;

const TITLES = 'The title, once for each language, at most 500 characters each; the first is the authentic one.';
const TEXT = 'The text, once for each language, at most 20,000 characters each; the first is the authentic one.';

export const AudienceKindEnum = graphqlEnum(
  'BulletinAudienceKind',
  AUDIENCE_KINDS,
  'To whom a bulletin goes: the members of one committee, as they are at its publication; and, as they are when they read it, the members of any committee of the association, the signatories of a pledge, or agencies.',
);

@InputType({ description: 'To whom a bulletin goes.' })
export class BulletinAudienceInput {
  @Field(() => AudienceKindEnum, { description: 'The kind.' })
  @IsIn(AUDIENCE_KINDS)
  kind!: AudienceKind;

  @Field(() => ID, { nullable: true, description: 'Of COMMITTEE: the committee, of the publisher or with the publisher as a member.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of SIGNATORIES: the pledge, of the publisher.' })
  @IsOptional()
  @IsHandle()
  pledgeId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of AGENCIES: those of these jurisdictions, countries by ISO 3166-1 or blocs such as `EU`. Left out: all agencies.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_JURISDICTIONS)
  @ArrayUnique()
  @IsJurisdiction({ each: true })
  jurisdictions?: string[] | null;
}

@InputType({ isAbstract: true })
abstract class BulletinCommand extends CommandInput {
  @Field(() => ID, { description: 'The bulletin.' })
  @IsHandle()
  bulletinId!: string;
}

@IssuedBy(officers)
@InputType({
  description:
    'Publishes a bulletin: an association to its members, the signatories of its pledges or agencies, a member of a committee to its fellow members.',
})
export class PublishBulletin extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  bulletinId?: string;

  @Field(() => BulletinAudienceInput, { description: 'To whom it goes. Nobody else but auditors ever sees it.' })
  @IsNotEmptyObject()
  @ValidateNested()
  @Type(() => BulletinAudienceInput)
  audience!: BulletinAudienceInput;

  @Field(() => [LocalizedTextInput], { description: TITLES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: 500, each: true })
  titles!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], { description: TEXT })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: LONGEST, each: true })
  text!: LocalizedTextInput[];

  @Field(() => [AttachmentInput], { nullable: true, description: `Files that go with it; at most ${MOST_FILES}.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  @Type(() => AttachmentInput)
  attachments?: AttachmentInput[] | null;

  @Field(() => String, { nullable: true, description: 'The day by which you ask that it is read, `YYYY-MM-DD`.' })
  @IsOptional()
  @IsCalendarDateString()
  readBy?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of that day, such as `Asia/Shanghai`. Left out: `UTC`.' })
  @IsOptional()
  @IsZoneName()
  zone?: string | null;
}

@IssuedBy(officers)
@InputType({
  description: 'Corrects a bulletin. What it said before stays, and those who have confirmed that are asked to confirm again.',
})
export class CorrectBulletin extends BulletinCommand {
  @Field(() => [LocalizedTextInput], { nullable: true, description: `${TITLES} Left out: as it was.` })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: 500, each: true })
  titles?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: `${TEXT} Left out: as it was.` })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_LANGUAGES)
  @IsLocalizedText({ max: LONGEST, each: true })
  text?: LocalizedTextInput[] | null;

  @Field(() => [AttachmentInput], {
    nullable: true,
    description: `The files that go with it now; at most ${MOST_FILES}. Left out: as they were.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @ValidateNested({ each: true })
  @Type(() => AttachmentInput)
  attachments?: AttachmentInput[] | null;

  @Field(() => String, { description: 'Why; at most 5,000 characters. Its readers read it.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(officers)
@InputType({ description: 'Withdraws a bulletin: its readers still see it, as withdrawn.' })
export class WithdrawBulletin extends BulletinCommand {
  @Field(() => String, { description: 'Why; at most 5,000 characters. Its readers read it.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(officers)
@InputType({ description: 'Confirms that the person who acts has read a bulletin as it is now, for a party to which it went.' })
export class ConfirmReading extends BulletinCommand {
  @Field(() => ID, {
    nullable: true,
    description:
      'Needed where the bulletin went to the members of any committee: a committee of the association of which the party is a member.',
  })
  @IsOptional()
  @IsHandle()
  committeeId?: string | null;
}
