import 'reflect-metadata';
import { shelves, visits } from './shelf.js';
import { restocking } from './supply.js';
import { deadlines, World } from './world.js';

/** A worker in a process of its own, to be killed: `worker-process.ts <url of the database> [<address of the log>]`. Says `ready` when it works. */
const [url = '', log = url] = process.argv.slice(2);
const world = await World.on(url, log);
await world.declare(shelves(), visits, restocking(), deadlines());
world.work();
world.clock();
process.stdout.write('ready\n');
