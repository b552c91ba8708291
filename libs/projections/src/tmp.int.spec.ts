import { NO_STREAM } from '@concord/event-log';
import { freshDatabase } from '../../../test/support/database.js';
import { visits as V } from './testing/shelf.js';
import { placed, World } from './testing/world.js';
import { newId } from '@concord/kernel';

const N = 200_000;
test('x', async () => {
  const database = await freshDatabase();
  const world = await World.on(database.url);
  let rev = 0;
  const events = (count: number) => Array.from({ length: count }, () => ({ id: newId(), type: 'testing.shelf.GoodsPlaced', schemaVersion: 1, data: placed('tea', 3).data, metadata: { party: 'p', actor: 'a', phase: 'BEFORE' as const, correlationId: 'c', causationId: null, occurredAt: '2026-11-20T09:00:00.000Z' as never, jurisdiction: null, commandId: 'x', commandDigest: 'd' } }));
  for (let n = 0; n < N; n += 500) {
    await Promise.all(Array.from({ length: 500 }, () => world.log.append(`testing.shelf/s${rev++}`, NO_STREAM, events(1))));
  }
  for (let k = 0; k < 2; k++) {
  let t = performance.now();
  let position = '0';
  for (;;) {
    const { rows } = await world.pool.query('SELECT position, id, stream, revision, type, schema_version, data, metadata, recorded_at FROM concord_log.event WHERE position > $1 ORDER BY position LIMIT 1000', [position]);
    if (rows.length === 0) break;
    position = rows.at(-1).position;
  }
  console.log('plain', Math.round((N / (performance.now() - t)) * 1000));
  t = performance.now();
  let seen = 0;
  const stop = new AbortController();
  for await (const batch of world.log.subscribe({ types: ['testing.shelf.GoodsPlaced'], signal: stop.signal })) { seen += batch.events.length; if (batch.caughtUp) break; }
  console.log('subscribe', Math.round((seen / (performance.now() - t)) * 1000));
  if (k === 0) {
  await world.declare(V);
  t = performance.now();
  const w = world.work();
  while (!world.lines.some(([, , s]) => s.endsWith('has been rebuilt'))) await new Promise((r) => setTimeout(r, 5));
  console.log('projection 10 events a row', Math.round((N / (performance.now() - t)) * 1000));
  await w.stop();
  }
  }
  await world.close();
  await database.drop();
}, 300_000);
