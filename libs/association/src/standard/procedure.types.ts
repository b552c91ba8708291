import { graphqlEnum } from '@concord/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { ProcedureNameEnum } from '../committee/committee.commands.js';
import { MOVED_BY, type Move, type MovedBy, type MoveRule, type Procedure, type ProcedureName } from './procedure.js';
import { StageEnum } from './standard.commands.js';
import type { Stage } from './standard.events.js';

export const MovedByEnum = graphqlEnum(
  'StandardMovedBy',
  MOVED_BY,
  'How a standard gets to its next stage: by decision of the association, by an approved ballot, or when its time has come.',
);

@ObjectType({ description: 'A move that a standard can make.' })
export class StandardMove implements Move {
  @Field(() => StageEnum, { description: 'From which stage.' })
  from!: Stage;

  @Field(() => StageEnum, { description: 'To which stage.' })
  to!: Stage;

  @Field(() => MovedByEnum, { description: 'Who or what moves it.' })
  by!: MovedBy;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the built-in rule by which the ballot is counted; null where it is none.',
  })
  rule!: MoveRule | null;

  @Field(() => Boolean, { description: 'Whether it is open only after a ballot at this stage has failed.' })
  afterFailure!: boolean;
}

@ObjectType({ description: 'The rules for each move of a standard.' })
export class StandardsProcedure implements Procedure {
  @Field(() => ProcedureNameEnum, { description: 'Its name.' })
  name!: ProcedureName;

  @Field(() => String, { description: 'Where the rules stand.' })
  source!: string;

  @Field(() => [StandardMove], { description: 'Every move that there is.' })
  moves!: readonly Move[];
}
