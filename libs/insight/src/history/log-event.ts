import { graphqlEnum, InstantScalar, JsonScalar, PositionScalar } from '@concord/graphql';
import { type Instant, PHASES, type Phase, type Position, type RecordedEvent } from '@concord/kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

export const PhaseEnum = graphqlEnum('Phase', PHASES, 'When, seen from a transaction, an act of governance takes place.');

@ObjectType({ description: 'An act of a party, as the log holds it.' })
export class LogEvent {
  @Field(() => ID, { description: 'The id of the event, unique in the log.' })
  id!: string;

  @Field(() => String, { description: 'What happened: <context>.<aggregate>.<Fact>.' })
  type!: string;

  @Field(() => PositionScalar, { description: 'Its place in the log.' })
  position!: Position;

  @Field(() => String, { description: 'The object that it is about: <context>.<aggregate>/<id>.' })
  stream!: string;

  @Field(() => Int, { description: 'Its place in the history of that object; 0 is the first.' })
  revision!: number;

  @Field(() => PhaseEnum, { description: 'Before, during or after the transaction.' })
  phase!: Phase;

  @Field(() => String, { description: 'The party that acted.' })
  party!: string;

  @Field(() => String, { description: 'The person who acted for it, or `platform` for deadlines and processes.' })
  actor!: string;

  @Field(() => String, { nullable: true, description: 'The jurisdiction of the party; null for the platform.' })
  jurisdiction!: string | null;

  @Field(() => InstantScalar, { description: 'When it was decided.' })
  occurredAt!: Instant;

  @Field(() => InstantScalar, { description: 'When the log took it; never earlier than for an event before it.' })
  recordedAt!: Instant;

  @Field(() => ID, { description: 'Shared by everything that one request set in motion.' })
  correlationId!: string;

  @Field(() => ID, { nullable: true, description: 'The event that caused it; null where a person acted.' })
  causationId!: string | null;

  @Field(() => Int, { description: 'The version of the shape of its data.' })
  schemaVersion!: number;

  @Field(() => JsonScalar, { description: 'What happened, in full.' })
  data!: Record<string, unknown>;
}

export function logEventOf({ metadata, data, ...event }: RecordedEvent): LogEvent {
  const { phase, party, actor, jurisdiction, occurredAt, correlationId, causationId } = metadata;
  return { ...event, phase, party, actor, jurisdiction, occurredAt, correlationId, causationId, data: data as Record<string, unknown> };
}
