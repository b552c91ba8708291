import type { Position } from '@concord/kernel';
import { happening, Shelving, seeded, type World } from './world.js';

const HAPPENINGS = 3_000;

/** What the tables hold, but for what holds a position of the log. */
const TABLES = {
  'testing_shelves.shelf': 'id, changes, goods, history, value, "filledAt", "clearedOn", "isEmpty"',
  'testing_shelves.stock': '*',
  'testing_visits.visit': '*',
  'testing_restocking.taken': '*',
  'platform_deadlines.deadline': 'rule, key, "dueAt", command, body, cause, "correlationId"',
};

/** Puts an event that concerns nobody far behind the last one, so that the positions of a copy are others. */
export async function leap(world: World): Promise<void> {
  await world.query(
    `INSERT INTO concord_log.event
     SELECT position + 500, gen_random_uuid(), 'testing.leap/' || position, 0, 'testing.leap.Leapt', 1, '{}', metadata, recorded_at
     FROM concord_log.event ORDER BY position DESC LIMIT 1`,
  );
}

export async function tell(world: World, happenings = HAPPENINGS): Promise<void> {
  const shelving = new Shelving(world.log);
  const random = seeded(7);
  for (let told = 0; told < happenings; told++) {
    await shelving.append(...happening(random));
    if (told % 200 === 0) await leap(world);
  }
}

export const contents = async (world: World): Promise<Record<string, unknown>> => {
  const found: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries(TABLES)) found[table] = await world.query(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`);
  return found;
};

export const positionOf = async (world: World, name: string): Promise<number> => {
  const [row] = await world.query<{ position: string }>(
    `SELECT position FROM concord_projections.projection WHERE name = $1 AND stage = 'live'`,
    [name],
  );
  return Number(row?.position);
};

export const checkpoints = (world: World): Promise<object[]> =>
  world.query('SELECT * FROM concord_projections.projection ORDER BY name, stage');

export const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Until nothing is issued any more. */
export async function settledForGood(world: World): Promise<void> {
  for (let head: Position | undefined; head !== (await world.log.head()); ) {
    head = await world.log.head();
    await world.settled();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Each taking with the number that it is on its shelf, and what the process manager had seen when it ordered, as often as it did. */
export async function answers(world: World): Promise<readonly { readonly nth: number; readonly seen: readonly number[] }[]> {
  const events = await world.events();
  const counts = new Map<string, number>();
  const found = new Map<string, { readonly nth: number; readonly seen: number[] }>();
  for (const { id, type, stream } of events) {
    if (type !== 'testing.shelf.GoodsTaken') continue;
    const nth = (counts.get(stream) ?? 0) + 1;
    counts.set(stream, nth);
    found.set(id, { nth, seen: [] });
  }
  for (const { type, data } of events) {
    const { of, seen } = data as { readonly of: string; readonly seen: number };
    if (type === 'testing.supply.Ordered') found.get(of)?.seen.push(seen);
  }
  return [...found.values()];
}

/** The supplies refuse the thirteenth order. */
export const expectEachAnsweredOnce = async (world: World): Promise<void> => {
  const all = await answers(world);
  expect(all.length).toBeGreaterThan(100);
  expect(all.map(({ seen }) => seen)).toEqual(all.map(({ nth }) => (nth === 13 ? [] : [nth])));
};
