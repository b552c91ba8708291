import { actorOf, Oversight, RECORDS_ITSELF, type RequestContext } from '@concord/graphql';
import { type Actor, mandatesOver } from '@concord/kernel';
import { inThePresent } from '@concord/projections';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Observable } from 'rxjs';
import { AccessRecorder, type Asking } from './access-recorder.js';

/**
 * Records what an auditor who holds a mandate asks of the read models: one object where it is under the mandate, and every list,
 * since nobody knows before what will be on it. What reads the log itself says so by itself.
 */
@Injectable()
export class QueryRecorder implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly recorder: AccessRecorder,
    private readonly oversight: Oversight,
  ) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (execution.getType<string>() === 'graphql') await this.record(execution);
    return next.handle();
  }

  private async record(execution: ExecutionContext): Promise<void> {
    const gql = GqlExecutionContext.create(execution);
    const { fieldName, parentType } = gql.getInfo<GraphQLResolveInfo>();
    const context = gql.getContext<RequestContext>();
    const reader = actorOf(context);
    if (parentType.name === 'Mutation' || reader?.kind !== 'AUDITOR' || !reader.mandates?.length) return;
    if (this.reflector.get<true | undefined>(RECORDS_ITSELF, execution.getHandler())) return;
    await inThePresent(() => this.recordQuery({ ...context, actor: reader }, fieldName, gql.getArgs<{ readonly id?: unknown }>().id));
  }

  private async recordQuery(asking: Asking & { readonly actor: Actor }, field: string, id: unknown): Promise<void> {
    const operation = 'QUERY';
    const concern = typeof id === 'string' ? await this.oversight.concernOf(field, id) : undefined;
    if (!concern) {
      const detail = typeof id === 'string' ? `${field} ${id.slice(0, 200)}` : field;
      await this.recorder.record(asking, { operation, detail, mandates: asking.actor.mandates ?? [] });
    } else if (mandatesOver(asking.actor, concern).length > 0) {
      await this.recorder.recordObjects(asking, { operation, detail: field, concerns: [concern] });
    }
  }
}
