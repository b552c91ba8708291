import { writeFile } from 'node:fs/promises';
import { type Fact, machine } from './environment.js';
import type { Measurement } from './measurement.js';
import type { BenchOptions } from './options.js';
import { factSheet, notes, table } from './report.js';
import { roundsOf } from './rounds.js';
import { type Result, summary } from './statistics.js';

const EXPLANATION =
  'ratio: the median of ours to yardstick over the rounds; spread: the lowest and the highest of them; ours, yardstick: medians.';

/**
 * Takes the measurements one after the other and prints what came of them, whether the goals are met or not.
 * @param facts what is to be known beside the machine: versions, and what is durable
 * @throws whatever fails: then nothing is printed that could be taken for a result
 */
export async function benchmark(measurements: readonly Measurement[], facts: readonly Fact[], options: BenchOptions): Promise<void> {
  const { rounds, seed, only, json } = options;
  const sheet = factSheet([...machine(), ...facts, ['seed', String(seed)], ['rounds', `${rounds}, after a warm-up, both sides in turns`]]);
  const rows: [Measurement, Result][] = [];
  for (const measurement of measurements) {
    if (only && !only.includes(measurement.name)) continue;
    const figures = summary(measurement, await roundsOf(measurement, rounds));
    const note = measurement.note?.();
    const result = note === undefined ? figures : { ...figures, note };
    process.stderr.write(`${result.name}: ${result.ratio.toFixed(2)}\n`);
    rows.push([measurement, result]);
  }
  const results = rows.map(([, result]) => result);
  console.log([sheet, table(rows), EXPLANATION, ...notes(results)].join('\n\n'));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
}
