import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf } from '@concord/kernel';
import { IsHandle, IsLocalizedText, LocalizedTextInput } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { MEMBER_KINDS, type MemberKind } from './committee.events.js';

const associations = officersOf('ASSOCIATION');

export const MemberKindEnum = graphqlEnum(
  'MemberKind',
  MEMBER_KINDS,
  'P_MEMBER takes part in the work of a committee and is bound to vote; O_MEMBER observes it and may vote (ISO/IEC Directives, Part 1, 1.7.1).',
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
}

@InputType({ isAbstract: true })
abstract class CommitteeMemberCommand extends CommandInput {
  @Field(() => ID, { description: 'The committee.' })
  @IsHandle()
  committeeId!: string;

  @Field(() => ID, { description: 'The party that is, or is to be, a member.' })
  @IsHandle()
  party!: string;
}

@IssuedBy(associations)
@InputType({ description: 'Appoints a party to a committee, or changes the kind of its membership.' })
export class AppointMember extends CommitteeMemberCommand {
  @Field(() => MemberKindEnum, { description: 'As which kind of member.' })
  @IsIn(MEMBER_KINDS)
  kind!: MemberKind;
}

@IssuedBy(associations)
@InputType({ description: 'Ends the membership of a party. A ballot that is open keeps the roll that it was opened with.' })
export class DismissMember extends CommitteeMemberCommand {}
