import 'reflect-metadata';
import type { Position } from '@concord/kernel';
import { Replays } from '../replay/replays.js';
import { shelves, visits } from './shelf.js';
import { restocking } from './supply.js';
import { deadlines, World } from './world.js';

/** Builds a replay in a process of its own, to be killed: `replay-process.ts <url of the database> <name> <position>`. Tells of each batch. */
const [url = '', name = '', position = ''] = process.argv.slice(2);
const world = await World.on(url);
const models = await world.declare(shelves(), visits, restocking(), deadlines());
const replays = new Replays(world.pool, world.log, () => Promise.resolve(models));
const told = ({ model, position: at }: { readonly model: string; readonly position: string }): void =>
  void process.stdout.write(`${model} ${at}\n`);
await replays.build({ name, until: { position: position as Position }, by: 'anna' }, { signal: new AbortController().signal, told });
await world.close();
