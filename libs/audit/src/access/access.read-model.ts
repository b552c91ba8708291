import { graphqlEnum, InstantScalar, PositionScalar } from '@concord/graphql';
import { type Actor, type Instant, objectOf, type Position, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, PositionColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type AccessRecorded, accessEvents, OPERATIONS, type Operation, type Touched } from './access.events.js';

const OperationEnum = graphqlEnum('LogOperation', OPERATIONS, 'What was done with the log: read, replayed or exported.');

@ObjectType({ description: 'That somebody read, replayed or exported what not everybody may read.' })
@Entity({ schema: 'audit_accesses', name: 'access' })
export class LogAccess {
  @Field(() => ID, { description: 'The id of this access.' })
  @PrimaryColumn('text')
  id!: string;

  @Field(() => PositionScalar, { description: 'Where the log has it.' })
  @PositionColumn({ unique: true })
  position!: Position;

  @Field(() => InstantScalar, { description: 'When it was recorded, which is before it was answered.' })
  @InstantColumn()
  at!: Instant;

  @Field(() => ID, { description: 'The party that read.' })
  @Column('text')
  reader!: string;

  @Field(() => String, { description: 'Its kind, such as AUDITOR.' })
  @Column('text')
  readerKind!: Actor['kind'];

  @Column('text')
  person!: string;

  @Field(() => OperationEnum, { description: 'What was done.' })
  @Column('text')
  operation!: Operation;

  @JsonColumn()
  touched!: readonly Touched[];

  @TextArrayColumn()
  touchedObjects!: readonly string[];

  @TextArrayColumn()
  parties!: readonly string[];

  @Field(() => PositionScalar, { nullable: true, description: 'The first place in the log that was shown; null where it was no range.' })
  @PositionColumn({ nullable: true })
  fromPosition!: Position | null;

  @Field(() => PositionScalar, { nullable: true, description: 'The last one; null where it was no range, or went on.' })
  @PositionColumn({ nullable: true })
  toPosition!: Position | null;

  /** It may name objects that are not those of everybody who hears of the access. */
  @Column('text', { nullable: true })
  detail!: string | null;

  @Field(() => String, { nullable: true, description: 'The replay that was asked; null where it was what stands now.' })
  @Column('text', { nullable: true })
  replay!: string | null;

  @Field(() => String, { nullable: true, description: 'What for: as the reader stated it, or else as the mandates say.' })
  @Column('text', { nullable: true })
  purpose!: string | null;

  @Field(() => [ID], { description: 'The mandates under which it was read.' })
  @TextArrayColumn()
  mandates!: readonly string[];

  @TextArrayColumn()
  grantors!: readonly string[];
}

function evolve(_: LogAccess | undefined, event: Recorded<AccessRecorded>): LogAccess {
  const { reader, touched, range, ...data } = event.data;
  return {
    ...data,
    id: objectOf(event),
    position: event.position,
    at: event.recordedAt,
    reader: reader.party,
    readerKind: reader.kind,
    person: reader.person,
    touched,
    touchedObjects: touched.map(({ object }) => object),
    parties: [...new Set(touched.flatMap(({ parties }) => parties))],
    fromPosition: range?.from ?? null,
    toPosition: range?.to ?? null,
  };
}

/** Every access. */
export const accesses: Projection = {
  name: 'audit.accesses',
  version: 1,
  tables: [rows<LogAccess, AccessRecorded>({ entity: LogAccess, events: accessEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON access (reader, position)',
    'CREATE INDEX ON access USING gin ("touchedObjects")',
    'CREATE INDEX ON access USING gin (parties)',
    'CREATE INDEX ON access USING gin (grantors)',
  ],
};
