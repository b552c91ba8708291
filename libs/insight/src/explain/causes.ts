import { type DomainEvent, type EventDeclaration, type Recorded, type Uuid } from '@concord/kernel';
import { type OverCauses, rows } from '@concord/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Stored for ever. */
export const CAUSES = 'insight.causes';

/** Where the log keeps an event that may have caused others. It has no reading by id. */
@Entity({ schema: 'insight_causes', name: 'cause' })
export class Cause {
  @PrimaryColumn('uuid')
  eventId!: Uuid;

  @Column('text')
  stream!: string;

  @Column('integer')
  revision!: number;
}

/**
 * One row for each event to which a process or a deadline reacts: no other event is ever a cause. So votes, comments and the like,
 * of which there are most, cost nothing here.
 */
export const causes: OverCauses = {
  entities: [Cause],
  projection: (events: Readonly<Record<string, EventDeclaration>>) => ({
    name: CAUSES,
    version: 1,
    tables: [
      rows<Cause, DomainEvent>({
        entity: Cause,
        events,
        keys: ({ id }) => [id],
        evolve: (row, event: Recorded<DomainEvent>) => row ?? { eventId: event.id, stream: event.stream, revision: event.revision },
      }),
    ],
  }),
};
