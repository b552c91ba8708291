import { type Duration, isRejection, type Rejection, reject } from '@concord/kernel';
import { IsDurationString, IsPlainText } from '@concord/reference-data';
import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { BUILT_IN_NAMES, BUILT_IN_RULES, type BuiltInRule, USUAL_APPEAL_TERM, withQuorum } from './built-in.js';
import { BuiltInRuleEnum, ComparisonEnum, MeasureEnum, StrippingReasonEnum, VotersEnum } from './rule.enums.js';
import {
  type BallotRule,
  COMPARISONS,
  type Comparison,
  type CriterionRule,
  MEASURES,
  type Measure,
  type Share,
  STRIPPING_REASONS,
  type StrippingReason,
  VOTERS,
  type Voters,
} from './rule.js';
import {
  CRITERIA_AT_MOST,
  EXTENSIONS_AT_MOST,
  faultOf,
  LARGEST_NUMBER,
  LONGEST_RULE_NAME,
  LONGEST_SOURCE,
  NUMBERS_AT_MOST,
  RULE_PAGE,
} from './validate-rule.js';

@InputType({ description: 'A share in whole numbers: two thirds is 2 of 3.' })
export class ShareInput implements Share {
  @Field(() => Int, { description: `The part, 0 to ${LARGEST_NUMBER}.` })
  @IsInt()
  @Min(0)
  @Max(LARGEST_NUMBER)
  numerator!: number;

  @Field(() => Int, { description: `The whole, 1 to ${LARGEST_NUMBER}.` })
  @IsInt()
  @Min(1)
  @Max(LARGEST_NUMBER)
  denominator!: number;
}

@InputType({ description: 'A number, and the size of roll from which on it is asked.' })
export class NumberFromRollInput {
  @Field(() => Int, { description: 'It is asked where at least so many of those whose votes are asked about are on the roll.' })
  @IsInt()
  @Min(0)
  @Max(LARGEST_NUMBER)
  fromRoll!: number;

  @Field(() => Int, { description: `What is asked, 0 to ${LARGEST_NUMBER}.` })
  @IsInt()
  @Min(0)
  @Max(LARGEST_NUMBER)
  number!: number;
}

@InputType({ description: 'One condition of approval. It asks a share of something, or a number.' })
export class BallotCriterionInput {
  @Field(() => String, { description: 'A name of your own, in capitals: `P_MEMBERS_IN_FAVOUR`.' })
  @IsPlainText({ max: LONGEST_RULE_NAME })
  name!: string;

  @Field(() => VotersEnum, { description: 'Whose votes it asks about.' })
  @IsIn(VOTERS)
  of!: Voters;

  @Field(() => MeasureEnum, { description: 'What it counts.' })
  @IsIn(MEASURES)
  votes!: Measure;

  @Field(() => ComparisonEnum, { description: 'How that stands to what is asked.' })
  @IsIn(COMPARISONS)
  comparison!: Comparison;

  @Field(() => ShareInput, { nullable: true, description: 'The share that is asked; goes with `outOf`. Left out: `numbers` are asked.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ShareInput)
  share?: ShareInput;

  @Field(() => MeasureEnum, { nullable: true, description: 'That of which it is a share.' })
  @IsOptional()
  @IsIn(MEASURES)
  outOf?: Measure;

  @Field(() => [NumberFromRollInput], {
    nullable: true,
    description: `The number that is asked, or several for rolls that grow, at most ${NUMBERS_AT_MOST}: the first from 0 on, each from a larger roll than the one before.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NUMBERS_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => NumberFromRollInput)
  numbers?: NumberFromRollInput[];
}

@InputType({ description: 'How a ballot that has no quorum when it would close stays open.' })
export class BallotExtensionInput {
  @Field(() => String, { description: 'For how long each time, ISO 8601; at most a year: `P14D`.' })
  @IsDurationString()
  by!: string;

  @Field(() => Int, { description: `How many times, 1 to ${EXTENSIONS_AT_MOST}.` })
  @IsInt()
  @Min(1)
  @Max(EXTENSIONS_AT_MOST)
  times!: number;
}

@InputType({ description: 'A rule of your own.' })
export class OwnRuleInput {
  @Field(() => String, { description: 'A name, in capitals, that is not one of a built-in rule: `THREE_QUARTERS`.' })
  @IsPlainText({ max: LONGEST_RULE_NAME })
  name!: string;

  @Field(() => String, {
    description: `Where the rule stands, such as a paragraph of your statutes; at most ${LONGEST_SOURCE} characters.`,
  })
  @IsPlainText({ max: LONGEST_SOURCE })
  source!: string;

  @Field(() => [StrippingReasonEnum], { nullable: true, description: 'Votes that are not counted. Left out: all are counted.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(STRIPPING_REASONS.length)
  @IsIn(STRIPPING_REASONS, { each: true })
  leavesOut?: StrippingReason[];

  @Field(() => [BallotCriterionInput], { description: `The conditions of approval, all of which must be met; 1 to ${CRITERIA_AT_MOST}.` })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(CRITERIA_AT_MOST)
  @ValidateNested({ each: true })
  @Type(() => BallotCriterionInput)
  criteria!: BallotCriterionInput[];

  @Field(() => BallotCriterionInput, {
    nullable: true,
    description:
      'What makes the ballot count at all, where it is more than a share of the roll that has voted. Left out: any turnout does.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => BallotCriterionInput)
  quorum?: BallotCriterionInput;

  @Field(() => ShareInput, { nullable: true, description: 'No interest category is a larger share of the roll. Left out: no such limit.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ShareInput)
  balance?: ShareInput;

  @Field(() => BallotExtensionInput, { nullable: true, description: 'Left out: the ballot closes, quorum or not.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => BallotExtensionInput)
  extension?: BallotExtensionInput;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a negative vote may turn into one in favour after the ballot has closed. Left out: it may not.',
  })
  @IsOptional()
  @IsBoolean()
  negativesMayTurn?: boolean;

  @Field(() => String, {
    nullable: true,
    description: `For how long after the close the result may be appealed, ISO 8601; at most ten years. Left out: ${USUAL_APPEAL_TERM}.`,
  })
  @IsOptional()
  @IsDurationString()
  appealTerm?: string;
}

@InputType({ description: 'The rule of a ballot: one that is built in, or one of your own.' })
export class BallotRuleInput {
  @Field(() => BuiltInRuleEnum, { nullable: true, description: 'A rule that is there. Left out: `own` says it.' })
  @IsOptional()
  @IsIn(BUILT_IN_NAMES)
  builtIn?: BuiltInRule;

  @Field(() => OwnRuleInput, { nullable: true, description: 'A rule of your own. Left out: `builtIn` names it.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => OwnRuleInput)
  own?: OwnRuleInput;

  @Field(() => ShareInput, {
    nullable: true,
    description: 'The share of those who may vote that must have voted, abstentions included. Left out: what the rule says itself.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ShareInput)
  quorum?: ShareInput;
}

const malformed = (field: string, value: unknown, message: string): Rejection =>
  reject('RULE_MALFORMED', message, { field, value, rule: RULE_PAGE });

const shareOf = ({ numerator, denominator }: ShareInput): Share => ({ numerator, denominator });

/** What a criterion asks is said once: a share of something, or numbers. */
function halfSaid({ share, outOf, numbers }: BallotCriterionInput, field: string): Rejection | undefined {
  if (share && outOf && !numbers) return undefined;
  if (numbers && !share && !outOf) return undefined;
  const said = Object.entries({ share, outOf, numbers }).flatMap(([name, value]) => (value ? [name] : []));
  return malformed(field, said.join(', '), 'A criterion asks a `share` of something (`outOf`), or `numbers`: one of the two');
}

function criterionOf({ name, of, votes, comparison, share, outOf, numbers }: BallotCriterionInput): CriterionRule {
  const common = { name, of, votes, comparison };
  if (share && outOf) return { kind: 'SHARE', ...common, share: shareOf(share), outOf };
  return { kind: 'NUMBER', ...common, numbers: (numbers ?? []).map(({ fromRoll, number }) => ({ fromRoll, number })) };
}

function ownRule(own: OwnRuleInput, at: string): BallotRule | Rejection {
  const { name, source, leavesOut, criteria, quorum, balance, extension, negativesMayTurn, appealTerm } = own;
  const fields = criteria.map((criterion, index) => ({ criterion, field: `${at}.criteria.${index}` }));
  if (quorum) fields.push({ criterion: quorum, field: `${at}.quorum` });
  for (const { criterion, field } of fields) {
    const fault = halfSaid(criterion, field);
    if (fault) return fault;
  }
  if (BUILT_IN_NAMES.some((builtIn) => builtIn === name)) {
    return malformed(`${at}.name`, name, `${name} is the name of a built-in rule: name that, or choose another name`);
  }
  return {
    name,
    source,
    leavesOut: leavesOut ?? [],
    quorum: quorum ? criterionOf(quorum) : null,
    criteria: criteria.map(criterionOf),
    balance: balance ? shareOf(balance) : null,
    extension: extension ? { by: extension.by as Duration, times: extension.times } : null,
    negativesMayTurn: negativesMayTurn ?? false,
    appealTerm: (appealTerm ?? USUAL_APPEAL_TERM) as Duration,
  };
}

const isLower = (a: Share, b: Share): boolean => BigInt(a.numerator) * BigInt(b.denominator) < BigInt(b.numerator) * BigInt(a.denominator);

function faultOfQuorum(quorum: ShareInput, { builtIn, own }: BallotRuleInput, field: string): Rejection | undefined {
  const value = `${quorum.numerator}/${quorum.denominator}`;
  if (quorum.numerator > quorum.denominator) {
    return reject('RULE_CANNOT_BE_MET', 'At most all of those on the roll vote, and the quorum is more', { field, value, rule: RULE_PAGE });
  }
  if (own?.quorum) return malformed(field, value, 'The quorum is said twice: here, and in the rule of your own');
  const there = builtIn && BUILT_IN_RULES[builtIn].quorum;
  // A lower quorum would be another rule under the name of this one.
  return there?.kind === 'SHARE' && isLower(quorum, there.share)
    ? malformed(field, value, `${builtIn} has a quorum of its own, which is higher: ${there.share.numerator}/${there.share.denominator}`)
    : undefined;
}

/**
 * The rule that the input says, as a ballot keeps it, or why it says none. Whether it can be met on a certain roll, `faultOf` says.
 * @param at the name of the rule in the input, with which the fields at fault begin
 */
export function ruleOf(input: BallotRuleInput, at = 'rule'): BallotRule | Rejection {
  const { builtIn, own, quorum } = input;
  if (own && builtIn) return malformed(`${at}.own`, own.name, `A ballot has one rule: ${builtIn}, or one of your own`);
  const fault = quorum && faultOfQuorum(quorum, input, `${at}.quorum`);
  if (fault) return fault;
  const withThis = (rule: BallotRule): BallotRule => (quorum ? withQuorum(rule, shareOf(quorum)) : rule);
  if (builtIn) return withThis(BUILT_IN_RULES[builtIn]);
  if (!own) return malformed(at, null, 'A ballot has a rule: name one that is built in, or say one of your own');
  const said = ownRule(own, `${at}.own`);
  if (isRejection(said)) return said;
  const rule = withThis(said);
  return faultOf(rule, undefined, `${at}.own`) ?? rule;
}
