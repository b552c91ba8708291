import { CalledBy, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, type Reader, Reads } from '@concord/graphql';
import { eyesOn } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { seesPersons } from '../persons.js';
import {
  AppointLiaison,
  AppointMember,
  ChangeCommitteePeriods,
  CreateCommittee,
  DelegateVote,
  DesignateAppealsBody,
  DismissLiaison,
  DismissMember,
  GrantMandate,
  RevokeDelegation,
  RevokeMandate,
} from './committee.commands.js';
import { Committee, CommitteeMandate, committees } from './committee.read-model.js';

export const committeeObject = governed({
  object: Committee,
  field: 'committee',
  projection: committees,
  commands: [
    [CreateCommittee, 'Creates a committee.'],
    [ChangeCommitteePeriods, 'Changes the review period and the reminders of a committee.'],
    [AppointMember, 'Appoints a member of a committee, or changes the kind or the interest of its membership.'],
    [DismissMember, 'Ends the membership of a party in a committee.'],
    [GrantMandate, 'Names a person who votes for the member that acts, or changes their dates.'],
    [RevokeMandate, 'Takes back the mandate of a person to vote for the member that acts.'],
    [DelegateVote, 'Puts the vote of the member that acts into the hands of another member.'],
    [RevokeDelegation, 'Takes back the vote of the member that acts.'],
    [AppointLiaison, 'Makes a party a liaison body of a committee, which comments and does not vote.'],
    [DismissLiaison, 'Ends the liaison of a party with a committee.'],
    [DesignateAppealsBody, 'Says who decides on appeals against the ballots of a committee.'],
  ],
});
const CommitteeConnection = Connection(Committee);

@ArgsType()
export class CommitteesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Committees of this association.' })
  @IsOptional()
  @IsHandle()
  association?: string;

  @Field(() => ID, { nullable: true, description: 'Committees of which this party is a member.' })
  @IsOptional()
  @IsHandle()
  member?: string;

  @Field(() => ID, { nullable: true, description: 'Committees of which this party is a liaison body.' })
  @IsOptional()
  @IsHandle()
  liaison?: string;
}

@Resolver(() => Committee)
export class CommitteeResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => CommitteeConnection, { description: 'Committees by association, member and liaison body, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(committees)
  committees(@Args() { association, member, liaison, ...page }: CommitteesArgs): Promise<Page<Committee>> {
    const found = this.dataSource.getRepository(Committee).createQueryBuilder('committee');
    if (association) found.andWhere('committee.association = :association', { association });
    if (member) found.andWhere('committee.members @> CAST(:member AS jsonb)', { member: JSON.stringify([{ party: member }]) });
    if (liaison) found.andWhere('committee.liaisons @> ARRAY[CAST(:liaison AS text)]', { liaison });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => [CommitteeMandate], {
    description: 'Who votes for its members. A member without one lets each of its officers vote; an ADMIN needs none.',
  })
  mandates(@Parent() { id, association, mandates }: Committee, @CalledBy() { actor }: Reader): readonly CommitteeMandate[] {
    const eyes = eyesOn(actor, { stream: `association.committee/${id}`, parties: [association], jurisdictions: [] });
    return mandates.map((mandate) => (seesPersons(association, eyes, mandate.party) ? mandate : { ...mandate, person: null }));
  }
}
