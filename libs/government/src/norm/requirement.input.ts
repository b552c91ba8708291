import { graphqlEnum } from '@concord/graphql';
import { type CalendarDate, currencyDigits } from '@concord/kernel';
import { IsCalendarDateString, IsHsCode, IsPlainText, rule } from '@concord/reference-data';
import {
  BREACHES,
  type Breach,
  type DatedValue,
  DECIMALS_AT_MOST,
  DIRECTIONS,
  type Direction,
  ITEMS_AT_MOST,
  LONGEST_ITEM,
  MAX_EXPRESSION_LENGTH,
  PARAMETERS_AT_MOST,
  type Parameter,
  type Requirement,
  VALUES_AT_MOST,
} from '@concord/rules';
import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

const GOODS_AT_MOST = 500;
const LONGEST_NAME = 64;
const LONGEST_UNIT = 60;
const LONGEST_NUMBER = 30;

export const BreachEnum = graphqlEnum('Breach', BREACHES, 'What a breach of a requirement does to a transaction.');
export const DirectionEnum = graphqlEnum('Direction', DIRECTIONS, 'Whether a requirement watches goods that come in or that go out.');

@InputType({ description: 'What a parameter is from a day on: a number, or a list. Neither: it has no value from then on.' })
export class DatedValueInput {
  @Field(() => String, { description: 'The first day on which it holds, `YYYY-MM-DD`; until the next value does.' })
  @IsCalendarDateString()
  from!: string;

  @Field(() => String, { nullable: true, description: 'A decimal number: `150.00`. For a parameter with a unit.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NUMBER })
  number?: string;

  @Field(() => [String], { nullable: true, description: 'A list of texts, such as country codes. For a parameter without a unit.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ITEMS_AT_MOST)
  @IsPlainText({ max: LONGEST_ITEM, each: true })
  @rule('isOnlyValue', (_, { number }) => (number == null ? undefined : 'a value is a number or a list, not both'))
  items?: string[];
}

@InputType({
  description: 'A value that a requirement names, and that changes with time while the rule stays: a limit, a rate, a list of countries.',
})
export class ParameterInput {
  @Field(() => String, { description: 'Its name: expressions read `parameter.<name>`.' })
  @IsPlainText({ max: LONGEST_NAME })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The unit of its numbers: ISO 4217 (`USD`), one per measure (`USD/kg`), or UCUM (`mg/kg`, `d`, `%`, `1`). Left out: it is a list.',
  })
  @IsOptional()
  @IsPlainText({ max: LONGEST_UNIT })
  unit?: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many decimals its numbers have; expressions read whole numbers of the last one, so that 2.5 with one decimal is 25. Left out: those of the currency, else 0.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(DECIMALS_AT_MOST)
  decimals?: number;

  @Field(() => [DatedValueInput], { description: 'Its values, by day. The day on which a transaction is opened decides which one counts.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(VALUES_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => DatedValueInput)
  values!: DatedValueInput[];
}

@InputType({ description: 'The machine-checkable part of a provision.' })
export class RequirementInput {
  @Field(() => DirectionEnum, { description: 'Imports into the jurisdiction of the norm, or exports from it.' })
  @IsIn(DIRECTIONS)
  direction!: Direction;

  @Field(() => [String], {
    nullable: true,
    description: 'HS codes of the goods it is about; a shorter code covers all longer ones. Left out: all goods.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(GOODS_AT_MOST)
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => String, {
    nullable: true,
    description: 'A CEL expression over the facts of a transaction: when it is true the requirement applies. Left out: always.',
  })
  @IsOptional()
  @IsPlainText({ max: MAX_EXPRESSION_LENGTH })
  appliesWhen?: string;

  @Field(() => String, {
    description: 'A CEL expression over the facts of a transaction that must be true, such as `"TEST_REPORT" in transaction.documents`.',
  })
  @IsPlainText({ max: MAX_EXPRESSION_LENGTH })
  mustHold!: string;

  @Field(() => BreachEnum, { description: 'REFUSE the transaction, HOLD it for the agency, or FLAG it and let it go on.' })
  @IsIn(BREACHES)
  onBreach!: Breach;

  @Field(() => [ParameterInput], { nullable: true, description: 'The values that its expressions read as `parameter.<name>`.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PARAMETERS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => ParameterInput)
  parameters?: ParameterInput[];
}

const datedValueOf = ({ from, number, items }: DatedValueInput): DatedValue => ({
  from: from as CalendarDate,
  value: number ?? (items ? [...items] : null),
});

function parameterOf({ name, unit, decimals, values }: ParameterInput): Parameter {
  const usual = unit == null ? 0 : (currencyDigits(unit) ?? 0);
  return { name, unit: unit ?? null, decimals: decimals ?? usual, values: values.map(datedValueOf) };
}

/** A requirement as the log keeps it. */
export const requirementOf = (input: RequirementInput): Requirement => ({
  direction: input.direction,
  hsCodes: input.hsCodes ?? [],
  appliesWhen: input.appliesWhen ?? null,
  mustHold: input.mustHold,
  onBreach: input.onBreach,
  parameters: (input.parameters ?? []).map(parameterOf),
});
