import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AppointMember, CreateCommittee, DismissMember } from './committee.commands.js';
import { Committee, committees } from './committee.read-model.js';

export const committeeObject = governed({
  object: Committee,
  field: 'committee',
  projection: committees,
  commands: [
    [CreateCommittee, 'Creates a committee.'],
    [AppointMember, 'Appoints a member of a committee, or changes the kind of its membership.'],
    [DismissMember, 'Ends the membership of a party in a committee.'],
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
}

@Resolver(() => Committee)
export class CommitteeResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => CommitteeConnection, { description: 'Committees by association and member, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(committees)
  committees(@Args() { association, member, ...page }: CommitteesArgs): Promise<Page<Committee>> {
    const found = this.dataSource.getRepository(Committee).createQueryBuilder('committee');
    if (association) found.andWhere('committee.association = :association', { association });
    if (member) found.andWhere('committee.members @> CAST(:member AS jsonb)', { member: JSON.stringify([{ party: member }]) });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
