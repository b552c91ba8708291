import { Node } from '@concord/graphql';
import { type Duration, objectOf, type Recorded } from '@concord/kernel';
import { JsonColumn, type Projection, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ProcedureEvent, procedureEvents } from './procedure.events.js';

@ObjectType('ComplaintProcedure', { implements: () => [Node], description: 'How complaints are handled, as an agency lays it down.' })
@Entity({ schema: 'consumer_procedures', name: 'procedure' })
export class ComplaintProcedure implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The agency that adopted it.' })
  @Column('text')
  agency!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, for whose trade it is.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => Int, { description: 'The number of its version; the first is 1.' })
  @Column('integer')
  version!: number;

  @Field(() => [LocalizedText], { description: 'Its name, once for each language; the first is the authentic one.' })
  @JsonColumn()
  names!: readonly LocalizedText[];

  @Field(() => String, { description: 'How long the enterprise has for its answer, a duration of ISO 8601; calendar days in UTC.' })
  @Column('text')
  answerWithin!: Duration;
}

function evolve(row: ComplaintProcedure | undefined, event: Recorded<ProcedureEvent>): ComplaintProcedure | undefined {
  if (event.type === 'consumer.procedure.ProcedureAdopted') return { id: objectOf(event), version: 1, ...event.data };
  return row && { ...row, ...event.data };
}

/** Every procedure for complaints as it stands. */
export const procedures: Projection = {
  name: 'consumer.procedures',
  version: 1,
  tables: [
    rows<ComplaintProcedure, ProcedureEvent>({
      entity: ComplaintProcedure,
      events: procedureEvents,
      keys: (event) => [objectOf(event)],
      evolve,
    }),
  ],
  indexes: ['CREATE INDEX ON procedure (jurisdiction, id)'],
};
