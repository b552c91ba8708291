import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsCalendarDateString, IsHandle, IsJurisdiction, IsLocalizedText, LocalizedTextInput, simpleRule } from '@concord/reference-data';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CONSENT_KINDS, type ConsentKind } from './agreement.events.js';
import { isWaitingPeriod, WAITING_RULE } from './entry-into-force.js';

const agencies = officersOf('AGENCY');

/** More than there are jurisdictions. */
const MOST_JURISDICTIONS = 300;

const IsWaitingPeriod = () => simpleRule('isWaitingPeriod', isWaitingPeriod, WAITING_RULE);

export const ConsentKindEnum = graphqlEnum(
  'ConsentKind',
  CONSENT_KINDS,
  'The acts by which a jurisdiction consents to be bound, in the words of the United Nations Treaty Collection.',
);

@InputType({ description: 'From a deposit to the day on which its effect begins.' })
export class EntryRuleInput {
  @Field(() => String, {
    description:
      'The waiting period after the day of the deposit, in calendar days, weeks, months or years by ISO 8601: `P90D`, `P12M`, `P0D`.',
  })
  @IsWaitingPeriod()
  waiting!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the effect begins on the first day of the month after the one in which the period ends. Left out: no.',
  })
  @IsOptional()
  @IsBoolean()
  firstDayOfNextMonth?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the effect begins on the day after the period ("after the expiry of 90 days") instead of on its last day ("on the ninetieth day after"). Left out: no. Not together with `firstDayOfNextMonth`.',
  })
  @IsOptional()
  @IsBoolean()
  dayAfter?: boolean;
}

@InputType({ description: 'When an agreement enters into force.' })
export class EntryFormulaInput extends EntryRuleInput {
  @Field(() => Int, { description: 'How many jurisdictions have to deposit their consent; 1 or more.' })
  @IsInt()
  @Min(1)
  @Max(MOST_JURISDICTIONS)
  deposits!: number;

  @Field(() => [String], {
    nullable: true,
    description: 'Invited jurisdictions whose deposit is needed in any case, whatever the number.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_JURISDICTIONS)
  @ArrayUnique()
  @IsJurisdiction({ each: true })
  requiredJurisdictions?: string[];
}

@InputType({ isAbstract: true })
abstract class AgreementCommand extends CommandInput {
  @Field(() => ID, { description: 'The agreement.' })
  @IsHandle()
  agreementId!: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Adopts the text of an agreement. The agency that acts keeps it: it binds nobody by that alone.' })
export class AdoptAgreement extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  agreementId?: string;

  @Field(() => [LocalizedTextInput], { description: 'The title, once for each language; the first is the authentic one.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 1_000, each: true })
  titles!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], { description: 'The text that was adopted, once for each language; the first is the authentic one.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 100_000, each: true })
  text!: LocalizedTextInput[];

  @Field(() => [String], {
    description: 'The jurisdictions (ISO 3166-1 alpha-2, `EU` or `ASEAN`) that may sign and consent: two or more.',
  })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MOST_JURISDICTIONS)
  @ArrayUnique()
  @IsJurisdiction({ each: true })
  invited!: string[];

  @Field(() => Boolean, { nullable: true, description: 'Whether jurisdictions that are not invited may accede. Left out: no.' })
  @IsOptional()
  @IsBoolean()
  openToAccession?: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The day of its adoption, `YYYY-MM-DD`, in UTC; not in the future. Left out: today.',
  })
  @IsOptional()
  @IsCalendarDateString()
  adoptedOn?: string;

  @Field(() => EntryFormulaInput, { description: 'When it enters into force.' })
  @ValidateNested()
  @Type(() => EntryFormulaInput)
  formula!: EntryFormulaInput;

  @Field(() => EntryRuleInput, {
    description:
      'From when one is bound whose deposit comes after those with which the formula was met; never before the agreement itself is in force.',
  })
  @ValidateNested()
  @Type(() => EntryRuleInput)
  laterPartyRule!: EntryRuleInput;
}

@IssuedBy(agencies)
@InputType({ description: 'Signs an agreement for the jurisdiction of the agency that acts.' })
export class SignAgreement extends AgreementCommand {
  @Field(() => Boolean, {
    description: 'Whether the signature is definitive, and so the consent to be bound; otherwise it is subject to ratification.',
  })
  @IsBoolean()
  definitive!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The day of the signature, `YYYY-MM-DD`, in UTC; not in the future. Left out: today.',
  })
  @IsOptional()
  @IsCalendarDateString()
  signedOn?: string;
}

@IssuedBy(agencies)
@InputType({ description: 'Deposits the consent of the jurisdiction of the agency that acts.' })
export class DepositInstrument extends AgreementCommand {
  @Field(() => ConsentKindEnum, {
    description:
      'RATIFICATION follows a signature; FORMAL_CONFIRMATION is that of a bloc; jurisdictions that are not invited can only give ACCESSION.',
  })
  @IsIn(CONSENT_KINDS)
  kind!: ConsentKind;

  @Field(() => String, {
    description: 'The day of the deposit, `YYYY-MM-DD`, in UTC: not before the adoption or an earlier deposit, and not in the future.',
  })
  @IsCalendarDateString()
  depositedOn!: string;
}
