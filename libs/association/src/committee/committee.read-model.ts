import { Node } from '@concord/graphql';
import { objectOf, type Recorded } from '@concord/kernel';
import { JsonColumn, type Projection, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MemberKindEnum } from './committee.commands.js';
import { type CommitteeEvent, committeeEvents, type Member, type MemberKind } from './committee.events.js';
import { committee } from './committee.js';

@ObjectType({ description: 'A party in a committee, or on the roll of a ballot.' })
export class CommitteeMember implements Member {
  @Field(() => ID, { description: 'The party.' })
  party!: string;

  @Field(() => MemberKindEnum, { description: 'Whether it takes part in the work, or observes.' })
  kind!: MemberKind;
}

@ObjectType({ implements: () => [Node], description: 'A committee of an association: it drafts standards and votes on them.' })
@Entity({ schema: 'association_committees', name: 'committee' })
export class Committee implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The association to which it belongs.' })
  @Column('text')
  association!: string;

  @Field(() => [LocalizedText], { description: 'Its name, once for each language; the first is the authentic one.' })
  @JsonColumn()
  names!: readonly LocalizedText[];

  @Field(() => [LocalizedText], { description: 'What it standardises, once for each language; the first is the authentic one.' })
  @JsonColumn()
  scope!: readonly LocalizedText[];

  @Field(() => [CommitteeMember], { description: 'Its members, in the order of their appointment; at most 1,000.' })
  @JsonColumn()
  members!: readonly Member[];
}

function evolve(row: Committee | undefined, event: Recorded<CommitteeEvent>): Committee | undefined {
  const { association, names, scope, members } = committee.evolve({ ...committee.initialState, ...row }, event);
  return { id: objectOf(event), association, names, scope, members };
}

/** Every committee with its members of today. */
export const committees: Projection = {
  name: 'association.committees',
  version: 1,
  tables: [rows<Committee, CommitteeEvent>({ entity: Committee, events: committeeEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: ['CREATE INDEX ON committee (association, id)', 'CREATE INDEX ON committee USING gin (members jsonb_path_ops)'],
};
