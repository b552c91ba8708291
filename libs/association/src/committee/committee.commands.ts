import { CommandInput, graphqlEnum } from '@concord/graphql';
import { adminsOf, IssuedBy, officersOf } from '@concord/kernel';
import {
  IsDurationString,
  IsHandle,
  IsInstantString,
  IsLocalizedText,
  IsPlainText,
  LocalizedTextInput,
  simpleRule,
} from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { PROCEDURE_NAMES, type ProcedureName } from '../standard/procedure.js';
import { MEMBER_KINDS, type MemberKind } from './committee.events.js';

const associations = officersOf('ASSOCIATION');
/** Who speaks for a party that can be a member. */
const members = adminsOf('AGENCY', 'ENTERPRISE', 'ASSOCIATION');

const MOST_REMINDERS = 5;
const REVIEW_PERIOD =
  'How long after its publication, or its last confirmation, a standard is reviewed: a duration of ISO 8601 from one second to fifty years.';
const REMINDERS = `How long before a ballot closes those who have not voted are reminded: at most ${MOST_REMINDERS} durations of ISO 8601, each from one second to one year.`;

/** A word in capitals, such as `GENERAL_INTEREST`. */
const IsInterest = () =>
  simpleRule(
    'isInterest',
    (value) => typeof value === 'string' && value.length <= 40 && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(value),
    'an interest category is a word of at most 40 of A-Z, 0-9 and _, such as GENERAL_INTEREST',
  );

export const MemberKindEnum = graphqlEnum(
  'MemberKind',
  MEMBER_KINDS,
  'P_MEMBER takes part in the work of a committee and is bound to vote; O_MEMBER observes it and may vote (ISO/IEC Directives, Part 1, 1.7.1).',
);

export const ProcedureNameEnum = graphqlEnum(
  'StandardsProcedureName',
  PROCEDURE_NAMES,
  'FAST_TRACK: the association decides on the moves up to DIS, and one ballot publishes; ISO_IEC: ballots on the proposal, on DIS and on FDIS (ISO/IEC Directives, Part 1, 2).',
);

@IssuedBy(associations)
@InputType({ description: 'Creates a committee of the association that acts.' })
export class CreateCommittee extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string;

  @Field(() => [LocalizedTextInput], {
    description: 'The name, once for each language, at most 300 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 300, each: true })
  names!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    description: 'What the committee standardises, once for each language, at most 5,000 characters each; the first is the authentic one.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @IsLocalizedText({ max: 5_000, each: true })
  scope!: LocalizedTextInput[];

  @Field(() => ProcedureNameEnum, {
    nullable: true,
    description: 'The rules for each move of its standards, which stay as they are. Left out: FAST_TRACK.',
  })
  @IsOptional()
  @IsIn(PROCEDURE_NAMES)
  procedure?: ProcedureName | null;

  @Field(() => String, { nullable: true, description: `${REVIEW_PERIOD} Left out: P5Y.` })
  @IsOptional()
  @IsDurationString()
  reviewPeriod?: string | null;

  @Field(() => [String], { nullable: true, description: `${REMINDERS} Left out: P7D and P1D.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_REMINDERS)
  @IsDurationString({ each: true })
  reminders?: string[] | null;
}

@InputType({ isAbstract: true })
abstract class CommitteeCommand extends CommandInput {
  @Field(() => ID, { description: 'The committee.' })
  @IsHandle()
  committeeId!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Changes what falls due by itself in a committee. What is left out stays; what is published keeps its period.' })
export class ChangeCommitteePeriods extends CommitteeCommand {
  @Field(() => String, { nullable: true, description: REVIEW_PERIOD })
  @IsOptional()
  @IsDurationString()
  reviewPeriod?: string | null;

  @Field(() => [String], { nullable: true, description: `${REMINDERS} An empty list: nobody is.` })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_REMINDERS)
  @IsDurationString({ each: true })
  reminders?: string[] | null;
}

@InputType({ isAbstract: true })
abstract class CommitteeMemberCommand extends CommitteeCommand {
  @Field(() => ID, { description: 'The party that is, or is to be, a member.' })
  @IsHandle()
  party!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Appoints a party to a committee, or changes the kind or the interest of its membership.' })
export class AppointMember extends CommitteeMemberCommand {
  @Field(() => MemberKindEnum, { description: 'As which kind of member.' })
  @IsIn(MEMBER_KINDS)
  kind!: MemberKind;

  @Field(() => String, {
    nullable: true,
    description:
      'The interest category for which it stands, a word in capitals such as PRODUCER, USER or GENERAL_INTEREST. Left out: it stays as it is; null: none.',
  })
  @IsOptional()
  @IsInterest()
  interest?: string | null;
}

@IssuedBy(associations)
@InputType({
  description:
    'Ends the membership of a party, with its mandates and delegations. A ballot that is open keeps the roll that it was opened with.',
})
export class DismissMember extends CommitteeMemberCommand {}

@InputType({ isAbstract: true })
abstract class MandateCommand extends CommitteeCommand {
  @Field(() => String, { description: 'The person: the `sub` of their token, at most 255 characters.' })
  @IsPlainText({ max: 255 })
  person!: string;
}

@IssuedBy(members)
@InputType({
  description:
    'The member that acts names a person who votes for it, or changes the dates of one. Once it has named one, of its officers only those vote that have a mandate.',
})
export class GrantMandate extends MandateCommand {
  @Field(() => String, {
    nullable: true,
    description: 'From when on, an instant of ISO 8601 that is not over. Left out: from now on, or as before where the mandate is there.',
  })
  @IsOptional()
  @IsInstantString()
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Until when, an instant of ISO 8601. Left out: until it is revoked.' })
  @IsOptional()
  @IsInstantString()
  until?: string | null;
}

@IssuedBy(members)
@InputType({ description: 'The member that acts takes back the mandate of a person. With the last one gone, every officer votes again.' })
export class RevokeMandate extends MandateCommand {}

@IssuedBy(members)
@InputType({
  description:
    'The member that acts puts its vote into the hands of another member. That one cannot pass it on; an earlier delegation ends.',
})
export class DelegateVote extends CommitteeCommand {
  @Field(() => ID, { description: 'The member that may cast the vote.' })
  @IsHandle()
  to!: string;

  @Field(() => String, { nullable: true, description: 'Until when, an instant of ISO 8601. Left out: until it is revoked.' })
  @IsOptional()
  @IsInstantString()
  until?: string | null;
}

@IssuedBy(members)
@InputType({ description: 'The member that acts takes its vote back from the member to which it was delegated.' })
export class RevokeDelegation extends CommitteeCommand {}

@InputType({ isAbstract: true })
abstract class LiaisonCommand extends CommitteeCommand {
  @Field(() => ID, { description: 'The party.' })
  @IsHandle()
  party!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Makes a party a liaison body of a committee: it comments on drafts, and does not vote.' })
export class AppointLiaison extends LiaisonCommand {}

@IssuedBy(associations)
@InputType({ description: 'Ends the liaison of a party with a committee.' })
export class DismissLiaison extends LiaisonCommand {}

@IssuedBy(associations)
@InputType({ description: 'Says who decides on appeals against the ballots of a committee: an agency, or another association.' })
export class DesignateAppealsBody extends LiaisonCommand {}
