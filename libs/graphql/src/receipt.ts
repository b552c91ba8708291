import type { Position } from '@concord/kernel';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { PositionScalar } from './scalars.js';

@ObjectType({ description: 'Where the log holds what a mutation did. Any query that names the position waits until it is there.' })
export class Receipt {
  @Field(() => String, { description: "The object's stream in the log: <context>.<aggregate>/<id>." })
  readonly stream!: string;

  @Field(() => Int, {
    description:
      "The stream's last revision after the mutation; 0 is its first event. Give it as expectedRevision to act on no other state.",
  })
  readonly revision!: number;

  @Field(() => PositionScalar, { description: 'The place in the log after the mutation.' })
  readonly position!: Position;
}
