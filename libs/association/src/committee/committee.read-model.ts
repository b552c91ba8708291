import { InstantScalar, Node } from '@concord/graphql';
import { type Duration, type Instant, objectOf, type Recorded } from '@concord/kernel';
import { JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Procedure } from '../standard/procedure.js';
import { StandardsProcedure } from '../standard/procedure.types.js';
import { MemberKindEnum } from './committee.commands.js';
import { type CommitteeEvent, committeeEvents, type Delegation, type Mandate, type Member, type MemberKind } from './committee.events.js';
import { committee } from './committee.js';

@ObjectType({ description: 'A party in a committee, or on the roll of a ballot.' })
export class CommitteeMember implements Member {
  @Field(() => ID, { description: 'The party.' })
  party!: string;

  @Field(() => MemberKindEnum, { description: 'Whether it takes part in the work, or observes.' })
  kind!: MemberKind;

  @Field(() => String, { nullable: true, description: 'The interest category for which it stands; null where nobody has said.' })
  interest!: string | null;
}

@ObjectType({ description: 'The mandate of a person to vote for a member.' })
export class CommitteeMandate implements Omit<Mandate, 'person'> {
  @Field(() => ID, { description: 'The member.' })
  party!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The person: the `sub` of their token. Null for everyone but the member, the association and auditors.',
  })
  person!: string | null;

  @Field(() => InstantScalar, { description: 'From when on it holds.' })
  from!: Instant;

  @Field(() => InstantScalar, { nullable: true, description: 'When it ends; null: when it is revoked.' })
  until!: Instant | null;
}

@ObjectType({ description: 'The vote of one member in the hands of another.' })
export class CommitteeDelegation implements Delegation {
  @Field(() => ID, { description: 'The member whose vote it is.' })
  from!: string;

  @Field(() => ID, { description: 'The member that may cast it, and cannot pass it on.' })
  to!: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When it ends; null: when it is revoked.' })
  until!: Instant | null;
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

  @Field(() => StandardsProcedure, { description: 'The rules for each move of its standards.' })
  @JsonColumn()
  procedure!: Procedure;

  @Field(() => String, {
    description: 'How long after its publication, or its last confirmation, a standard is reviewed: a duration of ISO 8601.',
  })
  @Column('text')
  reviewPeriod!: Duration;

  @Field(() => [String], { description: 'How long before a ballot closes those who have not voted are reminded: durations of ISO 8601.' })
  @TextArrayColumn()
  reminders!: readonly Duration[];

  @Field(() => [CommitteeDelegation], {
    description: 'The votes that members have put into the hands of others, those that are over included.',
  })
  @JsonColumn()
  delegations!: readonly Delegation[];

  @Field(() => [ID], { description: 'The liaison bodies: parties that comment on its drafts and do not vote.' })
  @TextArrayColumn()
  liaisons!: readonly string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The party that decides on appeals against its ballots; null where none was designated.',
  })
  @Column('text', { nullable: true })
  appealsBody!: string | null;

  /** With persons, which are not for everyone: the resolver shows them. */
  @JsonColumn()
  mandates!: readonly Mandate[];
}

function evolve(row: Committee | undefined, event: Recorded<CommitteeEvent>): Committee | undefined {
  const { created, namesPersons, ...state } = committee.evolve({ ...committee.initialState, ...row }, event);
  return { id: objectOf(event), ...state };
}

/** Every committee with its members of today. */
export const committees: Projection = {
  name: 'association.committees',
  version: 2,
  tables: [rows<Committee, CommitteeEvent>({ entity: Committee, events: committeeEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON committee (association, id)',
    'CREATE INDEX ON committee USING gin (members jsonb_path_ops)',
    'CREATE INDEX ON committee USING gin (liaisons)',
  ],
};
