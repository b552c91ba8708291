import { setTimeout as sleep } from 'node:timers/promises';
import { copyLog } from '@concord/event-log';
import { type EventStoreStore, eventStoreStore } from '../libs/event-log/src/testing/eventstore-store.js';
import { contents, expectEachAnsweredOnce, settledForGood } from '../libs/projections/src/testing/moving.js';
import { shelves, visits } from '../libs/projections/src/testing/shelf.js';
import { restocking } from '../libs/projections/src/testing/supply.js';
import { deadlines, happening, Shelving, seeded, World } from '../libs/projections/src/testing/world.js';
import { type FreshDatabase, freshDatabase } from './support/database.js';
import { runTypeScript, type TestProcess } from './support/processes.js';

const KILLS = 12;
const SEED = 20_261_121;

let database: FreshDatabase;
let straight: FreshDatabase;
let store: EventStoreStore;
const worlds: World[] = [];
const children = new Set<TestProcess>();

beforeAll(async () => {
  database = await freshDatabase();
  straight = await freshDatabase();
  store = await eventStoreStore();
});

afterAll(async () => {
  for (const child of children) await child.kill();
  for (const world of worlds) await world.close();
  await store.close();
  await database.drop();
  await straight.drop();
});

const declare = (world: World) => world.declare(shelves(), visits, restocking(), deadlines());

/** A worker in a process of its own, at work over the line. */
async function worker(): Promise<TestProcess> {
  const child = runTypeScript('libs/projections/src/testing/worker-process.ts', [database.url, store.url]);
  children.add(child);
  await child.line();
  return child;
}

async function kill(child: TestProcess): Promise<void> {
  await child.kill();
  children.delete(child);
}

test('workers that are killed while their line to EventStoreDB is cut leave the tables of a straight run, and issue no command twice', async () => {
  const random = seeded(SEED);
  const world = await World.on(database.url, { log: store.log, close: async () => undefined });
  worlds.push(world);
  await declare(world);
  const shelving = new Shelving(world.log);
  const told = seeded(1);
  let isOver = false;
  const telling = (async () => {
    while (!isOver) {
      await shelving.append(...happening(told));
      await sleep(5);
    }
  })();
  const cutting = (async () => {
    while (!isOver) {
      await sleep(random(400));
      store.line.cut();
    }
  })();

  const crew = [worker(), worker()];
  for (let kills = 0; kills < KILLS; kills++) {
    await sleep(random(300));
    const place = random(2);
    const victim = (await crew[place]) as TestProcess;
    await sleep(random(100));
    await kill(victim);
    crew[place] = worker();
  }
  isOver = true;
  await Promise.all([telling, cutting]);
  await settledForGood(world);
  for (const child of await Promise.all(crew)) await kill(child);

  const copy = await World.on(straight.url);
  worlds.push(copy);
  await copyLog(world.log, copy.log);
  await declare(copy);
  copy.work();
  await copy.settled();
  expect(await contents(world)).toEqual(await contents(copy));
  await expectEachAnsweredOnce(world);
}, 180_000);
