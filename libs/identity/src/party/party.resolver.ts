import { Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { PARTY_KINDS, type PartyKind } from '@concord/kernel';
import { IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { RegisterParty, ReinstateParty, RenameParty, SuspendParty } from './party.commands.js';
import { Party, PartyKindEnum, parties } from './party.read-model.js';

export const partyObject = governed({
  object: Party,
  field: 'party',
  projection: parties,
  commands: [
    [RegisterParty, 'Registers the party for which the token acts.'],
    [RenameParty, 'Renames the party for which the token acts.'],
    [SuspendParty, 'Suspends a party.'],
    [ReinstateParty, 'Reinstates a suspended party.'],
  ],
});
const PartyConnection = Connection(Party);

@ArgsType()
export class PartiesArgs extends ConnectionArgs {
  @Field(() => PartyKindEnum, { nullable: true, description: 'Parties of this kind.' })
  @IsOptional()
  @IsIn(PARTY_KINDS)
  kind?: PartyKind;

  @Field(() => String, { nullable: true, description: 'Parties of this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;
}

@Resolver(() => Party)
export class PartyResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => PartyConnection, { description: 'Everyone who takes part, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(parties)
  parties(@Args() { kind, jurisdiction, ...page }: PartiesArgs): Promise<Page<Party>> {
    const found = this.dataSource.getRepository(Party).createQueryBuilder('party');
    if (kind) found.andWhere('party.kind = :kind', { kind });
    if (jurisdiction) found.andWhere('party.jurisdiction = :jurisdiction', { jurisdiction });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }
}
