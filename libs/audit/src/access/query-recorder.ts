import { actorOf, Oversight, type Page, RECORDS_ITSELF, type RequestContext } from '@concord/graphql';
import { type Actor, mandatesOver } from '@concord/kernel';
import { inThePresent } from '@concord/projections';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { mergeMap, type Observable } from 'rxjs';
import { AccessRecorder, type Asking } from './access-recorder.js';

type Auditor = Asking & { readonly actor: Actor };

const isPage = (answer: unknown): answer is Pick<Page<object>, 'nodes'> =>
  typeof answer === 'object' && answer !== null && 'nodes' in answer && Array.isArray(answer.nodes);

/**
 * Records what an auditor who holds a mandate reads of the read models: one object where it is under the mandate, and every list
 * with what is on its page. What reads the log itself says so by itself.
 */
@Injectable()
export class QueryRecorder implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly recorder: AccessRecorder,
    private readonly oversight: Oversight,
  ) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (execution.getType<string>() !== 'graphql') return next.handle();
    const gql = GqlExecutionContext.create(execution);
    const { fieldName, parentType } = gql.getInfo<GraphQLResolveInfo>();
    const auditor = this.auditorOf(gql.getContext<RequestContext>());
    if (!auditor || parentType.name === 'Mutation') return next.handle();
    if (this.reflector.get<true | undefined>(RECORDS_ITSELF, execution.getHandler())) return next.handle();
    const { id } = gql.getArgs<{ readonly id?: unknown }>();
    // A subscription answers again and again: that it was begun is recorded.
    if (parentType.name === 'Subscription') {
      await this.record(auditor, fieldName, id, null);
      return next.handle();
    }
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await inThePresent(() => this.record(auditor, fieldName, id, answer));
        return answer;
      }),
    );
  }

  private auditorOf(context: RequestContext): Auditor | undefined {
    const actor = actorOf(context);
    return actor?.kind === 'AUDITOR' && actor.mandates?.length ? { ...context, actor } : undefined;
  }

  private async record(auditor: Auditor, field: string, id: unknown, answer: unknown): Promise<void> {
    const operation = 'QUERY';
    const concern = typeof id === 'string' ? await this.oversight.concernOf(field, id) : undefined;
    if (!concern) {
      const detail = typeof id === 'string' ? `${field} ${id.slice(0, 200)}` : field;
      const concerns = isPage(answer) ? await this.oversight.reservedAmong(answer.nodes) : [];
      await this.recorder.record(auditor, { operation, detail, concerns, mandates: auditor.actor.mandates ?? [] });
    } else if (mandatesOver(auditor.actor, concern).length > 0) {
      await this.recorder.recordObjects(auditor, { operation, detail: field, concerns: [concern] });
    }
  }
}
