import { graphqlEnum } from '@concord/graphql';
import { ANSWERS, BREACHES, type Breach, type CheckAnswer, type Finding, type ParameterValue, type Result } from '@concord/rules';
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Repetition } from './repeated-check.js';
import type { RequirementPlace } from './transaction.events.js';

export const CheckAnswerEnum = graphqlEnum(
  'CheckAnswer',
  ANSWERS,
  'What all requirements together say of a transaction: the gravest consequence decides.',
);
const RequirementResultEnum = graphqlEnum(
  'RequirementResult',
  ['MET', 'BREACH', 'UNDECIDED'] satisfies Result[],
  'What one requirement says of a transaction; UNDECIDED where it could not be evaluated on its facts.',
);
const ConsequenceEnum = graphqlEnum(
  'Consequence',
  BREACHES,
  'What a finding does: the transaction is refused, held for an agency, or goes on with a note.',
);

@ObjectType({ description: 'The place of a requirement in the norms.' })
export class PlaceOfRequirement implements RequirementPlace {
  @Field(() => ID, { description: 'The norm.' })
  normId!: string;

  @Field(() => Int, { description: 'The version of the norm that was in force.' })
  version!: number;

  @Field(() => String, { description: 'The provision.' })
  eId!: string;
}

@ObjectType({ description: 'A parameter of a requirement as a check read it.' })
export class ReadParameter implements ParameterValue {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The unit of its number, by ISO 4217 or UCUM; null: it is a list.' })
  unit!: string | null;

  @Field(() => Int, { description: 'How many decimals the expression read as a whole number.' })
  decimals!: number;

  value!: string | readonly string[];
}

@Resolver(() => ReadParameter)
export class ReadParameterResolver {
  @ResolveField(() => String, { nullable: true, description: 'The decimal number; null where it is a list.' })
  number(@Parent() { value }: ReadParameter): string | null {
    return typeof value === 'string' ? value : null;
  }

  @ResolveField(() => [String], { nullable: true, description: 'The list of texts; null where it is a number.' })
  items(@Parent() { value }: ReadParameter): readonly string[] | null {
    return typeof value === 'string' ? null : value;
  }
}

@ObjectType({ description: 'What one requirement said of a transaction.' })
export class RequirementFinding extends PlaceOfRequirement implements Finding {
  @Field(() => RequirementResultEnum, { description: 'Whether it is met.' })
  result!: Result;

  @Field(() => ConsequenceEnum, { nullable: true, description: 'What follows; null when it is met.' })
  consequence!: Breach | null;

  @Field(() => String, { description: 'The CEL expression that had to be true.' })
  mustHold!: string;

  @Field(() => [ReadParameter], { description: 'The values of its parameters on the day, as far as they were read.' })
  parameters!: readonly ReadParameter[];

  @Field(() => String, { nullable: true, description: 'Why it could not be decided; null when it could.' })
  fault!: string | null;
}

@ObjectType({ description: 'A check that was done again from its record: the recorded facts, and the norms at the recorded versions.' })
export class RepeatedCheck implements Repetition {
  @Field(() => Boolean, {
    description: 'Whether answer and findings came out as they were recorded, whatever words they have for a fault.',
  })
  same!: boolean;

  @Field(() => CheckAnswerEnum, { description: 'The answer this time.' })
  answer!: CheckAnswer;

  @Field(() => [RequirementFinding], { description: 'The findings this time.' })
  findings!: readonly RequirementFinding[];

  @Field(() => [PlaceOfRequirement], {
    description: 'Places that the record names and where no requirement is found; none, unless the log was tampered with.',
  })
  missing!: readonly PlaceOfRequirement[];
}
