import { type Position, START } from '@concord/kernel';
import { type Projection, ReadModels, Replays } from '@concord/projections';
import { IsHandle } from '@concord/reference-data';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ArgsType, Field, GqlExecutionContext, ID } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import type { Observable } from 'rxjs';
import type { RequestContext } from './context.js';
import { enterReplay } from './replayed.js';
import { PositionScalar } from './scalars.js';

/** What every query of a read model may ask: to see at least what a receipt tells of. */
@ArgsType()
export class ReadArgs {
  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'The position of a receipt: the answer waits until the read model has seen it, and fails with READ_MODEL_BEHIND after some seconds.',
  })
  @Allow()
  atLeast?: Position;
}

/** One object by its id. */
@ArgsType()
export class ByIdArgs extends ReadArgs {
  @Field(() => ID, { description: 'The id that commands take.' })
  @IsHandle()
  id!: string;
}

const READS = 'concord:reads';

/** Names the read models that a query is answered from; it then honours `atLeast`. */
export const Reads = (...projections: readonly Pick<Projection, 'name'>[]) =>
  SetMetadata(
    READS,
    projections.map(({ name }) => name),
  );

/** Read your writes: a query that names a position waits for the read models that answer it. One that names a replay does not wait. */
@Injectable()
export class ReadsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly readModels: ReadModels,
    private readonly replays: Replays,
  ) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (execution.getType<string>() !== 'graphql') return next.handle();
    const projections = this.reflector.get<readonly string[] | undefined>(READS, execution.getHandler()) ?? [];
    const gql = GqlExecutionContext.create(execution);
    const context = gql.getContext<RequestContext>();
    const { atLeast } = gql.getArgs<ReadArgs>();
    if (context.replay) await enterReplay(this.replays, context, atLeast);
    else if (atLeast && atLeast !== START) await Promise.all(projections.map((name) => this.readModels.waitFor(name, atLeast)));
    return next.handle();
  }
}
