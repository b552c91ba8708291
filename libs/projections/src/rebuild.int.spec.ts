import { copyLog } from '@concord/event-log';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { type ShelfEvent, type ShelvesOptions, shelves } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { happening, placed, Shelving, seeded, taken, World } from './testing/world.js';

let database: FreshDatabase;
let world: World;
let shelving: Shelving;
const others: World[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  world = await World.on(database.url);
  shelving = new Shelving(world.log);
});

afterEach(async () => {
  for (const one of [...others.splice(0), world]) await one.close();
  await database.drop();
});

const another = async (): Promise<World> => {
  const one = await World.on(database.url);
  others.push(one);
  return one;
};

/** Shelf by shelf, as happenings of one shelf stand in one stream. */
async function story(length: number, seed = 1): Promise<void> {
  const random = seeded(seed);
  const happenings = new Map<string, ShelfEvent[]>();
  for (let n = 0; n < length; n++) {
    const [shelf, event] = happening(random);
    happenings.set(shelf, [...(happenings.get(shelf) ?? []), event]);
  }
  for (const [shelf, events] of happenings) await shelving.append(shelf, ...events);
}

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
};

const schemas = async (): Promise<string[]> =>
  (await world.query<{ nspname: string }>(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'testing%' ORDER BY 1`)).map(
    ({ nspname }) => nspname,
  );

/** What stays when all is done: the model of before is removed a moment after it was replaced. */
async function remaining(): Promise<string[]> {
  let found = await schemas();
  while (found.some((schema) => schema.endsWith('__old'))) found = await schemas();
  return found;
}

const rebuilt = (of: World, times = 1): Promise<void> =>
  until(() => of.lines.filter(([, , sentence]) => sentence.endsWith('has been rebuilt')).length >= times);

const twoVersions = (options: ShelvesOptions = {}) => shelves({ version: 2, ...options });

test('a new projection of an old log shows nothing until it shows everything', async () => {
  await story(2_500);
  await world.declare(shelves());
  const sizes = new Set<number>();
  let isBuilt = false;
  const watching = (async () => {
    while (!isBuilt) sizes.add((await world.table('testing_shelves.stock')).length);
  })();
  world.work();
  await rebuilt(world);
  const all = await world.table('testing_shelves.stock');
  isBuilt = true;
  await watching;
  expect([...sizes].filter((size) => size !== 0 && size !== all.length)).toEqual([]);
  expect(all.length).toBeGreaterThan(50);
  expect(await remaining()).toEqual(['testing_shelves']);
});

test('a rebuild goes on beside the model that is read and fed, and no query ever sees half of it or waits for a lock', async () => {
  await story(3_000);
  await world.declare(shelves());
  world.work();
  await world.settled();
  let isOver = false;
  let fewest = Number.POSITIVE_INFINITY;
  const reading = Promise.all(
    Array.from({ length: 3 }, async () => {
      const reader = new Client({ connectionString: database.url, lock_timeout: 1 });
      await reader.connect();
      let last = 0;
      while (!isOver) {
        // No event takes a shelf away: fewer of them would be half a model, and an earlier position a step back.
        const { rows } = await reader.query<{ shelves: number; last: string }>(
          'SELECT count(*)::int AS shelves, max("lastPosition")::text AS last FROM testing_shelves.shelf',
        );
        fewest = Math.min(fewest, rows[0]!.shelves);
        expect(Number(rows[0]!.last)).toBeGreaterThanOrEqual(last);
        last = Number(rows[0]!.last);
      }
      await reader.end();
    }),
  );
  const random = seeded(7);
  const writing = (async () => {
    while (!isOver) await shelving.append(...happening(random));
  })();
  for (let times = 1; times <= 4; times++) {
    await world.operator.rebuild('testing.shelves');
    await rebuilt(world, times);
  }
  isOver = true;
  await Promise.all([reading, writing]);
  expect(fewest).toBe(20);
  await world.settled();

  const straight = await freshDatabase();
  const copy = await World.on(straight.url);
  others.push(copy);
  await copyLog(world.log, copy.log);
  await copy.declare(shelves());
  copy.work();
  await copy.settled();
  expect(await world.table('testing_shelves.shelf')).toEqual(await copy.table('testing_shelves.shelf'));
  expect(await world.table('testing_shelves.stock')).toEqual(await copy.table('testing_shelves.stock'));
  await others.pop()?.close();
  await straight.drop();
});

test('a raised version is built beside the old one, which the old worker goes on feeding until it is replaced and stands by', async () => {
  await story(500);
  await world.declare(shelves());
  world.work();
  await world.settled();

  const newer = await another();
  await newer.declare(twoVersions());
  newer.work();
  await rebuilt(newer);
  await until(() => world.lines.some(([level, , sentence]) => level === 'warn' && sentence.includes('stands by')));
  await shelving.append('a', placed('tea', 5));
  await newer.settled();
  const values = await newer.query<{ value: string }>('SELECT value FROM testing_shelves.shelf');
  expect(values.every(({ value }) => value.endsWith('.02'))).toBe(true);
  expect(await newer.operator.list()).toMatchObject([{ version: 2, liveVersion: 2, status: 'running', rebuild: null }]);
  expect(world.lines.filter(([, , sentence]) => sentence.endsWith('is being rebuilt')).length).toBe(1);
});

test('an index that is added is reason enough to build anew', async () => {
  await shelving.append('a', placed('tea', 1));
  const older = await another();
  await older.declare(shelves());
  const worker = older.work();
  await older.settled();
  await worker.stop();

  const projection = shelves();
  await world.declare({ ...projection, indexes: [...(projection.indexes ?? []), 'CREATE INDEX by_value ON shelf (value)'] });
  world.work();
  await rebuilt(world);
  expect(await world.query(`SELECT schemaname FROM pg_indexes WHERE indexname = 'by_value'`)).toEqual([{ schemaname: 'testing_shelves' }]);
});

test('a rebuild that was cut off goes on where it was', async () => {
  await story(3_000);
  let folded = 0;
  let cut: (() => void) | undefined;
  const cutting = await another();
  await cutting.declare(
    shelves({
      before() {
        if (++folded === 1_500) cut?.();
      },
    }),
  );
  const worker = cutting.work();
  await new Promise<void>((resolve) => {
    cut = resolve;
  });
  await worker.stop();
  const [stage] = await world.query<{ position: string }>(`SELECT position FROM concord_projections.projection WHERE stage = 'next'`);
  const at = Number(stage!.position);
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(3_000);

  let again = 0;
  await world.declare(
    shelves({
      before() {
        again++;
      },
    }),
  );
  world.work();
  await rebuilt(world);
  expect(again).toBe(3_000 - at);
  expect(await remaining()).toEqual(['testing_shelves']);
});

test('an event that the new version cannot handle stops the rebuild, not the model that is read', async () => {
  await world.declare(shelves());
  const worker = world.work();
  const { ids } = await shelving.append('a', placed('tea', 1), placed('tea', 2));
  await world.settled();
  await worker.stop();

  let isBroken = true;
  const newer = await another();
  await newer.declare(
    twoVersions({
      before(event) {
        if (isBroken && event.id === ids[1]) throw new Error('Too much tea');
      },
    }),
  );
  newer.work();
  await until(async () => (await newer.operator.list())[0]?.status === 'stopped');
  expect(await world.table('testing_shelves.stock')).toEqual(['(a,tea,3)']);
  expect(await newer.operator.list()).toMatchObject([
    { liveVersion: 1, error: { eventId: ids[1] }, rebuild: { version: 2, position: '1' } },
  ]);
  isBroken = false;
  await newer.operator.resume('testing.shelves');
  await rebuilt(newer);
  expect(await newer.operator.list()).toMatchObject([{ liveVersion: 2, status: 'running', error: null }]);
});

test('a process manager that is rebuilt issues nothing again, and goes on where it was', async () => {
  await world.declare(restocking());
  const worker = world.work();
  for (let n = 0; n < 20; n++) await shelving.append('a', taken('tea', 1));
  await until(async () => (await world.query(`SELECT 1 FROM concord_log.event WHERE type = 'testing.supply.Ordered'`)).length === 19);
  await world.settled();
  await worker.stop();
  await shelving.append('a', taken('tea', 1));

  const newer = await another();
  await newer.declare(restocking(2));
  newer.work();
  await rebuilt(newer);
  await shelving.append('a', taken('tea', 1));
  await until(async () => (await world.query(`SELECT 1 FROM concord_log.event WHERE type = 'testing.supply.Ordered'`)).length >= 21);
  await newer.settled();
  const orders = await world.query<{ seen: number }>(
    `SELECT (data ->> 'seen')::int AS seen FROM concord_log.event WHERE type = 'testing.supply.Ordered' ORDER BY position`,
  );
  // 13 was refused, as it should.
  expect(orders.map(({ seen }) => seen)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1).filter((seen) => seen !== 13));
});
