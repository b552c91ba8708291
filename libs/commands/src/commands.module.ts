import type { AnyAggregate } from '@concord/kernel';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Decisions } from './decide.js';
import { IssueCommandHandler } from './issue.handler.js';
import { Registry } from './registry.js';

/** The way of a command: from the bus through its decider into the log. Asks for `EVENT_LOG`. */
@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [Registry, Decisions, IssueCommandHandler],
  exports: [Registry, Decisions, CqrsModule],
})
export class CommandsModule {}

/** A context declares its aggregates with `AggregatesModule.of(norm, licence)`. */
@Module({})
export class AggregatesModule {
  static of(...aggregates: readonly AnyAggregate[]): DynamicModule {
    const declare = (registry: Registry): readonly AnyAggregate[] => {
      for (const aggregate of aggregates) registry.register(aggregate);
      return aggregates;
    };
    return { module: AggregatesModule, providers: [{ provide: Symbol('aggregates'), useFactory: declare, inject: [Registry] }] };
  }
}
