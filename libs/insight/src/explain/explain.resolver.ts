import { CalledBy, InstantScalar, PositionScalar, ReadByEveryone, type Reader, RecordsItself } from '@concord/graphql';
import { type Instant, instant, type Position } from '@concord/kernel';
import { IsInstantString, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow, IsOptional } from 'class-validator';
import { Explanation } from './explanation.types.js';
import { Explanations } from './explanations.js';

/** The history of an object is read several times, and those of what it rests on. */
const COST = 200;

@ArgsType()
class ExplainArgs {
  @Field(() => ID, {
    description:
      'The object: its stream as a receipt gives it, such as `trade.transaction/order-1`, or its id alone where only one object has it.',
  })
  @IsPlainText({ max: 200 })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The way to a value in its state, as objectAsOf shows it: `status`, `findings.0.result`. Left out: the whole object. At most 200 characters.',
  })
  @IsOptional()
  @IsPlainText({ max: 200 })
  field?: string | null;

  @Field(() => PositionScalar, { nullable: true, description: 'As the log stood at this position, inclusive.' })
  @Allow()
  position?: Position;

  @Field(() => InstantScalar, { nullable: true, description: 'As the log stood at this instant, inclusive.' })
  @IsOptional()
  @IsInstantString()
  knownAt?: Instant;
}

/** Why. */
@Resolver()
export class ExplainResolver {
  constructor(private readonly explanations: Explanations) {}

  @Query(() => Explanation, {
    complexity: ({ childComplexity }: { childComplexity: number }) => COST + childComplexity,
    description:
      'Why an object, or a value in it, is as it is: the events that made it so, what caused those back to the person who began it, and the norms and evidence it rests on. What is not disclosed to the caller is named as withheld.',
  })
  @ReadByEveryone()
  @RecordsItself()
  async explain(@Args() { id, field, position, knownAt }: ExplainArgs, @CalledBy() reader: Reader): Promise<Explanation> {
    const asked = { id, field: field ?? null, until: position, knownAt: knownAt && instant(knownAt) };
    return this.explanations.explain(asked, reader);
  }
}
