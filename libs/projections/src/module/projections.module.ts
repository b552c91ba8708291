import { Decisions, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type BeforeApplicationShutdown, Global, Inject, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { Deadline } from '../deadlines/deadline.entity.js';
import { ProjectionOperator } from '../operating/projection-operator.js';
import { ReadModels } from '../reading/read-models.js';
import { Replays } from '../replay/replays.js';
import { handOver } from '../runtime/handover.js';
import { nestLog, RUNTIME_LOG, type RuntimeLog } from '../runtime/log.js';
import { migrateProjections } from '../runtime/migrate.js';
import { issuing } from '../runtime/reactions.js';
import { ensureSchemas } from '../runtime/schemas.js';
import { Catalogue } from './catalogue.js';
import { Worker } from './worker.js';

/** The token under which Nest injects the `pg` pool of the read models. Its module ends it. */
export const DATABASE_POOL = Symbol('DatabasePool');

/** The token for the milliseconds that a query waits until it sees a write it depends on. */
export const READ_PATIENCE_MS = Symbol('ReadPatienceMs');

const readModels: Provider = {
  provide: ReadModels,
  inject: [DATABASE_POOL, EVENT_LOG, Catalogue, { token: READ_PATIENCE_MS, optional: true }],
  useFactory: (pool: Pool, log: EventLog, catalogue: Catalogue, patienceMs?: number) =>
    new ReadModels(pool, log, (name) => catalogue.modelNamed(name), patienceMs),
};

const operator: Provider = {
  provide: ProjectionOperator,
  inject: [DATABASE_POOL, EVENT_LOG, Catalogue],
  useFactory: (pool: Pool, log: EventLog, catalogue: Catalogue) => new ProjectionOperator(pool, log, () => catalogue.models()),
};

const replays: Provider = {
  provide: Replays,
  inject: [DATABASE_POOL, EVENT_LOG, Catalogue],
  useFactory: (pool: Pool, log: EventLog, catalogue: Catalogue) => new Replays(pool, log, () => catalogue.models()),
};

const worker: Provider = {
  provide: Worker,
  inject: [Catalogue, DATABASE_POOL, EVENT_LOG, Decisions, Registry, ReadModels, { token: RUNTIME_LOG, optional: true }],
  useFactory: (
    catalogue: Catalogue,
    pool: Pool,
    log: EventLog,
    decisions: Decisions,
    registry: Registry,
    models: ReadModels,
    runtimeLog: RuntimeLog = nestLog,
  ) =>
    new Worker(catalogue, {
      pool,
      log,
      readModels: models,
      issue: issuing(decisions),
      commandNamed: (name) => registry.commandNamed(name),
      runtimeLog,
    }),
};

/**
 * The runtime of read models, process managers and deadlines. Asks for `DATABASE_POOL`, `EVENT_LOG`, the
 * DataSource of TypeORM (with `autoLoadEntities`) and `CommandsModule`. When it has started, every table exists; the work itself
 * begins with `Worker.start()`.
 */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Deadline])],
  providers: [Catalogue, readModels, operator, replays, worker],
  exports: [Catalogue, ReadModels, ProjectionOperator, Replays, Worker],
})
export class ProjectionsModule implements OnModuleInit, BeforeApplicationShutdown {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly worker: Worker,
    private readonly readModels: ReadModels,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  async onModuleInit(): Promise<void> {
    const models = await this.catalogue.models();
    await migrateProjections(this.pool);
    await handOver(models, this.pool, this.log);
    await ensureSchemas(models, this.pool, this.log);
  }

  /** While the log and the pool still answer. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
    await this.readModels.close();
  }
}
