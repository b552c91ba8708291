import type { LoadOptions } from '@concord/commands';
import { InstantScalar, JsonScalar, PositionScalar } from '@concord/graphql';
import type { Instant, Position } from '@concord/kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'An object as it was at an earlier moment: its history up to then, folded again.' })
export class HistoricObject {
  @Field(() => ID, { description: 'The object: <context>.<aggregate>/<id>.' })
  stream!: string;

  @Field(() => Int, { description: 'How far its history had come; -1 when it did not exist yet.' })
  revision!: number;

  @Field(() => PositionScalar, { description: 'The position of the last event that counts.' })
  position!: Position;

  @Field(() => InstantScalar, { nullable: true, description: 'When the log took that event; null when there was none.' })
  recordedAt!: Instant | null;

  @Field(() => JsonScalar, { description: 'Its state, in the words of its aggregate.' })
  state!: Record<string, unknown>;

  /** The moment that was asked for. */
  asked!: Pick<LoadOptions, 'until' | 'knownAt'>;
}
