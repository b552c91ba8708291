import { graphqlEnum, Node } from '@concord/graphql';
import { objectOf, PARTY_KINDS, type PartyKind, type PersonalText, type Recorded } from '@concord/kernel';
import { JsonColumn, type Projection, rows } from '@concord/projections';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type PartyEvent, partyEvents } from './party.events.js';
import { PARTY_STATUSES, type PartyStatus } from './party.js';

export const PartyKindEnum = graphqlEnum(
  'PartyKind',
  PARTY_KINDS,
  'The four kinds of party that govern, and those who act without governing.',
);
export const PartyStatusEnum = graphqlEnum('PartyStatus', PARTY_STATUSES, 'Whether a party may act.');

@ObjectType({ implements: () => [Node], description: 'An organisation or person who takes part.' })
@Entity({ schema: 'identity_parties', name: 'party' })
export class Party implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => PartyKindEnum, { description: 'What kind of party it is.' })
  @Column('text')
  kind!: PartyKind;

  @JsonColumn()
  name!: PersonalText;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of its country, or a bloc.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => PartyStatusEnum, { description: 'Whether it may act.' })
  @Column('text')
  status!: PartyStatus;
}

function evolve(row: Party | undefined, event: Recorded<PartyEvent>): Party | undefined {
  if (event.type === 'identity.party.PartyRegistered') return { id: objectOf(event), status: 'ACTIVE', ...event.data };
  if (!row) return undefined;
  switch (event.type) {
    case 'identity.party.PartyRenamed':
      return { ...row, name: event.data.name };
    case 'identity.party.PartySuspended':
      return { ...row, status: 'SUSPENDED' };
    case 'identity.party.PartyReinstated':
      return { ...row, status: 'ACTIVE' };
    case 'identity.party.PersonalDataErased':
      return { ...row, status: 'ERASED' };
    case 'identity.party.PersonalKeyDestroyed':
      return row;
  }
}

/** Everyone who takes part. */
export const parties: Projection = {
  name: 'identity.parties',
  version: 2,
  tables: [rows<Party, PartyEvent>({ entity: Party, events: partyEvents, keys: (event) => [objectOf(event)], evolve })],
};
