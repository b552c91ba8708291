import { type Position } from '@concord/kernel';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { Replays } from './replay/replays.js';
import { type ShelvesOptions, shelves, visits } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { deadlines, happening, placed, Shelving, seeded, World } from './testing/world.js';

const TABLES = {
  'testing_shelves.shelf': '*',
  'testing_shelves.stock': '*',
  'testing_visits.visit': '*',
  'testing_restocking.taken': '*',
  'platform_deadlines.deadline': 'rule, key, "dueAt", command, body, cause, "correlationId"',
};

let database: FreshDatabase;
let world: World;
let shelving: Shelving;
let replays: Replays;
let random: (limit: number) => number;

const never = new AbortController().signal;

beforeEach(async () => {
  database = await freshDatabase();
  world = await World.on(database.url);
  shelving = new Shelving(world.log);
  random = seeded(7);
});

afterEach(async () => {
  await world.close();
  await database.drop();
});

async function declare(options: ShelvesOptions = {}): Promise<void> {
  const models = await world.declare(shelves(options), visits, restocking(), deadlines());
  replays = new Replays(world.pool, world.log, () => Promise.resolve(models));
}

async function happen(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await shelving.append(...happening(random));
}

/** All tables, live or of a replay. */
async function contents(replay?: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(TABLES)) {
    const path = replay ? `replay_${replay.replaceAll('-', '_')}__${table}` : table;
    found[table] = await world.query(`SELECT ${columns} FROM ${path} ORDER BY 1, 2`);
  }
  return found;
}

const schemasOf = async (replay: string): Promise<number> =>
  (await world.query(`SELECT FROM pg_namespace WHERE nspname LIKE 'replay\\_${replay}\\_\\_%'`)).length;

const until = (position: Position) => ({ position });

test('a replay until a moment is what the live tables were then, and issues nothing; what happens later leaves it alone', async () => {
  await declare();
  world.work();
  await happen(150);
  await world.settled();
  const then = await world.log.head();
  const before = await contents();
  await happen(150);
  await world.settled();
  const issued = [...world.issued];
  const live = await contents();
  expect(live).not.toEqual(before);
  expect(issued.length).toBeGreaterThan(0);
  const end = await world.log.head();

  const seen: string[] = [];
  const replay = await replays.build(
    { name: 'mid-year', until: until(then), by: 'anna' },
    { signal: never, told: ({ model }) => seen.push(model) },
  );
  expect(replay).toMatchObject({ name: 'mid-year', until: then, knownAt: null, state: 'ready', createdBy: 'anna' });
  expect(replay.models.map(({ name, position }) => [name, position])).toEqual(
    ['platform.deadlines', 'testing.restocking', 'testing.shelves', 'testing.visits'].map((name) => [name, then]),
  );
  expect(new Set(seen)).toEqual(new Set(replay.models.map(({ name }) => name)));
  expect(await contents('mid-year')).toEqual(before);
  expect(await contents()).toEqual(live);
  expect(world.issued).toEqual(issued);
  expect(await world.log.head()).toBe(end);

  await happen(20);
  await world.settled();
  expect(await contents('mid-year')).toEqual(before);
});

test('a replay until an instant holds what was recorded by then', async () => {
  await declare();
  await happen(30);
  const events = await world.events();
  const { recordedAt } = events[9]!;
  const last = events.filter((event) => event.recordedAt <= recordedAt).at(-1)!;
  const replay = await replays.build(
    { name: 'then', until: { knownAt: recordedAt }, models: ['testing.visits'], by: 'anna' },
    { signal: never },
  );
  expect(replay).toMatchObject({ until: last.position, knownAt: recordedAt, asked: ['testing.visits'] });
  expect(await schemasOf('then')).toBe(1);
  const [row] = await world.query<{ count: number }>('SELECT sum(count)::int AS count FROM replay_then__testing_visits.visit');
  expect(row?.count).toBe(events.filter(({ position }) => Number(position) <= Number(last.position)).length);
});

test('a replay that was interrupted goes on by the same call, and by no other', async () => {
  await declare();
  await happen(40);
  const then = await world.log.head();
  const stop = new AbortController();
  const request = { name: 'cut', until: until(then), by: 'anna' };
  const interrupted = replays.build(request, {
    signal: stop.signal,
    told: ({ index }) => index === 2 && stop.abort(),
  });
  await expect(interrupted).rejects.toThrow();
  expect(await replays.list()).toMatchObject([{ name: 'cut', state: 'building' }]);
  await expect(replays.open('cut')).rejects.toThrow(/not finished/);
  await expect(replays.build({ ...request, until: until('3' as Position) }, { signal: never })).rejects.toThrow(/unfinished replay until/);

  expect(await replays.build(request, { signal: never })).toMatchObject({ state: 'ready' });
  world.work();
  await world.settled();
  expect((await contents('cut'))['testing_shelves.stock']).toEqual((await contents())['testing_shelves.stock']);
});

test.each([
  ['a name that is none', { name: 'Mid Year' }, /small letters/],
  ['a name that is too long', { name: 'a'.repeat(21) }, /1 to 20/],
  ['the name of the comparison', { name: 'compare' }, /not "compare"/],
  ['a read model that does not exist', { models: ['no.such'] }, /no read model no\.such, but platform\.deadlines/],
  ['a position beyond the end', { until: until('999999' as Position) }, /beyond the end of the log, which is \d+/],
  ['an instant that has not come', { until: { knownAt: '2999-01-01T00:00:00.000Z' as never } }, /has not come yet/],
])('%s is refused, and leaves nothing', async (_what, wrong, message) => {
  await declare();
  await happen(3);
  await expect(replays.build({ name: 'good', until: until('2' as Position), by: 'anna', ...wrong }, { signal: never })).rejects.toThrow(
    message,
  );
  expect(await replays.list()).toEqual([]);
});

test('a name that is taken is refused until the replay is removed, with all its tables', async () => {
  await declare();
  await happen(10);
  const request = { name: 'taken', until: until('4' as Position), by: 'anna' };
  await replays.build(request, { signal: never });
  await expect(replays.build(request, { signal: never })).rejects.toThrow(/is taken .* until 4 .*--remove taken/);
  expect(await schemasOf('taken')).toBe(4);
  await replays.remove('taken');
  expect(await schemasOf('taken')).toBe(0);
  expect(await replays.list()).toEqual([]);
  expect(await world.query(`SELECT FROM concord_projections.projection WHERE stage LIKE 'replay%'`)).toEqual([]);
  await expect(replays.remove('taken')).rejects.toThrow('There is no replay taken');
  expect(await replays.build(request, { signal: never })).toMatchObject({ state: 'ready' });
});

test('an event that cannot be handled fails the replay before it, and it goes on once that is mended', async () => {
  let bad = true;
  await declare({
    before: () => {
      if (bad) throw new Error('cannot be understood');
    },
  });
  await shelving.append('a', placed('tea', 1));
  const request = { name: 'bad', until: until('1' as Position), by: 'anna' };
  await expect(replays.build(request, { signal: never })).rejects.toThrow(/has failed.*GoodsPlaced, position 1\).*cannot be understood/);
  expect(await replays.list()).toMatchObject([{ name: 'bad', state: 'failed', error: expect.stringContaining('cannot be understood') }]);
  await expect(replays.open('bad')).rejects.toThrow(/has failed/);
  bad = false;
  expect(await replays.build(request, { signal: never })).toMatchObject({ state: 'ready', error: null });
});

describe('A comparison', () => {
  const tampering = async (...statements: readonly string[]): Promise<void> => {
    const superuser = new Client({ connectionString: database.superuserUrl });
    await superuser.connect();
    for (const statement of statements) await superuser.query(statement);
    await superuser.end();
  };

  test('of tables that nobody has touched says that they are equal, while they are written, and leaves nothing', async () => {
    await declare();
    world.work();
    world.clock();
    await happen(100);
    await world.settled();
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await happen(1);
    })();
    const found = [...(await replays.compare(undefined, { signal: never })), ...(await replays.compare(undefined, { signal: never }))];
    isOver = true;
    await writing;
    expect(found.map(({ model }) => model).slice(0, 4)).toEqual([
      'platform.deadlines',
      'testing.restocking',
      'testing.shelves',
      'testing.visits',
    ]);
    expect(found.map(({ impossible }) => impossible)).toEqual(found.map(() => null));
    expect(found.flatMap(({ tables }) => tables).filter(({ differences }) => differences > 0)).toEqual([]);
    expect(found.find(({ model }) => model === 'testing.shelves')?.tables.every(({ rows }) => rows > 0)).toBe(true);
    expect(await schemasOf('compare')).toBe(0);
    expect(await replays.list()).toEqual([]);
  });

  test('names every row that somebody changed, deleted or inserted, by key, column and both values', async () => {
    await declare();
    world.work();
    await shelving.append('a', placed('tea', 3), placed('rice', 2));
    await shelving.append('b', placed('tea', 1));
    await world.settled();
    await tampering(
      `UPDATE testing_shelves.stock SET count = 30 WHERE shelf = 'a' AND goods = 'tea'`,
      `DELETE FROM testing_shelves.stock WHERE shelf = 'b'`,
      `INSERT INTO testing_shelves.stock (shelf, goods, count) VALUES ('c', 'gold', 7)`,
      `UPDATE testing_shelves.shelf SET value = '5.000' WHERE id = 'a'`,
    );
    const [shelves] = await replays.compare(['testing.shelves'], { signal: never });
    expect(shelves?.tables).toEqual([
      {
        table: 'testing_shelves.shelf',
        rows: 2,
        differences: 1,
        shown: [{ kind: 'CHANGED', key: { id: 'a' }, columns: [{ column: 'value', expected: '5.00', found: '5.000' }] }],
      },
      {
        table: 'testing_shelves.stock',
        rows: 3,
        differences: 3,
        shown: [
          { kind: 'CHANGED', key: { shelf: 'a', goods: 'tea' }, columns: [{ column: 'count', expected: '3', found: '30' }] },
          {
            kind: 'MISSING',
            key: { shelf: 'b', goods: 'tea' },
            columns: [
              { column: 'shelf', expected: 'b', found: null },
              { column: 'goods', expected: 'tea', found: null },
              { column: 'count', expected: '1', found: null },
            ],
          },
          {
            kind: 'UNEXPECTED',
            key: { shelf: 'c', goods: 'gold' },
            columns: [
              { column: 'shelf', expected: null, found: 'c' },
              { column: 'goods', expected: null, found: 'gold' },
              { column: 'count', expected: null, found: '7' },
            ],
          },
        ],
      },
    ]);
  });

  test('counts all rows and shows the first twenty', async () => {
    await declare();
    world.work();
    await shelving.append('a', placed('tea', 3));
    await world.settled();
    await tampering(`INSERT INTO testing_shelves.stock SELECT 'z', 'thing-' || lpad(n::text, 3, '0'), n FROM generate_series(1, 50) n`);
    const [shelves] = await replays.compare(['testing.shelves'], { signal: never });
    const stock = shelves?.tables[1];
    expect([stock?.differences, stock?.shown.length, stock?.shown[19]?.key]).toEqual([50, 20, { shelf: 'z', goods: 'thing-020' }]);
  });

  test('says which model it cannot compare, and why', async () => {
    await declare();
    await happen(5);
    await world.query(`UPDATE concord_projections.projection SET shape = 'of yesterday' WHERE name = 'testing.visits'`);
    const [, , , visited] = await replays.compare(undefined, { signal: never });
    expect(visited).toMatchObject({
      model: 'testing.visits',
      position: null,
      impossible: expect.stringContaining('another version'),
      tables: [],
    });
  });
});
