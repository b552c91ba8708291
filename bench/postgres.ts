import 'reflect-metadata';
import { benchmark } from './harness/benchmark.js';
import type { Fact } from './harness/environment.js';
import type { Measurement } from './harness/measurement.js';
import { Once } from './harness/once.js';
import { benchOptions } from './harness/options.js';
import type { Pair } from './harness/pair.js';
import { appending } from './postgres/appending.js';
import { catchUp } from './postgres/catch-up.js';
import { catchUpEmmett } from './postgres/catch-up-emmett.js';
import { command, NormAppender } from './postgres/command.js';
import { BenchDatabase } from './postgres/database.js';
import { type Emmett, loadEmmett } from './postgres/emmett.js';
import { type Grown, grownPair, growth } from './postgres/growth.js';
import { hotStream } from './postgres/hot-stream.js';
import { ListServers } from './postgres/list-servers.js';
import { pgbenchVersion } from './postgres/pgbench.js';
import { type BenchPlatform, openPlatform } from './postgres/platform.js';
import { postgraphileVersion } from './postgres/postgraphile.js';
import { queryList } from './postgres/query-list.js';
import { type ReplayedLog, replayedPair, replayMemory } from './postgres/replay-memory.js';
import { NotarisedLog, transparency } from './postgres/transparency.js';
import { visible } from './postgres/visible.js';
import { world } from './postgres/world.js';

/* `npm run bench` measures the platform over PostgreSQL, in servers that it starts and removes. */

/** What some of them need, and may not find. */
interface Need {
  readonly names: readonly string[];
  readonly isMet: boolean;
  readonly otherwise: string;
}

interface Ground {
  readonly written: BenchDatabase;
  readonly read: BenchDatabase;
  readonly besideEmmett: BenchDatabase;
  readonly platform: BenchPlatform;
  readonly lists: ListServers;
  readonly replayed: Once<Pair<ReplayedLog>>;
  readonly grown: Once<Pair<Grown>>;
  readonly notarised: Once<NotarisedLog>;
  readonly notarisedMuch: Once<NotarisedLog>;
}

const measurementsOf = (ground: () => Ground, emmett: () => Emmett, seed: number): readonly Measurement[] => {
  const drafting = () => ground().platform.drafting;
  const norms = new NormAppender(drafting, () => ground().platform.log);
  return [
    ...appending(() => ground().written, seed),
    hotStream(() => ground().written, emmett, seed),
    catchUp(() => ground().read, seed),
    catchUpEmmett(() => ground().besideEmmett, emmett, seed),
    command(drafting, norms),
    ...visible(drafting, norms),
    queryList(() => ground().lists, seed),
    replayMemory(() => ground().replayed.get()),
    ...growth(() => ground().grown.get(), seed),
    ...transparency(
      () => ground().notarised.get(),
      () => ground().notarisedMuch.get(),
      seed,
    ),
  ];
};

const nothing = (): never => {
  throw new Error('There is no ground to measure on yet');
};
const options = benchOptions(
  'bench',
  measurementsOf(nothing, nothing, 0).map(({ name }) => name),
);
const version = await pgbenchVersion();
const emmett = await loadEmmett();
const postgraphile = postgraphileVersion();
const needs: readonly Need[] = [
  { names: ['append-16'], isMet: version !== undefined, otherwise: 'pgbench is not installed' },
  {
    names: ['append-64-hot', 'catch-up-emmett'],
    isMet: emmett !== undefined,
    otherwise: 'Emmett is not installed; npm ci --prefix bench installs it',
  },
  {
    names: ['query-list', 'growth-query-list'],
    isMet: postgraphile !== undefined,
    otherwise: 'PostGraphile and autocannon are not installed; npm ci --prefix bench installs them',
  },
];
const unmet = needs.filter(({ isMet }) => !isMet);
const missing: readonly Fact[] = unmet.map(({ names, otherwise }) => ['not measured', `${names.join(', ')}: ${otherwise}`]);
const pattern = new Once(() => world(options.seed));
const ground: Ground = {
  written: await BenchDatabase.open(),
  read: await BenchDatabase.open(),
  besideEmmett: await BenchDatabase.open(),
  platform: await openPlatform(),
  lists: new ListServers(),
  replayed: new Once(
    async () => replayedPair(await pattern.get()),
    (pair) => pair.close(),
  ),
  grown: new Once(
    async () => grownPair(await pattern.get()),
    (pair) => pair.close(),
  ),
  notarised: new Once(
    () => NotarisedLog.open(),
    (log) => log.close(),
  ),
  notarisedMuch: new Once(
    async () => NotarisedLog.open(await pattern.get()),
    (log) => log.close(),
  ),
};
try {
  const measurements = measurementsOf(
    () => ground,
    () => emmett ?? nothing(),
    options.seed,
  ).filter(({ name }) => !unmet.some(({ names }) => names.includes(name)));
  const versions: readonly Fact[] = [
    ['pgbench', version ?? 'none'],
    ['Emmett', emmett?.version ?? 'none'],
    ['PostGraphile', postgraphile ?? 'none'],
  ];
  await benchmark(measurements, [...(await ground.written.facts()), ...versions, ...missing], options);
} finally {
  for (const each of Object.values(ground) as readonly { close(): Promise<void> }[]) await each.close();
}
