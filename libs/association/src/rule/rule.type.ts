import type { Duration } from '@concord/kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ChoiceEnum, ComparisonEnum, CriterionKindEnum, MeasureEnum, StrippingReasonEnum, VotersEnum } from './rule.enums.js';
import type { BallotRule, Choice, Comparison, CriterionRule, Measure, Share, StrippingReason, Voters } from './rule.js';
import type { BalanceCriterion, Count, Criterion, StrippedVote, Tally } from './tally.js';

@ObjectType({ description: 'A share in whole numbers: two thirds is 2 of 3.' })
export class BallotShare implements Share {
  @Field(() => Int, { description: 'The part.' })
  numerator!: number;

  @Field(() => Int, { description: 'The whole.' })
  denominator!: number;
}

@ObjectType({ description: 'A number, and the size of roll from which on it is asked.' })
export class NumberFromRoll {
  @Field(() => Int, { description: 'It is asked where at least so many of those whose votes are asked about are on the roll.' })
  fromRoll!: number;

  @Field(() => Int, { description: 'What is asked.' })
  number!: number;
}

@ObjectType({ description: 'One condition of a rule. It asks a share of something, or a number.' })
export class BallotCriterionRule {
  @Field(() => CriterionKindEnum, { description: 'Whether it asks a share or a number.' })
  kind!: CriterionRule['kind'];

  @Field(() => String, { description: 'Its name, with which the result refers to it.' })
  name!: string;

  @Field(() => VotersEnum, { description: 'Whose votes it asks about.' })
  of!: Voters;

  @Field(() => MeasureEnum, { description: 'What it counts.' })
  votes!: Measure;

  @Field(() => ComparisonEnum, { description: 'How that stands to what is asked.' })
  comparison!: Comparison;

  @Field(() => BallotShare, { nullable: true, description: 'The share that is asked; null where a number is.' })
  share?: Share;

  @Field(() => MeasureEnum, { nullable: true, description: 'That of which it is a share; null where a number is asked.' })
  outOf?: Measure;

  @Field(() => [NumberFromRoll], {
    nullable: true,
    description: 'The numbers that are asked, each from a larger roll on than the one before; null where a share is asked.',
  })
  numbers?: readonly NumberFromRoll[];
}

@ObjectType({ description: 'How a ballot that has no quorum when it would close stays open.' })
export class BallotExtension {
  @Field(() => String, { description: 'For how long each time, ISO 8601.' })
  by!: Duration;

  @Field(() => Int, { description: 'How many times.' })
  times!: number;
}

@ObjectType('BallotRule', {
  description: 'How the votes of a ballot become its result. A ballot keeps its rule from its opening to the end.',
})
export class BallotRuleObject implements BallotRule {
  @Field(() => String, { description: 'The name of a built-in rule, such as ISO_IEC_DIS, or of one of the association.' })
  name!: string;

  @Field(() => String, { description: 'Where the rule stands.' })
  source!: string;

  @Field(() => [StrippingReasonEnum], { description: 'Votes that are put aside before anything is counted.' })
  leavesOut!: readonly StrippingReason[];

  @Field(() => BallotCriterionRule, { nullable: true, description: 'What makes the ballot count at all; null where any turnout does.' })
  quorum!: CriterionRule | null;

  @Field(() => [BallotCriterionRule], {
    description:
      'The conditions of approval, all of which must be met. Every ballot has one more, VOTES_COUNTED: a vote in favour or against is counted at all.',
  })
  criteria!: readonly CriterionRule[];

  @Field(() => BallotShare, {
    nullable: true,
    description: 'No interest category may be a larger share of the roll; null where there is no such limit.',
  })
  balance!: Share | null;

  @Field(() => BallotExtension, {
    nullable: true,
    description: 'How the ballot is extended when it has no quorum; null where it closes all the same.',
  })
  extension!: BallotRule['extension'];

  @Field(() => Boolean, { description: 'Whether a negative vote may turn into one in favour after the ballot has closed.' })
  negativesMayTurn!: boolean;

  @Field(() => String, { description: 'For how long after the close the result may be appealed, ISO 8601.' })
  appealTerm!: Duration;
}

@ObjectType({ description: 'One condition of approval, with the numbers that decide it.' })
export class BallotCriterion implements Criterion {
  @Field(() => String, {
    description: 'Which condition of the rule it is. VOTES_COUNTED is that of every ballot: a vote in favour or against is counted at all.',
  })
  name!: string;

  @Field(() => VotersEnum, { description: 'Whose votes it is about.' })
  of!: Voters;

  @Field(() => Int, { description: 'The votes that it is about: those counted, those in favour, those that are negative.' })
  votes!: number;

  @Field(() => Int, {
    description: 'The votes out of which they are; where a number is asked, those on the roll; of VOTES_COUNTED, the votes that were cast.',
  })
  outOf!: number;

  @Field(() => String, { description: 'What is asked of `votes`: a share of `outOf`, such as `at least 2/3`, or a number, `at least 4`.' })
  threshold!: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met!: boolean;
}

@ObjectType({ description: 'How large an interest category is on the roll, and whether that is too large.' })
export class InterestBalance implements Omit<BalanceCriterion, 'name' | 'of'> {
  @Field(() => String, { nullable: true, description: 'The category; null are those who have named none, who are taken as one.' })
  interest!: string | null;

  @Field(() => Int, { description: 'Its voters on the roll.' })
  votes!: number;

  @Field(() => Int, { description: 'All voters on the roll.' })
  outOf!: number;

  @Field(() => String, { description: 'What is asked of `votes` as a share of `outOf`: `at most 1/3`.' })
  threshold!: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met!: boolean;
}

@ObjectType({ description: 'Counted votes.' })
export class VoteCount implements Count {
  @Field(() => Int, { description: 'Votes in favour.' })
  inFavour!: number;

  @Field(() => Int, { description: 'Votes against; under some rules only those with a technical reason.' })
  against!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Abstentions, where the rule counts them; else they are among the votes that are not counted. Null where the ballot closed before they were kept apart.',
  })
  abstained!: number;
}

@ObjectType({ description: 'A vote that was cast and is not counted.' })
export class UncountedVote implements Omit<StrippedVote, 'voter'> {
  @Field(() => ID, { nullable: true, description: 'The party that cast it; null in a secret ballot.' })
  party!: string | null;

  @Field(() => String, { nullable: true, description: 'In a secret ballot, the receipt of the vote; null in others.' })
  receipt!: string | null;

  @Field(() => ChoiceEnum, { description: 'What it says.' })
  choice!: Choice;

  @Field(() => StrippingReasonEnum, { description: 'Why it is not counted.' })
  reason!: StrippingReason;
}

@ObjectType({ description: 'The result of a closed ballot. Anybody can compute it again from its rule, its roll and its votes.' })
export class BallotResult implements Omit<Tally, 'stripped' | 'pMembers'> {
  @Field(() => Boolean, { description: 'Whether every criterion is met, the quorum is reached and no interest category is too large.' })
  approved!: boolean;

  @Field(() => [BallotCriterion], { description: 'The conditions of approval, with the numbers that decided each.' })
  criteria!: readonly Criterion[];

  @Field(() => BallotCriterion, { nullable: true, description: 'What makes the ballot count at all; null where any turnout does.' })
  quorum!: Criterion | null;

  @Field(() => [InterestBalance], {
    nullable: true,
    description: 'How large each interest category is, in the order of their names; null where the rule has no limit for them.',
  })
  balance!: readonly BalanceCriterion[] | null;

  @Field(() => VoteCount, {
    nullable: true,
    description: 'The counted votes of P-members; null in a secret ballot whose rule does not ask for them.',
  })
  pMembers!: Count | null;

  @Field(() => VoteCount, { description: 'The counted votes of all members.' })
  all!: Count;

  @Field(() => [UncountedVote], {
    description: 'The votes that were cast and are not counted, each with the reason, in the order of the parties or of the receipts.',
  })
  stripped!: readonly UncountedVote[];
}

/**
 * The result as it is shown.
 * @param voters what the tally calls a voter: a party, or in a secret ballot a receipt
 */
export const resultOf = (
  { stripped, ...tally }: Omit<Tally, 'pMembers'> & { pMembers: Count | null },
  voters: 'PARTIES' | 'RECEIPTS',
): BallotResult => ({
  ...tally,
  stripped: stripped.map(({ voter, choice, reason }) => ({
    party: voters === 'PARTIES' ? voter : null,
    receipt: voters === 'RECEIPTS' ? voter : null,
    choice,
    reason,
  })),
});
