import { RequirementInput } from '@concord/government';
import { CalendarDateScalar, graphqlEnum, PositionScalar, ReadArgs } from '@concord/graphql';
import type { CalendarDate, Position } from '@concord/kernel';
import { IsCalendarDateString, IsHsCode, IsJurisdiction } from '@concord/reference-data';
import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { EFFECTS, type Effect, type Example, type Outcome } from './outcome.js';
import { REALITIES, type Reality } from './recorded-trade.js';
import type { Progress } from './replay.js';

const RealityEnum = graphqlEnum(
  'ReplayReality',
  REALITIES,
  'What became of a transaction: the answer of its check and, where it was held, what an agency decided since.',
);
const EffectEnum = graphqlEnum(
  'ReplayEffect',
  EFFECTS,
  'What a draft would have done to a transaction by itself. NOT_CONCERNED: it does not apply; UNDECIDED: it could not be evaluated, and would have held it, or flagged it where a breach only flags.',
);

@InputType({
  description: 'Over which transactions a draft is run. They cross the border of the jurisdiction in the direction of the draft.',
})
export class ReplaySpanInput {
  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of a country, or a bloc; trade inside a bloc does not cross its border.' })
  @IsJurisdiction()
  jurisdiction!: string;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'Transactions opened on this day in UTC or later. Left out: from the first.',
  })
  @IsOptional()
  @IsCalendarDateString()
  openedFrom?: CalendarDate;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'Transactions opened on this day in UTC or before. Left out: to the last.',
  })
  @IsOptional()
  @IsCalendarDateString()
  openedUntil?: CalendarDate;

  @Field(() => String, { nullable: true, description: 'Transactions with goods of this HS code or a longer one below it. Left out: all.' })
  @IsOptional()
  @IsHsCode()
  hsCode?: string;
}

@ArgsType()
export class SimulateRequirementArgs extends ReadArgs {
  @Field(() => RequirementInput, { description: 'The requirement as it would stand in a norm of the jurisdiction.' })
  @ValidateNested()
  @Type(() => RequirementInput)
  draft!: RequirementInput;

  @Field(() => ReplaySpanInput, { description: 'Over which transactions.' })
  @ValidateNested()
  @Type(() => ReplaySpanInput)
  over!: ReplaySpanInput;
}

@ObjectType({ description: 'A transaction that is counted in an outcome.' })
export class ReplayExample implements Example {
  @Field(() => ID, { description: 'The transaction.' })
  transactionId!: string;

  @Field(() => CalendarDateScalar, { description: 'The day in UTC on which it was opened.' })
  openedOn!: CalendarDate;

  @Field(() => String, { nullable: true, description: 'Why the draft could not be evaluated; null where it could.' })
  fault!: string | null;
}

@ObjectType({ description: 'Transactions of which the same became, and to which the draft would have done the same.' })
export class ReplayOutcome implements Outcome {
  @Field(() => RealityEnum, { description: 'What became of them.' })
  reality!: Reality;

  @Field(() => EffectEnum, { description: 'What the draft would have done, by itself.' })
  effect!: Effect;

  @Field(() => Int, { description: 'How many they are.' })
  transactions!: number;

  @Field(() => [ReplayExample], { description: 'The first of them in the order of the log, at most 10.' })
  examples!: readonly Example[];
}

@ObjectType({
  description: 'A draft run over recorded transactions as they were when they were checked: how far it is, and what came out so far.',
})
export class PolicyReplay implements Progress {
  @Field(() => Int, { description: 'How many transactions have been examined.' })
  examined!: number;

  @Field(() => Int, { description: 'How many there are to examine.' })
  total!: number;

  @Field(() => PositionScalar, { description: 'Checks up to this place in the log count.' })
  position!: Position;

  @Field(() => [ReplayOutcome], {
    description: 'What became of the transactions against what the draft would have done, the most frequent first.',
  })
  outcomes!: readonly Outcome[];

  @Field(() => Boolean, { description: 'Whether all have been examined. The last report of a subscription is done.' })
  done!: boolean;
}
