import { graphqlEnum } from '@concord/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CRITERIA, type Criterion } from './iso-rule.js';

export const CriterionEnum = graphqlEnum(
  'BallotCriterionName',
  CRITERIA,
  'The conditions of approval: a vote is counted at all; two thirds of the P-members are in favour; at most one quarter of all votes is negative (ISO/IEC Directives, Part 1, 2.6.3).',
);

@ObjectType({ description: 'One condition of approval, with the numbers that decide it.' })
export class BallotCriterion implements Criterion {
  @Field(() => CriterionEnum, { description: 'Which condition it is.' })
  name!: Criterion['name'];

  @Field(() => Int, { description: 'The votes that it is about: those counted, those in favour, those that are negative.' })
  votes!: number;

  @Field(() => Int, { description: 'The votes out of which they are.' })
  outOf!: number;

  @Field(() => String, { description: 'What is asked of `votes` as a share of `outOf`; of VOTES_COUNTED as a number.' })
  threshold!: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met!: boolean;
}
