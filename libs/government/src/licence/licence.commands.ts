import { CommandInput } from '@concord/graphql';
import { IssuedBy, officersOf, THE_PLATFORM } from '@concord/kernel';
import { IsCalendarDateString, IsHandle, IsHsCode, IsJurisdiction, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional } from 'class-validator';

const agencies = officersOf('AGENCY');

@InputType({ isAbstract: true })
abstract class LicenceCommand extends CommandInput {
  @Field(() => ID, { description: 'The licence.' })
  @IsHandle()
  licenceId!: string;
}

@InputType({ isAbstract: true })
abstract class ReasonedLicenceCommand extends LicenceCommand {
  @Field(() => String, { description: 'Why. Everyone who may see the licence reads it.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(officersOf('ENTERPRISE'))
@InputType({ description: 'Applies for access to a market in the name of the enterprise that acts.' })
export class ApplyForLicence extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  licenceId?: string;

  @Field(() => ID, { description: 'The agency that is to decide: the id of its party.' })
  @IsHandle()
  agency!: string;

  @Field(() => String, {
    description:
      'ISO 3166-1 alpha-2 code of the country, or `EU` or `ASEAN`, in which the enterprise wants to trade; the agency governs there.',
  })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => [String], { description: 'HS codes (2, 4 or 6 digits) of the goods; a shorter code covers all longer ones.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes!: string[];

  @Field(() => String, { description: 'What the licence is wanted for. The agencies and auditors read it.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Grants a licence, for what was applied for or for a part of it.' })
export class GrantLicence extends LicenceCommand {
  @Field(() => [String], {
    nullable: true,
    description: 'HS codes of the goods that it covers, each within what was applied for. Left out: all that was applied for.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => String, { description: 'The first day of its validity, `YYYY-MM-DD`, in UTC.' })
  @IsCalendarDateString()
  validFrom!: string;

  @Field(() => String, { description: 'The last day of its validity, `YYYY-MM-DD`, in UTC; not before `validFrom`, and not in the past.' })
  @IsCalendarDateString()
  validUntil!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Refuses a licence that was applied for.' })
export class RefuseLicence extends ReasonedLicenceCommand {}

@IssuedBy(agencies)
@InputType({ description: 'Suspends a licence from today, in UTC: until it is resumed it covers nothing.' })
export class SuspendLicence extends ReasonedLicenceCommand {}

@IssuedBy(agencies)
@InputType({ description: 'Lets a suspended licence cover its goods again from today, in UTC.' })
export class ResumeLicence extends LicenceCommand {}

@IssuedBy(agencies)
@InputType({ description: 'Revokes a licence for good, from today, in UTC.' })
export class RevokeLicence extends ReasonedLicenceCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Ends a licence whose validity has run out.' })
export class ExpireLicence extends LicenceCommand {}
