import type { Position } from '@concord/kernel';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { apply } from './runtime/apply.js';
import { Checkpoint } from './runtime/checkpoint.js';
import { Fenced } from './runtime/faults.js';
import { Shelf, Stock, shelves, visits } from './testing/shelf.js';
import { cleared, happening, placed, Shelving, seeded, taken, World } from './testing/world.js';

let database: FreshDatabase;
let world: World;
let shelving: Shelving;

beforeEach(async () => {
  database = await freshDatabase();
  world = await World.on(database.url);
  shelving = new Shelving(world.log);
});

afterEach(async () => {
  await world.close();
  await database.drop();
});

async function story(length: number, seed = 1): Promise<void> {
  const random = seeded(seed);
  for (let n = 0; n < length; n++) await shelving.append(...happening(random));
}

const shelfRows = () => world.table('testing_shelves.shelf');
const stockRows = () => world.table('testing_shelves.stock');

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('a projection', () => {
  test('fills its tables from the log, and says how far it is', async () => {
    await world.declare(shelves());
    world.work();
    await shelving.append('a', placed('tea', 3), placed('rice', 2), taken('tea', 3));
    await world.settled();
    expect(await world.dataSource.getRepository(Stock).find()).toEqual([{ shelf: 'a', goods: 'rice', count: 2 }]);
    const [status] = await world.operator.list();
    expect(status).toMatchObject({
      name: 'testing.shelves',
      status: 'running',
      position: '3',
      head: '3',
      lag: 0,
      version: 1,
      liveVersion: 1,
    });
  });

  test('makes the same tables in one batch as in many', async () => {
    await story(300);
    const [model] = await world.declare(shelves());
    const worker = world.work();
    await world.settled();
    await worker.stop();
    const inOne = [await shelfRows(), await stockRows()];

    await world.query(`DELETE FROM testing_shelves.shelf`);
    await world.query(`DELETE FROM testing_shelves.stock`);
    await world.query(`UPDATE concord_projections.projection SET position = 0, epoch = epoch + 1`);
    const events = await world.events();
    const checkpoint = await Checkpoint.takeOver(world.pool, model!, 'live', await world.log.identity());
    for (const event of events) await apply(world.pool, checkpoint!, [event], event.position);
    expect([await shelfRows(), await stockRows()]).toEqual(inOne);
  });

  test('gives TypeORM the very rows that it folded, with columns of every kind', async () => {
    const folded = new Map<string, object | undefined>();
    const projection = shelves();
    const [shelf] = projection.tables;
    const watched = {
      ...projection,
      tables: [
        {
          ...shelf!,
          evolve: (...of: Parameters<NonNullable<typeof shelf>['evolve']>) => {
            const row = shelf!.evolve(...of);
            folded.set(String(of[2]), row);
            return row;
          },
        },
        ...projection.tables.slice(1),
      ],
    };
    await world.declare(watched);
    world.work();
    await story(200);
    await shelving.append('shelf-0', cleared('0101-02-03'));
    await shelving.append('shelf-1', placed('NULL', 1, '1582-10-04T23:59:59.001Z'), placed('', 1, '9999-12-31T23:59:59.999Z'));
    await world.settled();
    const rows = await world.dataSource.getRepository(Shelf).find();
    expect(rows.length).toBe(folded.size);
    for (const row of rows) expect({ ...row }).toStrictEqual(folded.get(row.id));
  });

  test('loads from its tables the very rows that it folded', async () => {
    const before = new Map<string, unknown>();
    const projection = shelves();
    const [shelf] = projection.tables;
    const seen: [unknown, unknown][] = [];
    const watched = {
      ...projection,
      tables: [
        {
          ...shelf!,
          evolve: (...of: Parameters<NonNullable<typeof shelf>['evolve']>) => {
            seen.push([of[0], before.get(String(of[2]))]);
            const row = shelf!.evolve(...of);
            before.set(String(of[2]), row);
            return row;
          },
        },
        ...projection.tables.slice(1),
      ],
    };
    const [model] = await world.declare(watched);
    await story(100);
    const checkpoint = await Checkpoint.takeOver(world.pool, model!, 'live', await world.log.identity());
    for await (const event of world.log.readAll()) await apply(world.pool, checkpoint!, [event], event.position);
    expect(seen.length).toBe(100);
    for (const [loaded, folded] of seen) expect(loaded).toStrictEqual(folded);
  });

  test('writes nothing with a checkpoint that another worker has taken over', async () => {
    await story(10);
    const [model] = await world.declare(shelves());
    await world.query(`UPDATE concord_projections.projection SET shape = $1`, [model!.shape]);
    const old = await Checkpoint.takeOver(world.pool, model!, 'live', await world.log.identity());
    const events = await world.events();
    const next = await Checkpoint.takeOver(world.pool, model!, 'live', await world.log.identity());
    await expect(apply(world.pool, old!, events, '10' as Position)).rejects.toThrow(Fenced);
    expect(await shelfRows()).toEqual([]);
    await apply(world.pool, next!, events, '10' as Position);
    await expect(apply(world.pool, old!, events, '10' as Position)).rejects.toThrow(Fenced);
    expect((await shelfRows()).length).toBeGreaterThan(0);
  });

  test('follows the log past events that do not concern it, and rests while nothing happens', async () => {
    await world.declare(shelves());
    world.work();
    await shelving.append('a', placed('tea', 1));
    const position = await shelving.appendForeign();
    const stored = () =>
      world.query<{ position: string; updated_at: Date }>('SELECT position, updated_at FROM concord_projections.projection');
    await until(async () => (await stored())[0]?.position === position);
    const before = await stored();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(await stored()).toEqual(before);
  });
});

describe('an event that cannot be handled', () => {
  const bad = new Set<string>();
  const failing = (): ReturnType<typeof shelves> =>
    shelves({
      before(event) {
        if (bad.has(event.id)) throw new Error('No shelf holds that much');
      },
    });

  beforeEach(() => bad.clear());

  const statusOf = async (name: string) => (await world.operator.list()).find((status) => status.name === name);
  const stops = () => until(async () => (await statusOf('testing.shelves'))?.status === 'stopped');

  test('stops its projection before it, loudly, and no other', async () => {
    await world.declare(failing(), visits);
    await shelving.append('a', placed('tea', 1));
    const { ids, position } = await shelving.append('a', placed('tea', 2));
    bad.add(ids[0]!);
    await shelving.append('a', placed('tea', 4));
    world.work();
    await stops();
    await world.settled('testing.visits');
    const status = await statusOf('testing.shelves');
    expect(status).toMatchObject({
      position: '1',
      error: { eventId: ids[0], type: 'testing.shelf.GoodsPlaced', position, message: 'No shelf holds that much' },
    });
    expect(await world.dataSource.getRepository(Stock).find()).toEqual([{ shelf: 'a', goods: 'tea', count: 1 }]);
    expect(await world.table('testing_visits.visit')).toEqual(['(a,3)']);
    expect(world.lines).toContainEqual([
      'error',
      expect.objectContaining({ eventId: ids[0] }),
      expect.stringContaining('No shelf holds that much'),
    ]);
  });

  test('is found among others when the database refuses its row', async () => {
    await world.declare(shelves());
    await story(60);
    const { ids } = await shelving.append('bad', placed('t\u0000a'.replace('\u0000', ''), 1), placed('tea', 2 ** 31 - 1), placed('tea', 1));
    await world.query('ALTER TABLE testing_shelves.stock ADD CHECK (count < 1000000)');
    await story(0);
    world.work();
    await stops();
    const status = await statusOf('testing.shelves');
    expect(status).toMatchObject({ position: '61', error: { eventId: ids[1] } });
    expect(await world.dataSource.getRepository(Stock).findBy({ shelf: 'bad' })).toEqual([{ shelf: 'bad', goods: 'ta', count: 1 }]);
  });

  test('of which a row does not fit its columns is named with column, value and rule', async () => {
    await world.declare(shelves());
    await shelving.append('a', placed('tea', 1, 'yesterday'));
    world.work();
    await stops();
    expect((await statusOf('testing.shelves'))?.error?.message).toMatch(/^Shelf\.filledAt is "yesterday": /);
  });

  test('is tried again on the word of an operator, who has mended the code', async () => {
    await world.declare(failing());
    const { ids, position } = await shelving.append('a', placed('tea', 1), placed('tea', 2));
    bad.add(ids[1]!);
    world.work();
    await stops();
    await expect(world.readModels.waitFor('testing.shelves', position)).rejects.toThrow(`it stands before the event ${ids[1]}`);
    bad.clear();
    await world.operator.resume('testing.shelves');
    await world.settled();
    expect(await stockRows()).toEqual(['(a,tea,3)']);
    await expect(world.operator.resume('testing.shelves')).rejects.toThrow('is not stopped');
  });

  test('is skipped for a reason that is kept, then and in every rebuild', async () => {
    await world.declare(failing());
    const { ids } = await shelving.append('a', placed('tea', 1), placed('tea', 2), placed('tea', 4));
    bad.add(ids[1]!);
    world.work();
    await stops();
    const { operator } = world;
    await expect(operator.skip('testing.shelves', ids[1]!, ' ', 'ops')).rejects.toThrow('reason is empty');
    await expect(operator.skip('testing.shelves', ids[2]!, 'no', 'ops')).rejects.toThrow(
      `stands before the event ${ids[1]}, not before ${ids[2]}`,
    );
    await expect(operator.skip('testing.shelf', ids[1]!, 'no', 'ops')).rejects.toThrow(
      'There is no projection testing.shelf, but testing.shelves',
    );
    await operator.skip('testing.shelves', ids[1]!, 'A slip of the pen', 'ops');
    await world.settled();
    expect(await stockRows()).toEqual(['(a,tea,5)']);
    expect(await world.query('SELECT projection, event_id, reason, operator FROM concord_projections.skipped_event')).toEqual([
      { projection: 'testing.shelves', event_id: ids[1], reason: 'A slip of the pen', operator: 'ops' },
    ]);

    await operator.rebuild('testing.shelves');
    await until(async () => world.lines.some(([, , sentence]) => sentence.endsWith('has been rebuilt')));
    expect(await stockRows()).toEqual(['(a,tea,5)']);
    expect((await statusOf('testing.shelves'))?.status).toBe('running');
  });
});

describe('reading what one has written', () => {
  test('waits until the read model is there', async () => {
    await world.declare(shelves());
    world.work();
    for (let count = 1; count <= 20; count++) {
      const { position } = await shelving.append('a', placed('tea', 1));
      await world.readModels.waitFor('testing.shelves', position);
      expect(await world.dataSource.getRepository(Stock).find()).toEqual([{ shelf: 'a', goods: 'tea', count }]);
    }
  });

  test('does not wait for events that do not concern the model', async () => {
    await world.declare(shelves());
    const position = await shelving.appendForeign();
    await world.readModels.waitFor('testing.shelves', position);
  });

  test('fails with the place of the model when nobody feeds it', async () => {
    await world.declare(shelves());
    const { position } = await shelving.append('a', placed('tea', 1));
    await expect(world.readModels.waitFor('testing.shelves', position, { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'Error',
      projection: 'testing.shelves',
      position,
      reached: '0',
    });
  });

  test('of a position that the log has yet to reach fails, and does not mislead later readers', async () => {
    await world.declare(shelves());
    const future = '2' as Position;
    await expect(world.readModels.waitFor('testing.shelves', future, { timeoutMs: 20 })).rejects.toThrow('not yet at 2');
    await shelving.append('a', placed('tea', 1), placed('tea', 2));
    await expect(world.readModels.waitFor('testing.shelves', future, { timeoutMs: 20 })).rejects.toThrow('not yet at 2');
  });

  test('ends with the signal of a caller who has gone', async () => {
    await world.declare(shelves());
    const { position } = await shelving.append('a', placed('tea', 1));
    const gone = new AbortController();
    const waiting = world.readModels.waitFor('testing.shelves', position, { signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
  });
});
