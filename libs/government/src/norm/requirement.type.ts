import { CalendarDateScalar } from '@concord/graphql';
import type { CalendarDate } from '@concord/kernel';
import type { DatedValue as DatedValueData, Parameter as ParameterData, Requirement as RequirementData } from '@concord/rules';
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BreachEnum, DirectionEnum } from './requirement.input.js';

@ObjectType({ description: 'What a parameter is from a day on: a number, or a list. Neither: it has no value from then on.' })
export class DatedValue implements DatedValueData {
  @Field(() => CalendarDateScalar, { description: 'The first day on which it holds; until the next value does.' })
  from!: CalendarDate;

  value!: string | readonly string[] | null;
}

@Resolver(() => DatedValue)
export class DatedValueResolver {
  @ResolveField(() => String, { nullable: true, description: 'The decimal number; null where it is none.' })
  number(@Parent() { value }: DatedValue): string | null {
    return typeof value === 'string' ? value : null;
  }

  @ResolveField(() => [String], { nullable: true, description: 'The list of texts; null where it is none.' })
  items(@Parent() { value }: DatedValue): readonly string[] | null {
    return typeof value === 'string' ? null : value;
  }
}

@ObjectType({ description: 'A value that a requirement names, and that changes with time while the rule stays.' })
export class Parameter implements ParameterData {
  @Field(() => String, { description: 'Its name: expressions read `parameter.<name>`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The unit of its numbers, by ISO 4217 or UCUM; null: it is a list.' })
  unit!: string | null;

  @Field(() => Int, { description: 'How many decimals its numbers have. Expressions read whole numbers of the last decimal.' })
  decimals!: number;

  @Field(() => [DatedValue], { description: 'Its values, by day.' })
  values!: readonly DatedValue[];
}

@ObjectType({ description: 'The machine-checkable part of a provision.' })
export class Requirement implements RequirementData {
  @Field(() => DirectionEnum, { description: 'Whether it watches imports into the jurisdiction or exports from it.' })
  direction!: RequirementData['direction'];

  @Field(() => [String], { description: 'HS codes of the goods it is about; empty: all goods.' })
  hsCodes!: readonly string[];

  @Field(() => String, { nullable: true, description: 'The CEL expression that says when it applies; null: always.' })
  appliesWhen!: string | null;

  @Field(() => String, { description: 'The CEL expression that must be true.' })
  mustHold!: string;

  @Field(() => BreachEnum, { description: 'What a breach does to the transaction.' })
  onBreach!: RequirementData['onBreach'];

  @Field(() => [Parameter], { description: 'The values that its expressions read as `parameter.<name>`.' })
  parameters!: readonly Parameter[];
}
