import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { copyLog } from '@concord/event-log';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { shelves, visits } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { deadlines, happening, Shelving, seeded, World } from './testing/world.js';

const LOADER = fileURLToPath(new URL('../../../test/support/typescript.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./testing/worker-process.ts', import.meta.url));

const KILLS = 10;
const SEED = 20_261_120;

const TABLES = {
  'testing_shelves.shelf': '*',
  'testing_shelves.stock': '*',
  'testing_visits.visit': '*',
  'testing_restocking.taken': '*',
  'platform_deadlines.deadline': 'rule, key, "dueAt", command, body, cause, "correlationId"',
};

const children = new Set<ChildProcess>();

/** A worker in a process of its own, at work. */
async function worker(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  children.add(child);
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The worker ended before it was ready: ${code ?? signal}`);
  });
  await Promise.race([once(child.stdout!, 'data'), ended]);
  ended.catch(() => undefined);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  children.delete(child);
}

let database: FreshDatabase;
let straight: FreshDatabase;
const worlds: World[] = [];

const worldOn = async (url: string): Promise<World> => {
  const world = await World.on(url);
  worlds.push(world);
  return world;
};

beforeAll(async () => {
  database = await freshDatabase();
  straight = await freshDatabase();
});

afterAll(async () => {
  for (const child of children) await kill(child);
  for (const world of worlds) await world.close();
  await database.drop();
  await straight.drop();
});

const contents = async (world: World): Promise<Record<string, unknown>> => {
  const found: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(TABLES)) found[table] = await world.query(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`);
  return found;
};

test('workers that are killed at any point leave the tables of a straight run, and issue no command twice', async () => {
  const random = seeded(SEED);
  const world = await worldOn(database.url);
  await world.declare(shelves(), visits, restocking(), deadlines());
  const shelving = new Shelving(world.log);
  const told = seeded(1);
  let isOver = false;
  const telling = (async () => {
    while (!isOver) {
      await shelving.append(...happening(told));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();

  const crew = [worker(database.url), worker(database.url)];
  for (let kills = 0; kills < KILLS; kills++) {
    if (random(3) === 0) await world.operator.rebuild(['testing.shelves', 'testing.restocking', 'platform.deadlines'][random(3)]!);
    await new Promise((resolve) => setTimeout(resolve, random(300)));
    // The other one takes over, or is itself on its way to work.
    const place = random(2);
    const victim = await crew[place]!;
    await new Promise((resolve) => setTimeout(resolve, random(100)));
    await kill(victim);
    crew[place] = worker(database.url);
  }
  isOver = true;
  await telling;
  // The survivors finish: what process managers and clocks still issue is the end of the log.
  const names = ['testing.shelves', 'testing.visits', 'testing.restocking', 'platform.deadlines'];
  for (let head = ''; head !== (await world.log.head()); ) {
    head = await world.log.head();
    await world.settled(...names);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  for (const child of await Promise.all(crew)) await kill(child);

  const copy = await worldOn(straight.url);
  await copyLog(world.log, copy.log);
  await copy.declare(shelves(), visits, restocking(), deadlines());
  copy.work();
  await copy.settled();
  expect(await contents(world)).toEqual(await contents(copy));
  expect(await copy.log.head()).toBe(await world.log.head());

  const orders = await world.query<{ of: string; times: number; seen: number; shelf: string }>(
    `SELECT data ->> 'of' AS of, count(*)::int AS times FROM concord_log.event WHERE type = 'testing.supply.Ordered' GROUP BY 1`,
  );
  expect(orders.length).toBeGreaterThan(100);
  expect(orders.filter(({ times }) => times !== 1)).toEqual([]);
  // Each taking was answered with an order that knows how many there were until then; the thirteenth is refused.
  const answered = await world.query<{ expected: number; seen: number | null }>(
    `SELECT t.expected::int, (o.data ->> 'seen')::int AS seen
     FROM (SELECT *, row_number() OVER (PARTITION BY stream ORDER BY position) AS expected
           FROM concord_log.event WHERE type = 'testing.shelf.GoodsTaken') t
     LEFT JOIN concord_log.event o ON o.type = 'testing.supply.Ordered' AND o.data ->> 'of' = t.id::text`,
  );
  expect(answered.filter(({ expected, seen }) => seen !== (expected === 13 ? null : expected))).toEqual([]);
}, 300_000);
