import { CalledBy, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, type Reader, Reads } from '@concord/graphql';
import { type Actor, PARTY_KINDS, type PartyKind, type Secrets, streamOf } from '@concord/kernel';
import { IsJurisdiction } from '@concord/reference-data';
import { openPersonal, SECRETS } from '@concord/secrets';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { ErasePersonalData, RegisterParty, ReinstateParty, RenameParty, SuspendParty } from './party.commands.js';
import { party } from './party.js';
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
    [ErasePersonalData, 'Erases the personal data of a consumer, for ever.'],
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

/** Who may read the name of the person that a consumer is. */
const knowsPersons = (id: string, reader: Actor | null): boolean =>
  reader !== null && (reader.party === id || reader.kind === 'AGENCY' || reader.kind === 'OPERATOR');

@Resolver(() => Party)
export class PartyResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  @Query(() => PartyConnection, { description: 'Everyone who takes part, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(parties)
  parties(@Args() { kind, jurisdiction, ...page }: PartiesArgs): Promise<Page<Party>> {
    const found = this.dataSource.getRepository(Party).createQueryBuilder('party');
    if (kind) found.andWhere('party.kind = :kind', { kind });
    if (jurisdiction) found.andWhere('party.jurisdiction = :jurisdiction', { jurisdiction });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Its name, as people know it. That of a consumer is for itself, agencies and operators, and null for others; null for everyone once it was erased.',
  })
  async name(@Parent() { id, name, kind, status }: Party, @CalledBy() { actor }: Reader): Promise<string | null> {
    if (status === 'ERASED' || (kind === 'CONSUMER' && !knowsPersons(id, actor))) return null;
    return openPersonal(this.secrets, id, streamOf(party, id), 'name', name);
  }
}
