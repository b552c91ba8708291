import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, type MandateScope, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows } from '@concord/projections';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type MandateEvent, mandateEvents } from './mandate.events.js';

export const MANDATE_STATUSES = ['GRANTED', 'REVOKED'] as const;
export type MandateStatus = (typeof MANDATE_STATUSES)[number];
export const MandateStatusEnum = graphqlEnum(
  'AuditMandateStatus',
  MANDATE_STATUSES,
  'Whether a mandate was taken back. One that was not is in force in its term.',
);

@ObjectType({ description: 'What an auditor may read: everything, or whatever one of the lists names.' })
export class AuditMandateScope implements MandateScope {
  @Field(() => Boolean, { description: 'Everything as far as the right of the grantor reaches.' })
  everything!: boolean;

  @Field(() => [String], { description: 'Objects that concern these countries, or members of these blocs.' })
  jurisdictions!: readonly string[];

  @Field(() => [ID], { description: 'Objects that concern these parties.' })
  parties!: readonly string[];

  @Field(() => [String], { description: 'Objects of these kinds, each <context>.<aggregate>.' })
  aggregates!: readonly string[];

  @Field(() => [ID], { description: 'These objects, each by its stream.' })
  objects!: readonly string[];
}

@ObjectType({
  implements: () => [Node],
  description: 'The right of an auditor to read, for a purpose and a time. For whoever granted it, its auditor, and operators.',
})
@Entity({ schema: 'audit_mandates', name: 'mandate' })
export class AuditMandate implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The agency or the operator that granted it.' })
  @Column('text')
  grantor!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The jurisdiction of the agency, which it does not leave; null for that of an operator.',
  })
  @Column('text', { nullable: true })
  jurisdiction!: string | null;

  @Field(() => ID, { description: 'The auditor who holds it.' })
  @Column('text')
  auditor!: string;

  @Field(() => AuditMandateScope, { description: 'What the auditor may read.' })
  @JsonColumn()
  scope!: MandateScope;

  @Field(() => String, { description: 'What for.' })
  @Column('text')
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether each read states a purpose of its own, in the header Concord-Purpose.' })
  @Column('boolean')
  purposeEachTime!: boolean;

  @Field(() => String, { nullable: true, description: 'The law or the order on which it rests.' })
  @Column('text', { nullable: true })
  legalBasis!: string | null;

  @Field(() => InstantScalar, { description: 'The instant from which it is in force.' })
  @InstantColumn()
  from!: Instant;

  @Field(() => InstantScalar, { description: 'The instant at which it is no longer in force.' })
  @InstantColumn()
  until!: Instant;

  @Field(() => MandateStatusEnum, { description: 'Whether it was taken back.' })
  @Column('text')
  status!: MandateStatus;

  @Field(() => String, { nullable: true, description: 'Why it was taken back; null where it was not.' })
  @Column('text', { nullable: true })
  reason!: string | null;
}

function evolve(row: AuditMandate | undefined, event: Recorded<MandateEvent>): AuditMandate | undefined {
  if (event.type === 'audit.mandate.MandateGranted') return { id: objectOf(event), ...event.data, status: 'GRANTED', reason: null };
  if (!row) return undefined;
  switch (event.type) {
    case 'audit.mandate.MandateExtended':
      return { ...row, until: event.data.until };
    case 'audit.mandate.MandateRevoked':
      return { ...row, status: 'REVOKED', reason: event.data.reason };
  }
}

/** Every mandate. */
export const mandates: Projection = {
  name: 'audit.mandates',
  version: 1,
  tables: [rows<AuditMandate, MandateEvent>({ entity: AuditMandate, events: mandateEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: ['CREATE INDEX ON mandate (auditor, id)', 'CREATE INDEX ON mandate (grantor, id)'],
};
