import 'reflect-metadata';
import { benchmark } from './harness/benchmark.js';
import type { Fact } from './harness/environment.js';
import type { Measurement } from './harness/measurement.js';
import { benchOptions } from './harness/options.js';
import { appending } from './postgres/appending.js';
import { catchUp } from './postgres/catch-up.js';
import { command, NormAppender } from './postgres/command.js';
import { BenchDatabase } from './postgres/database.js';
import { pgbenchVersion } from './postgres/pgbench.js';
import { type BenchPlatform, openPlatform } from './postgres/platform.js';
import { visible } from './postgres/visible.js';

/* `npm run bench` measures the platform over PostgreSQL, in servers that it starts and removes. */

/** Those that need pgbench. */
const OF_PGBENCH = ['append-16'];

interface Ground {
  readonly written: BenchDatabase;
  readonly read: BenchDatabase;
  readonly platform: BenchPlatform;
}

const measurementsOf = (ground: () => Ground, seed: number): readonly Measurement[] => {
  const drafting = () => ground().platform.drafting;
  const norms = new NormAppender(drafting, () => ground().platform.log);
  return [
    ...appending(() => ground().written, seed),
    catchUp(() => ground().read, seed),
    command(drafting, norms),
    ...visible(drafting, norms),
  ];
};

const nothing = (): never => {
  throw new Error('There is no ground to measure on yet');
};
const options = benchOptions(
  'bench',
  measurementsOf(nothing, 0).map(({ name }) => name),
);
const version = await pgbenchVersion();
const missing: readonly Fact[] = version === undefined ? [['not measured', `${OF_PGBENCH.join(', ')}: pgbench is not installed`]] : [];
const ground: Ground = { written: await BenchDatabase.open(), read: await BenchDatabase.open(), platform: await openPlatform() };
try {
  const measurements = measurementsOf(() => ground, options.seed).filter(({ name }) => version !== undefined || !OF_PGBENCH.includes(name));
  await benchmark(measurements, [...(await ground.written.facts()), ['pgbench', version ?? 'none'], ...missing], options);
} finally {
  for (const each of Object.values(ground) as readonly { close(): Promise<void> }[]) await each.close();
}
