import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { Replays } from './replay/replays.js';
import { type ShelfEvent, shelves, visits } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { deadlines, happening, Shelving, seeded, World } from './testing/world.js';

const LOADER = fileURLToPath(new URL('../../../test/support/typescript.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./testing/replay-process.ts', import.meta.url));

const EVENTS = 8_000;
const TABLES = [
  'testing_shelves.shelf',
  'testing_shelves.stock',
  'testing_visits.visit',
  'testing_restocking.taken',
  'platform_deadlines.deadline',
];
const never = new AbortController().signal;

let database: FreshDatabase;
let world: World;

beforeAll(async () => {
  database = await freshDatabase();
  world = await World.on(database.url);
});

afterAll(async () => {
  await world.close();
  await database.drop();
});

/** Kills the process that builds the replay when it has told of so many batches. Gives the last that it told; undefined when it was done before. */
async function killedAfter(batches: number, name: string, until: string): Promise<string | undefined> {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, database.url, name, until], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  const ended = once(child, 'exit');
  let told = 0;
  let last: string | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (++told === batches) child.kill('SIGKILL');
  });
  const [, signal] = (await ended) as [number | null, string | null];
  return signal === 'SIGKILL' ? last : undefined;
}

test('a replay whose process is killed again and again goes on where it was, and is that of a straight run', async () => {
  const models = await world.declare(shelves(), visits, restocking(), deadlines());
  const replays = new Replays(world.pool, world.log, () => Promise.resolve(models));
  const random = seeded(20_261_128);
  const stories = new Map<string, ShelfEvent[]>();
  for (let n = 0; n < EVENTS; n++) {
    const [shelf, event] = happening(random);
    stories.set(shelf, [...(stories.get(shelf) ?? []), event]);
  }
  const shelving = new Shelving(world.log);
  for (const [shelf, events] of stories) await shelving.append(shelf, ...events);
  const head = await world.log.head();
  const until = String(Number(head) - 500);

  const places: (string | undefined)[] = [];
  for (const batches of [1, 3, 6, 9]) places.push(await killedAfter(batches, 'killed', until));
  expect(places.every((place) => place !== undefined)).toBe(true);
  expect(new Set(places).size).toBe(places.length);
  expect(await replays.list()).toMatchObject([{ name: 'killed', state: 'building' }]);

  const request = { until: { position: until as never }, by: 'anna' };
  const first: string[] = [];
  const finished = await replays.build(
    { ...request, name: 'killed' },
    { signal: never, told: ({ model, position }) => first.push(`${model} ${position}`) },
  );
  expect(finished).toMatchObject({ state: 'ready', until });
  // It did not begin anew: the first model was at its end already.
  expect(first[0]).toBe(`platform.deadlines ${until}`);
  await replays.build({ ...request, name: 'straight' }, { signal: never });
  for (const table of TABLES) {
    const rows = await world.table(`replay_killed__${table}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(await world.table(`replay_straight__${table}`));
  }
  expect(await world.log.head()).toBe(head);
  expect(world.issued).toEqual([]);
});
