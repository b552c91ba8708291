import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type Recorded } from '@concord/kernel';
import { InstantColumn, type Projection, rows } from '@concord/projections';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type AppealEvent, appealEvents } from './appeal.events.js';
import { APPEAL_STATUSES, type AppealStatus } from './appeal.js';

export const AppealStatusEnum = graphqlEnum(
  'AppealStatus',
  APPEAL_STATUSES,
  'Where an appeal stands: PENDING, decided one way or the other, or withdrawn.',
);

@ObjectType({ implements: () => [Node], description: 'An appeal against the result of a ballot.' })
@Entity({ schema: 'association_appeals', name: 'appeal' })
export class Appeal implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The ballot whose result is appealed.' })
  @Column('text')
  ballotId!: string;

  @Field(() => ID, { description: 'The standard that was voted on; nothing moves it while the appeal is pending.' })
  @Column('text')
  standardId!: string;

  @Field(() => ID, { description: 'The committee that voted.' })
  @Column('text')
  committeeId!: string;

  @Field(() => ID, { description: 'The party that appeals.' })
  @Column('text')
  appellant!: string;

  @Field(() => String, { description: 'Why the result cannot stand, in its words.' })
  @Column('text')
  grounds!: string;

  @Field(() => AppealStatusEnum, { description: 'Where it stands.' })
  @Column('text')
  status!: AppealStatus;

  @Field(() => InstantScalar, { description: 'When it was lodged.' })
  @InstantColumn()
  lodgedAt!: Instant;

  @Field(() => InstantScalar, { description: 'Until when the result could be appealed.' })
  @InstantColumn()
  termEndsAt!: Instant;

  @Field(() => String, { nullable: true, description: 'What the association answers; null while it has not.' })
  @Column('text', { nullable: true })
  statement!: string | null;

  @Field(() => ID, { nullable: true, description: 'The body that decided; null while none has.' })
  @Column('text', { nullable: true })
  decidedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was decided so, or withdrawn.' })
  @Column('text', { nullable: true })
  reasons!: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was decided or withdrawn; null while it is pending.' })
  @InstantColumn({ nullable: true })
  endedAt!: Instant | null;
}

function evolve(row: Appeal | undefined, event: Recorded<AppealEvent>): Appeal | undefined {
  const at = event.metadata.occurredAt;
  switch (event.type) {
    case 'association.appeal.AppealLodged': {
      const { ballotId, standardId, committeeId, appellant, grounds, lodgedAt, termEndsAt } = event.data;
      const open = { status: 'PENDING' as const, statement: null, decidedBy: null, reasons: null, endedAt: null };
      return { id: objectOf(event), ballotId, standardId, committeeId, appellant, grounds, lodgedAt, termEndsAt, ...open };
    }
    case 'association.appeal.AppealAnswered':
      return row && { ...row, statement: event.data.statement };
    case 'association.appeal.AppealDecided':
      return row && { ...row, status: event.data.ruling, decidedBy: event.data.body, reasons: event.data.reasons, endedAt: at };
    case 'association.appeal.AppealWithdrawn':
      return row && { ...row, status: 'WITHDRAWN', reasons: event.data.reason, endedAt: at };
  }
}

export const appeals: Projection = {
  name: 'association.appeals',
  version: 1,
  tables: [rows<Appeal, AppealEvent>({ entity: Appeal, events: appealEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON appeal ("ballotId", id)',
    'CREATE INDEX ON appeal ("standardId", id)',
    'CREATE INDEX ON appeal ("committeeId", id)',
    'CREATE INDEX ON appeal (status, id)',
  ],
};
