import { AggregatesModule, CommandsModule } from '@concord/commands';
import { EVENT_LOG, EventLogModule, type PostgresEventLog } from '@concord/event-log';
import type { Class } from '@concord/kernel';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { Pool } from 'pg';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { ReadModelsModule, type ReadModelsOfContext } from './index.js';
import { DATABASE_POOL, ProjectionsModule } from './module/projections.module.js';
import { Worker } from './module/worker.js';
import { ProjectionOperator } from './operating/projection-operator.js';
import { type Projection, rows } from './projection.js';
import { ReadModels } from './reading/read-models.js';
import { Shelf, type ShelfEvent, shelfEvents, shelves, visits } from './testing/shelf.js';
import { reorderDeadline, restocking, supply } from './testing/supply.js';
import { placed, Shelving } from './testing/world.js';

let database: FreshDatabase;
let pool: Pool;
let app: INestApplicationContext | undefined;

beforeEach(async () => {
  database = await freshDatabase();
  pool = new Pool({ connectionString: database.url });
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await pool.end();
  await database.drop();
});

/** The platform as a composition root puts it together, with the read models of one context. */
async function boot(context: ReadModelsOfContext): Promise<INestApplicationContext> {
  @Global()
  @Module({ providers: [{ provide: DATABASE_POOL, useValue: pool }], exports: [DATABASE_POOL] })
  class DatabaseModule {}

  @Global()
  @Module({ imports: [EventLogModule.forPool(DATABASE_POOL)], exports: [EventLogModule] })
  class LogModule {}

  @Module({
    imports: [
      DatabaseModule,
      LogModule,
      TypeOrmModule.forRoot({ type: 'postgres', url: database.url, autoLoadEntities: true, retryAttempts: 0 }),
      CommandsModule,
      ProjectionsModule,
      AggregatesModule.of(supply),
      ReadModelsModule.of(context),
    ],
  })
  class AppModule {}
  app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  return app;
}

test('contexts declare read models, and resolvers read them through the repositories of TypeORM', async () => {
  const platform = await boot({ projections: [shelves(), visits], processManagers: [restocking()], deadlines: [reorderDeadline] });
  const repository = platform.get<Repository<Shelf>>(getRepositoryToken(Shelf), { strict: false });
  expect(await repository.find()).toEqual([]);

  const worker = platform.get(Worker);
  await worker.start();
  const { position } = await new Shelving(platform.get<PostgresEventLog>(EVENT_LOG)).append(
    'a',
    placed('tea', 3, '2020-01-01T00:00:00.000Z'),
  );
  await platform.get(ReadModels).waitFor('testing.shelves', position);
  expect(await repository.findOneByOrFail({ id: 'a' })).toMatchObject({ goods: ['tea'], filledAt: '2020-01-01T00:00:00.000Z' });
  expect(await repository.countBy({ filledAt: '2020-01-01T00:00:00.000Z' })).toBe(1);
  const names = (await platform.get(ProjectionOperator).list()).map(({ name }) => name);
  expect(names).toEqual(['platform.deadlines', 'testing.restocking', 'testing.shelves', 'testing.visits']);
  await worker.stop();
});

test('several nodes may start at once on an empty database', async () => {
  const context = () => ({ projections: [shelves(), visits] });
  const others = await Promise.all([boot(context()), boot(context()), boot(context())]);
  for (const other of others) expect(await other.get(ProjectionOperator).list()).toHaveLength(2);
  for (const other of others) if (other !== app) await other.close();
});

describe('the platform does not start with a projection', () => {
  const projectionOf = (entity: Class, changes: Partial<Projection> = {}): Projection => ({
    name: 'testing.broken',
    version: 1,
    tables: [rows<object, ShelfEvent>({ entity, events: shelfEvents, keys: () => [], evolve: (row) => row })],
    ...changes,
  });

  @Entity({ schema: 'testing_elsewhere', name: 'elsewhere' })
  class Elsewhere {
    @PrimaryColumn('text')
    id!: string;
  }

  @Entity({ schema: 'testing_broken', name: 'dated' })
  class Dated {
    @PrimaryColumn('text')
    id!: string;

    @Column('timestamptz')
    at!: Date;
  }

  @Entity({ schema: 'testing_broken', name: 'defaulted' })
  class Defaulted {
    @PrimaryColumn('text')
    id!: string;

    @Column('int', { default: 1 })
    count!: number;
  }

  @Entity({ schema: 'testing_broken', name: 'bytes' })
  class Bytes {
    @PrimaryColumn('text')
    id!: string;

    @Column('bytea')
    content!: Buffer;
  }

  @Entity({ schema: 'testing_broken', name: 'sound' })
  class Sound {
    @PrimaryColumn('text')
    id!: string;
  }

  test.each([
    ['whose table lies elsewhere', projectionOf(Elsewhere), "@Entity({ schema: 'testing_broken' })"],
    [
      'that would read instants as dates',
      projectionOf(Dated),
      'Dated.at: its values would be read differently by TypeORM: use @InstantColumn()',
    ],
    ['that leaves a value to the database', projectionOf(Defaulted), 'Defaulted.count: a read model has no generated or default values'],
    ['with a column that cannot travel', projectionOf(Bytes), 'Bytes.content: a read model has no column of type bytea, but of text'],
    ['without a context in its name', projectionOf(Sound, { name: 'broken' }), 'broken is no name of a projection'],
    ['without a version', projectionOf(Sound, { version: 0.5 }), 'The version of the projection testing.broken is 0.5'],
    ['that handles no event', projectionOf(Sound, { tables: [] }), 'handles no event'],
  ])('%s', async (_, projection, reason) => {
    await expect(boot({ projections: [projection] })).rejects.toThrow(reason);
  });

  test('that another context declares, too', async () => {
    await expect(boot({ projections: [visits, visits] })).rejects.toThrow('testing.visits is declared twice');
  });
});
