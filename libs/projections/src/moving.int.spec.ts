import { copyLog } from '@concord/event-log';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { OperationRefused } from './operating/refused.js';
import { migrateProjections } from './runtime/migrate.js';
import { checkpoints, contents, expectEachAnsweredOnce, leap, positionOf, settledForGood, tell, until } from './testing/moving.js';
import { type ShelvesOptions, shelves, visits } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { deadlines, placed, Shelving, taken, World } from './testing/world.js';

const databases: FreshDatabase[] = [];
const worlds: World[] = [];

const database = async (): Promise<FreshDatabase> => {
  const fresh = await freshDatabase();
  databases.push(fresh);
  return fresh;
};

/** A node of the platform with its read models in one database and its log in another, its projections declared. */
async function nodeOn(url: string, logUrl = url, options: ShelvesOptions = {}): Promise<World> {
  const world = await undeclared(url, logUrl);
  await world.declare(shelves(options), visits, restocking(), deadlines());
  return world;
}

async function undeclared(url: string, logUrl: string): Promise<World> {
  const world = await World.on(url, logUrl);
  worlds.push(world);
  return world;
}

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  for (const one of databases.splice(0)) await one.drop();
});

test('a platform that was stopped in the middle of its work does the rest of it on the copy, nothing twice and nothing not', async () => {
  const [old, copy, straight] = [await database(), await database(), await database()];
  const before = await nodeOn(old.url);
  await tell(before);
  const [worker, clock] = [before.work(), before.clock()];
  const middle = Number(await before.log.head()) / 3;
  await until(async () => (await positionOf(before, 'testing.restocking')) > middle);
  await Promise.all([worker.stop(), clock.stop()]);
  expect(before.issued.length).toBeGreaterThan(100);
  const end = await before.log.head();

  const after = await undeclared(old.url, copy.url);
  await copyLog(before.log, after.log);
  expect(await after.log.head()).not.toBe(await before.log.head());
  await after.declare(shelves(), visits, restocking(), deadlines());
  after.work();
  after.clock();
  const shelving = new Shelving(after.log);
  await shelving.append('new-shelf', placed('tea', 3), taken('tea', 1), taken('tea', 1));
  await settledForGood(after);

  expect(after.issued.length).toBeGreaterThan(100);
  expect(after.issued.filter((key) => before.issued.includes(key))).toEqual([]);
  expect(new Set(after.issued).size).toBe(after.issued.length);
  await expectEachAnsweredOnce(after);

  const again = await undeclared(straight.url, straight.url);
  await copyLog(after.log, again.log);
  await again.declare(shelves(), visits, restocking(), deadlines());
  again.work();
  await again.settled();
  expect(await contents(after)).toEqual(await contents(again));
  expect(await before.log.head()).toBe(end);
}, 240_000);

test('after the move, no table names a position of the old log: each is empty until it stands anew', async () => {
  const [old, copy] = [await database(), await database()];
  const before = await nodeOn(old.url);
  await tell(before, 600);
  const [worker, clock] = [before.work(), before.clock()];
  await settledForGood(before);
  await Promise.all([worker.stop(), clock.stop()]);
  const originals = await contents(before);

  const after = await undeclared(old.url, copy.url);
  await copyLog(before.log, after.log);
  await after.declare(shelves(), visits, restocking(), deadlines());
  expect(Object.values(await contents(after)).flat()).toEqual([]);
  expect((await after.operator.list()).every(({ status }) => status === 'rebuilding')).toBe(true);
  const waiting = after.readModels.waitFor('testing.shelves', await after.log.head(), { timeoutMs: 1 });
  await expect(waiting).rejects.toThrow('it is being built');

  after.work();
  after.clock();
  await until(async () => (await after.operator.list()).every(({ status }) => status === 'running'));
  await settledForGood(after);
  expect(after.issued).toEqual([]);
  expect(await contents(after)).toEqual(originals);
  const last = new Map<string, string>();
  for (const { stream, position } of await after.events()) last.set(stream, position);
  for (const { id, lastPosition } of await after.query<{ id: string; lastPosition: string }>('SELECT * FROM testing_shelves.shelf')) {
    expect(lastPosition).toBe(last.get(`testing.shelf/${id}`));
  }
}, 240_000);

test('a log that lacks what the platform has seen is refused, with what to do, and nothing is changed', async () => {
  const [old, copy] = [await database(), await database()];
  const before = await nodeOn(old.url);
  await tell(before, 300);
  const worker = before.work();
  await before.settled();
  await worker.stop();
  const rows = await checkpoints(before);

  const after = await undeclared(old.url, copy.url);
  const declare = () => after.declare(shelves(), visits, restocking(), deadlines());
  await expect(declare()).rejects.toThrow(OperationRefused);
  const part: Parameters<typeof after.log.restore>[0][number][] = [];
  for await (const event of before.log.readAll()) if (part.length < 200) part.push(event);
  await after.log.restore(part);
  await expect(declare()).rejects.toThrow('`concord log copy`');
  expect(await checkpoints(before)).toEqual(rows);

  await copyLog(before.log, after.log);
  await declare();
  after.work();
  await after.settled();
  await expectNoOther(after);
}, 240_000);

const expectNoOther = async (world: World): Promise<void> => {
  const logs = await world.query<{ log: string }>('SELECT DISTINCT log FROM concord_projections.projection');
  expect(logs).toEqual([{ log: await world.log.identity() }]);
};

test('a platform that has seen nothing yet takes whatever log it is given', async () => {
  const [old, other] = [await database(), await database()];
  await nodeOn(old.url);
  const filled = await nodeOn(other.url);
  await tell(filled, 100);

  const after = await nodeOn(old.url, other.url);
  after.work();
  await settledForGood(after);
  await expectNoOther(after);
  expect(await after.query('SELECT sum(count)::int AS visits FROM testing_visits.visit')).toEqual([{ visits: 100 }]);
}, 240_000);

test('a worker that was left on the other log stands by, and writes nothing', async () => {
  const [old, copy] = [await database(), await database()];
  const before = await nodeOn(old.url);
  await tell(before, 100);
  before.work();
  await settledForGood(before);

  const after = await undeclared(old.url, copy.url);
  await copyLog(before.log, after.log);
  await after.declare(shelves(), visits, restocking(), deadlines());
  await until(async () => before.lines.filter(([, , sentence]) => sentence.includes('stands by')).length === 4);
  const issued = before.issued.length;
  await new Shelving(before.log).append('left-behind', taken('tea', 1));
  after.work();
  await new Shelving(after.log).append('moved', taken('tea', 1));
  await settledForGood(after);
  expect(before.issued).toHaveLength(issued);
  expect(await after.query(`SELECT shelf FROM testing_visits.visit WHERE shelf IN ('left-behind', 'moved')`)).toEqual([{ shelf: 'moved' }]);
}, 240_000);

test('a projection that stands before a bad event stands before it on the copy, too', async () => {
  const [old, copy] = [await database(), await database()];
  const options: ShelvesOptions = {
    before: ({ data }) => {
      if ('goods' in data && data.goods === 'poison') throw new Error('poison');
    },
  };
  const before = await nodeOn(old.url, old.url, options);
  const shelving = new Shelving(before.log);
  await shelving.append('a', placed('tea', 1));
  await leap(before);
  const { ids } = await shelving.append('a', placed('poison', 1));
  const worker = before.work();
  const stopped = async (world: World) => (await world.operator.list()).find(({ name }) => name === 'testing.shelves')?.error;
  await until(async () => (await stopped(before)) !== null);
  await worker.stop();

  const after = await undeclared(old.url, copy.url);
  await copyLog(before.log, after.log);
  await after.declare(shelves(options), visits, restocking(), deadlines());
  after.work();
  await until(async () => (await stopped(after)) !== null);
  expect(await stopped(after)).toMatchObject({ eventId: ids[0], position: await after.log.head() });
}, 240_000);

test('a platform from before there was a choice of logs goes on, and can be moved', async () => {
  const [old, copy] = [await database(), await database()];
  const before = await nodeOn(old.url);
  await tell(before, 300);
  const worker = before.work();
  await settledForGood(before);
  await worker.stop();
  const originals = await contents(before);
  const issued = before.issued.length;
  await before.query('ALTER TABLE concord_projections.projection DROP COLUMN log, DROP COLUMN behind');

  await migrateProjections(before.pool);
  await before.declare(shelves(), visits, restocking(), deadlines());
  expect((await before.operator.list()).every(({ status }) => status === 'running')).toBe(true);

  const after = await undeclared(old.url, copy.url);
  await copyLog(before.log, after.log);
  await after.declare(shelves(), visits, restocking(), deadlines());
  after.work();
  await settledForGood(after);
  expect(await contents(after)).toEqual(originals);
  expect([before.issued.length, after.issued]).toEqual([issued, []]);
}, 240_000);
