import { compareLogs, copyLog, type OpenedLog } from '@concord/event-log';
import { eventStoreStore } from '../libs/event-log/src/testing/eventstore-store.js';
import { contents, expectEachAnsweredOnce, positionOf, settledForGood, tell, until } from '../libs/projections/src/testing/moving.js';
import { shelves, visits } from '../libs/projections/src/testing/shelf.js';
import { restocking } from '../libs/projections/src/testing/supply.js';
import { deadlines, placed, Shelving, taken, World } from '../libs/projections/src/testing/world.js';
import { type FreshDatabase, freshDatabase } from './support/database.js';

const databases: FreshDatabase[] = [];
const worlds: World[] = [];

afterAll(async () => {
  for (const world of worlds) await world.close();
  for (const one of databases) await one.drop();
});

async function database(): Promise<string> {
  const fresh = await freshDatabase();
  databases.push(fresh);
  return fresh.url;
}

async function worldOn(url: string, log: string | OpenedLog = url): Promise<World> {
  const world = await World.on(url, log);
  worlds.push(world);
  return world;
}

const declare = (world: World) => world.declare(shelves(), visits, restocking(), deadlines());

/** Works until somewhere in the middle, and stops. */
async function workALittle(world: World): Promise<void> {
  const [worker, clock] = [world.work(), world.clock()];
  const begin = world.issued.length;
  await until(async () => world.issued.length > begin + 200 && (await positionOf(world, 'testing.restocking')) > 0);
  await Promise.all([worker.stop(), clock.stop()]);
}

test('a platform moves to EventStoreDB in the middle of its work, and back, and nothing is done twice and nothing not', async () => {
  const home = await database();
  const first = await worldOn(home);
  await declare(first);
  await tell(first);
  await workALittle(first);

  const second = await worldOn(home, await eventStoreStore());
  await copyLog(first.log, second.log);
  expect(await compareLogs(first.log, second.log)).toMatchObject({ difference: undefined, moved: false });
  await declare(second);
  await workALittle(second);
  await new Shelving(second.log).append('met-on-the-way', placed('tea', 3), taken('tea', 1));

  const third = await worldOn(home, await database());
  await copyLog(second.log, third.log);
  expect(await compareLogs(second.log, third.log)).toMatchObject({ difference: undefined, moved: false });
  await declare(third);
  third.work();
  third.clock();
  await settledForGood(third);

  const issued = [first, second, third].flatMap((world) => world.issued);
  expect(new Set(issued).size).toBe(issued.length);
  await expectEachAnsweredOnce(third);

  const straight = await worldOn(await database());
  await copyLog(third.log, straight.log);
  await declare(straight);
  straight.work();
  await straight.settled();
  expect(await contents(third)).toEqual(await contents(straight));
}, 300_000);
