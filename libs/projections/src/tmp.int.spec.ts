import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freshDatabase } from '../../../test/support/database.js';
import { shelves, visits } from './testing/shelf.js';
import { restocking } from './testing/supply.js';
import { deadlines, happening, Shelving, seeded, World } from './testing/world.js';

const LOADER = fileURLToPath(new URL('../../../test/support/typescript.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./testing/worker-process.ts', import.meta.url));
test('x', async () => {
  const database = await freshDatabase();
  const world = await World.on(database.url);
  await world.declare(shelves(), visits, restocking(), deadlines());
  const shelving = new Shelving(world.log);
  const told = seeded(1);
  for (let n = 0; n < 6000; n++) await shelving.append(...happening(told));
  const t = Date.now();
  const child = spawn(process.execPath, ['--trace-warnings', '--import', LOADER, PROGRAM, database.url], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  await once(child.stdout!, 'data');
  console.log('ready', Date.now() - t);
  for (let i = 0; i < 8; i++) {
    for (const n of ['testing.shelves', 'testing.restocking', 'platform.deadlines']) await world.operator.rebuild(n);
    await new Promise((r) => setTimeout(r, 1500));
    console.log(i, (await world.operator.list()).map((s) => [s.name, s.lag, s.status]));
  }
  await world.settled();
  console.log('settled', Date.now() - t);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await world.close();
  await database.drop();
}, 100_000);
