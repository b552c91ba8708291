import { setTimeout as sleep } from 'node:timers/promises';
import { runTypeScript } from '../../../../test/support/processes.js';
import { NO_STREAM } from '../event-log.js';
import { freshStream } from '../testing/contract/store.js';
import { type PostgresStore, postgresStore } from '../testing/postgres-store.js';
import { proposals } from '../testing/proposed.js';
import { compareLogs } from './compare-logs.js';

const EVENTS = 20_000;
const KILLS = 8;
/** Milliseconds at most between a sign of a copy and its end. */
const LIFE = 150;

let from: PostgresStore;
let to: PostgresStore;

beforeAll(async () => {
  [from, to] = await Promise.all([postgresStore(), postgresStore()]);
  for (let made = 0; made < EVENTS; made += 500) await from.log.append(freshStream(), NO_STREAM, proposals(500));
});
afterAll(() => Promise.all([from.close(), to.close()]));

const copying = () => runTypeScript('libs/event-log/src/testing/copy-process.ts', [from.database.url, to.database.url]);

test('a copy whose process is killed at any point is completed by the next one, with nothing lost and nothing twice', async () => {
  const heads: number[] = [];
  for (let kills = 0; kills < KILLS; kills++) {
    const copy = copying();
    for (let signs = 0, line = ''; signs <= kills % 3 && line !== 'done'; signs++) line = await copy.line();
    await sleep(Math.random() * LIFE);
    await copy.kill();
    heads.push(Number(await to.log.head()));
  }
  expect(heads).toEqual(heads.toSorted((a, b) => a - b));
  expect(heads.some((head) => head > 0 && head < EVENTS)).toBe(true);

  const last = copying();
  for (let line = ''; line !== 'done'; ) line = await last.line();
  await last.kill('SIGTERM');
  const compared = await compareLogs(from.log, to.log);
  expect(compared).toMatchObject({ difference: undefined, from: { count: EVENTS }, to: { count: EVENTS } });
  expect(await to.log.head()).toBe(String(EVENTS));
}, 240_000);
