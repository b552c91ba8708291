import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Pool } from 'pg';
import { freshDatabase } from '../../../test/support/database.js';
import { EventLogUnavailable } from './errors.js';
import { EVENT_LOG, type EventLog, NO_STREAM } from './event-log.js';
import { EventLogModule } from './event-log.module.js';
import { proposed } from './testing/proposed.js';

const POOL = Symbol('Pool');

it('a module over a pool prepares the database, gives the log, and closes it at shutdown', async () => {
  const database = await freshDatabase();
  const pool = new Pool({ connectionString: database.url });

  @Global()
  @Module({ providers: [{ provide: POOL, useValue: pool }], exports: [POOL] })
  class PoolModule {}

  const module = await Test.createTestingModule({ imports: [PoolModule, EventLogModule.forPool(POOL)] }).compile();
  await module.init();
  const log = module.get<EventLog>(EVENT_LOG);
  expect(await log.append('testing.sample/1', NO_STREAM, [proposed()])).toMatchObject({ revision: 0, position: '1' });
  await module.close();
  await expect(log.append('testing.sample/1', 0, [proposed()])).rejects.toBeInstanceOf(EventLogUnavailable);
  await pool.end();
  await database.drop();
});
