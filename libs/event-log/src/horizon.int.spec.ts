import type { Position } from '@concord/kernel';
import { Pool } from 'pg';
import { freshDatabase } from '../../../test/support/database.js';
import { NO_STREAM } from './event-log.js';
import { HorizonLog, withinHorizon } from './horizon.js';
import { PostgresEventLog } from './postgres/postgres-event-log.js';
import { migrateEventLog } from './postgres/schema.js';
import { proposed } from './testing/proposed.js';

test('within a horizon the log ends there, whatever is asked; outside it goes on', async () => {
  const database = await freshDatabase();
  const pool = new Pool({ connectionString: database.url });
  await migrateEventLog(pool);
  const log = new HorizonLog(new PostgresEventLog(pool));
  await log.append('testing.sample/1', NO_STREAM, [proposed(), proposed(), proposed(), proposed()]);

  const positions = async (events: AsyncIterable<{ readonly position: Position }>): Promise<readonly Position[]> => {
    const found: Position[] = [];
    for await (const { position } of events) found.push(position);
    return found;
  };
  const look = async (until?: Position) => [
    await log.head(),
    await positions(log.readStream('testing.sample/1')),
    await positions(log.readAll({ backwards: true })),
    await positions(log.readStream('testing.sample/1', until ? { until } : {})),
  ];
  const two = '2' as Position;
  expect(await look()).toEqual(['4', ['1', '2', '3', '4'], ['4', '3', '2', '1'], ['1', '2', '3', '4']]);
  expect(await withinHorizon({ until: two }, () => look('1' as Position))).toEqual(['2', ['1', '2'], ['2', '1'], ['1']]);
  expect(await withinHorizon({ until: two }, () => look('3' as Position))).toEqual(['2', ['1', '2'], ['2', '1'], ['1', '2']]);
  expect(await withinHorizon({ until: '9' as Position }, () => log.head())).toBe('4');
  withinHorizon({ until: two }, () => {
    expect(() => log.append('testing.sample/1', 3, [proposed()])).toThrow('past');
    expect(() => log.subscribe()).toThrow('past');
  });
  expect(await log.append('testing.sample/1', 3, [proposed()])).toMatchObject({ position: '5' });
  await log.close();
  await pool.end();
  await database.drop();
});
