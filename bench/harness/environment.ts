import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** Something to know about a run, such as `['Node', 'v20.20.2']`. */
export type Fact = readonly [name: string, value: string];

const GIB = 2 ** 30;

/** The machine, as far as it bears on the figures. */
export function machine(): readonly Fact[] {
  const processors = cpus();
  return [
    ['processor', `${processors[0]?.model.trim() || 'unknown'}, ${processors.length} cores`],
    ['memory', `${(totalmem() / GIB).toFixed(1)} GiB`],
    ['system', `${type()} ${release()}`],
    ['Node', process.version],
    [
      'load before',
      `${loadavg()
        .map((load) => load.toFixed(2))
        .join(', ')} (1, 5, 15 minutes)`,
    ],
  ];
}
