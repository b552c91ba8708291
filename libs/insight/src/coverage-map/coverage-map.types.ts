import { DirectionEnum } from '@concord/government';
import { CalendarDateScalar, graphqlEnum, JsonScalar, ReadArgs } from '@concord/graphql';
import type { CalendarDate } from '@concord/kernel';
import { IsCalendarDateString, IsJurisdiction, LocalizedText, MoneyOutput } from '@concord/reference-data';
import { type Direction, REMEDIES, type Remedy } from '@concord/rules';
import type { RecordedFacts } from '@concord/trade';
import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional } from 'class-validator';
import type { Volume } from './trade-sums.js';

const RemedyEnum = graphqlEnum(
  'ConflictRemedy',
  REMEDIES,
  'What could be changed of a transaction and does not resolve a conflict: the documents, licence and registration of the seller; or with these also quantities and prices.',
);

@ArgsType()
export class CoverageMapArgs extends ReadArgs {
  @Field(() => CalendarDateScalar, { nullable: true, description: 'The day on which norms have to be in force. Left out: today in UTC.' })
  @IsOptional()
  @IsCalendarDateString()
  on?: CalendarDate;

  @Field(() => [String], {
    nullable: true,
    description: 'Countries (ISO 3166-1 alpha-2) and blocs, at most 300. Left out: all of which there is something to say.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(300)
  @IsJurisdiction({ each: true })
  jurisdictions?: string[];

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'Trade that was opened on this day in UTC or later. Left out: for a year up to `to`.',
  })
  @IsOptional()
  @IsCalendarDateString()
  from?: CalendarDate;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'Trade that was opened on this day in UTC or before. Left out: `on`.' })
  @IsOptional()
  @IsCalendarDateString()
  to?: CalendarDate;
}

@ObjectType({ description: 'How much trade there was.' })
export class TradeVolume implements Volume {
  @Field(() => Int, { description: 'Transactions, each counted once.' })
  transactions!: number;

  @Field(() => [MoneyOutput], { description: 'What the goods cost, in each currency.' })
  values!: readonly MoneyOutput[];
}

@ObjectType({ description: 'A norm that covers goods.' })
export class CoveringNormReference {
  @Field(() => ID, { description: 'The norm.' })
  id!: string;

  @Field(() => String, { description: 'Where it binds: a bloc, where it is one of the bloc to which the jurisdiction belongs.' })
  jurisdiction!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language.' })
  titles!: readonly LocalizedText[];
}

@ObjectType({ description: 'Trade in goods that no norm in force covered on the day on which it was opened.' })
export class CoverageGap extends TradeVolume {
  @Field(() => DirectionEnum, { description: 'Whether the goods came in or went out.' })
  direction!: Direction;

  @Field(() => String, { description: 'The subheading of the Harmonized System.' })
  hsCode!: string;
}

@ObjectType({ description: 'Where a requirement stands that conflicts with another, or could.' })
export class RequirementInForce {
  @Field(() => ID, { description: 'The norm.' })
  normId!: string;

  @Field(() => String, { description: 'Where the norm binds.' })
  jurisdiction!: string;

  @Field(() => Int, { description: 'The version of the norm.' })
  version!: number;

  @Field(() => String, { description: 'The provision.' })
  eId!: string;

  @Field(() => String, { description: 'The CEL expression that must be true.' })
  mustHold!: string;
}

@ObjectType({ description: 'Two requirements in force that the same transaction cannot both meet, with a transaction that shows it.' })
export class RequirementConflict {
  @Field(() => RequirementInForce, { description: 'The one.' })
  first!: RequirementInForce;

  @Field(() => RequirementInForce, { description: 'The other.' })
  second!: RequirementInForce;

  @Field(() => RemedyEnum, { description: 'What was changed in every way that makes a difference, and did not help.' })
  despite!: Remedy;

  @Field(() => JsonScalar, {
    description: 'The facts of a transaction to which both apply, as a check records them. It breaches one of the two or both.',
  })
  example!: RecordedFacts;

  @Field(() => JsonScalar, { description: 'The same transaction, changed so that it meets the first; it breaches the second.' })
  meetingFirst!: RecordedFacts;

  @Field(() => JsonScalar, { description: 'The same transaction, changed so that it meets the second; it breaches the first.' })
  meetingSecond!: RecordedFacts;
}

@ObjectType({ description: 'Two requirements of which the method cannot say whether they conflict.' })
export class UndecidedConflict {
  @Field(() => RequirementInForce, { description: 'The one.' })
  first!: RequirementInForce;

  @Field(() => RequirementInForce, { description: 'The other.' })
  second!: RequirementInForce;

  @Field(() => String, { description: 'What is beyond the method.' })
  reason!: string;
}

@ObjectType({ description: 'What there is to say of a jurisdiction and a chapter of the Harmonized System.' })
export class CoverageCell {
  @Field(() => String, { description: 'The country or bloc.' })
  jurisdiction!: string;

  @Field(() => String, { description: 'The chapter: two digits.' })
  chapter!: string;

  @Field(() => Int, {
    description: 'How many norms about goods of the chapter are in force; those that are limited to no goods not counted.',
  })
  normCount!: number;

  @Field(() => [CoveringNormReference], { description: 'The first 20 of them.' })
  norms!: readonly CoveringNormReference[];

  @Field(() => TradeVolume, { description: 'Transactions with goods of the chapter that came in.' })
  imports!: TradeVolume;

  @Field(() => TradeVolume, { description: 'Transactions with goods of the chapter that went out.' })
  exports!: TradeVolume;

  @Field(() => [CoverageGap], { description: 'Trade without a norm, by goods and direction.' })
  gaps!: readonly CoverageGap[];

  @Field(() => [Int], { description: 'Conflicts whose example is about goods of the chapter: places in `conflicts`, from 0.' })
  conflicts!: readonly number[];
}

@ObjectType({ description: 'A jurisdiction of the map.' })
export class CoverageRow {
  @Field(() => String, { description: 'The country or bloc.' })
  jurisdiction!: string;

  @Field(() => Int, { description: 'How many norms in force are limited to no goods, and so cover all.' })
  generalNormCount!: number;

  @Field(() => [CoveringNormReference], { description: 'The first 20 of them.' })
  generalNorms!: readonly CoveringNormReference[];
}

@ObjectType('CoverageMap', { description: 'Where trade happens and no norm covers it, and where norms demand what cannot both hold.' })
export class CoverageMapOutput {
  @Field(() => CalendarDateScalar, { description: 'The day on which the norms are in force.' })
  on!: CalendarDate;

  @Field(() => CalendarDateScalar, { description: 'The first day of the trade.' })
  from!: CalendarDate;

  @Field(() => CalendarDateScalar, { description: 'The last day of the trade.' })
  to!: CalendarDate;

  @Field(() => [CoverageRow], { description: 'The jurisdictions, in alphabetical order.' })
  rows!: readonly CoverageRow[];

  @Field(() => [CoverageCell], { description: 'What is not empty, by jurisdiction and chapter.' })
  cells!: readonly CoverageCell[];

  @Field(() => [RequirementConflict], { description: 'Proven conflicts.' })
  conflicts!: readonly RequirementConflict[];

  @Field(() => [UndecidedConflict], { description: 'Pairs of requirements that may conflict or not.' })
  undecided!: readonly UndecidedConflict[];

  @Field(() => Int, { description: 'Pairs of requirements for which there was no time; ask again, and the search goes on.' })
  pairsLeft!: number;
}
