import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { deadlinesOf } from './deadlines/deadlines.projection.js';
import { shelves, visits } from './testing/shelf.js';
import { reorderDeadline, restocking } from './testing/supply.js';
import { cleared, placed, Shelving, taken, World } from './testing/world.js';

let database: FreshDatabase;
let world: World;
let other: World;
let shelving: Shelving;

beforeEach(async () => {
  database = await freshDatabase();
  world = await World.on(database.url);
  other = await World.on(database.url);
  shelving = new Shelving(world.log);
});

afterEach(async () => {
  await other.close();
  await world.close();
  await database.drop();
});

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
};

const epochs = () =>
  world.query<{ name: string; epoch: string }>('SELECT name, epoch::text FROM concord_projections.projection ORDER BY name');
const orders = () =>
  world.query<{ of: string; seen: number }>(
    `SELECT data ->> 'of' AS of, (data ->> 'seen')::int AS seen FROM concord_log.event WHERE type = 'testing.supply.Ordered' ORDER BY position`,
  );
const leases = () =>
  world.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'concord lease' AND datname = current_database() AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_stat_activity.pid AND l.locktype = 'advisory')`,
  );

test('of two workers one runs a projection, and the other takes over when it ends', async () => {
  for (const one of [world, other]) await one.declare(shelves(), visits);
  const worker = world.work();
  await shelving.append('a', placed('tea', 1));
  await world.settled();
  const before = await epochs();
  other.work();
  await shelving.append('a', placed('tea', 1));
  await world.settled();
  expect(await epochs()).toEqual(before);

  await worker.stop();
  await shelving.append('a', placed('tea', 1));
  await other.settled();
  expect(await world.table('testing_shelves.stock')).toEqual(['(a,tea,3)']);
  expect(await world.table('testing_visits.visit')).toEqual(['(a,3)']);
});

test('a worker whose lease is cut off stops, and the work goes on', async () => {
  for (const one of [world, other]) {
    await one.declare(shelves());
    one.work();
  }
  for (let count = 1; count <= 5; count++) {
    await shelving.append('a', placed('tea', 1));
    await until(async () => (await leases()).length > 0);
    for (const { pid } of await leases()) await world.query('SELECT pg_terminate_backend($1)', [pid]);
    await shelving.append('a', placed('tea', 1));
    await world.settled();
    expect(await world.table('testing_shelves.stock')).toEqual([`(a,tea,${count * 2})`]);
  }
});

test('a worker whose every connection is cut off loses and repeats nothing', async () => {
  for (const one of [world, other]) {
    await one.declare(shelves());
    one.work();
  }
  const superuser = await World.on(database.superuserUrl);
  for (let count = 1; count <= 30; count++) {
    await shelving.append('a', placed('tea', 1));
    if (count % 6 === 0) {
      await superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'concord worker%' AND datname = current_database()`,
      );
    }
  }
  await world.settled();
  expect(await world.table('testing_shelves.stock')).toEqual(['(a,tea,30)']);
  await superuser.close();
});

test('a process manager acts once on each event, with its tables exactly there', async () => {
  for (const one of [world, other]) {
    await one.declare(restocking());
    one.work();
  }
  const all: string[] = [];
  for (let n = 0; n < 30; n++) all.push(...(await shelving.append('a', taken('tea', 1))).ids);
  await until(async () => (await orders()).length >= 29);
  await world.settled();
  expect(await orders()).toEqual(all.map((of, index) => ({ of, seen: index + 1 })).filter(({ seen }) => seen !== 13));
  const refused = [...world.lines, ...other.lines].filter(([, , sentence]) => sentence.includes('13 are never ordered'));
  expect(refused).toMatchObject([['warn', { projection: 'testing.restocking', code: 'UNLUCKY' }, expect.anything()]]);
});

test('an event whose commands were perhaps not issued is acted on again, which issues nothing twice', async () => {
  await world.declare(restocking());
  const first = world.work();
  const { ids } = await shelving.append('a', taken('tea', 1));
  await until(async () => (await orders()).length === 1);
  await world.settled();
  await first.stop();
  // As if the worker had gone between the commands and its next transaction.
  await world.query(
    `UPDATE concord_projections.projection SET reacting = jsonb_build_object('eventId', $1::text, 'stream', 'testing.shelf/a', 'revision', 0)`,
    [ids[0]],
  );
  world.work();
  await until(async () => (await world.query('SELECT 1 FROM concord_projections.projection WHERE reacting IS NULL')).length === 1);
  expect(await orders()).toEqual([{ of: ids[0], seen: 1 }]);
});

describe('deadlines', () => {
  const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
  const knowsCommand = (name: string) => name === 'Order';
  const deadlines = () => deadlinesOf([reorderDeadline], knowsCommand);
  const outcomes = () =>
    world.query<{ key: string; outcome: string }>('SELECT key, outcome FROM concord_projections.fired_deadline ORDER BY key');

  const bothWork = async () => {
    for (const one of [world, other]) {
      await one.declare(deadlines());
      one.work();
      one.clock();
    }
  };

  test('fire once each, whichever clock is faster', async () => {
    await bothWork();
    const ids: string[] = [];
    for (let n = 0; n < 40; n++) ids.push(...(await shelving.append(`s${n}`, placed('tea', 1, soon(n * 10)))).ids);
    await until(async () => (await outcomes()).length === 40);
    expect((await orders()).map(({ of }) => of).sort()).toEqual(ids.sort());
  });

  test('that are cleared or moved in time do not fire, or fire later', async () => {
    await bothWork();
    await shelving.append('cleared', placed('tea', 1, soon(600_000)), cleared());
    await shelving.append('moved', placed('tea', 1, soon(600_000)));
    const { ids } = await shelving.append('moved', placed('tea', 2, soon(50)));
    await until(async () => (await orders()).length > 0);
    await world.settled();
    expect(await orders()).toEqual([{ of: ids[0], seen: 2 }]);
    expect(await world.table('platform_deadlines.deadline')).toHaveLength(1);
  });

  test('whose command is refused are fired, too, with the code of the refusal', async () => {
    await bothWork();
    await shelving.append('a', placed('tea', 13, soon(0)));
    await until(async () => (await outcomes()).length === 1);
    expect(await outcomes()).toEqual([{ key: 'a', outcome: 'UNLUCKY' }]);
  });

  test('fire not again after a rebuild, refused ones included, and those of a new rule do', async () => {
    await bothWork();
    const before = await shelving.append('a', placed('tea', 1, soon(0)));
    await shelving.append('b', placed('tea', 13, soon(0)));
    await until(async () => (await outcomes()).length === 2);
    await world.operator.rebuild('platform.deadlines');
    await until(() => [...world.lines, ...other.lines].some(([, , sentence]) => sentence.endsWith('has been rebuilt')));
    const after = await shelving.append('c', placed('tea', 2, soon(0)));
    await until(async () => (await outcomes()).length === 3);
    expect((await orders()).map(({ of }) => of)).toEqual([before.ids[0], after.ids[0]]);
    const refused = [...world.lines, ...other.lines].filter(([, , sentence]) => sentence.includes('13 are never ordered'));
    expect(refused).toHaveLength(1);

    const newer = await World.on(database.url);
    await newer.declare(deadlinesOf([reorderDeadline, { ...reorderDeadline, name: 'testing.shelf.again' }], knowsCommand));
    newer.work();
    newer.clock();
    await until(async () => (await outcomes()).length === 6);
    await newer.close();
    expect((await orders()).length).toBe(4);
  });

  test('for a command that nobody decides stop the deadlines, and say so', async () => {
    await world.declare(deadlinesOf([reorderDeadline], () => false));
    world.work();
    await shelving.append('a', placed('tea', 1));
    await until(async () => (await world.operator.list())[0]?.status === 'stopped');
    expect((await world.operator.list())[0]?.error?.message).toContain('a command Order, which no aggregate decides');
  });
});
