import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { headOf } from '../test/support/log-reading.js';
import { ADOPTED_BY, type Counts, countIn, howMany, talliesOf } from '../test/support/roll-call-count.js';
import { RunningPlatform } from '../test/support/running-platform.js';
import { machine } from './harness/environment.js';
import { factSheet } from './harness/report.js';

/*
 * `npm run bench:roll-calls -- <folder> [open for] [rule]` imports the roll calls of the folder into a running platform over the embedded
 * PostgreSQL, waits until the platform has closed the ballots, and compares every tally with a count made from the file.
 * Ends with 1 when one differs.
 */

type Rule = keyof typeof ADOPTED_BY;

const ASSEMBLY = 'un-general-assembly';
const MIB = 1_024;

/** The most memory that a process has had so far, in MiB; 0 where the system does not tell, or the process is gone. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / MIB);
  } catch {
    return 0;
  }
}

interface ImportRun {
  readonly said: string;
  readonly seconds: number;
  readonly peak: number;
}

/** Runs the import to its end. @throws Error with what it complained of */
async function importFrom(platform: RunningPlatform, folder: string, openFor: string, rule: Rule): Promise<ImportRun> {
  const begin = performance.now();
  const child: ChildProcess = platform.spawnCli('import', 'roll-calls', folder, '--open-for', openFor, '--rule', rule);
  let [said, complaints, peak] = ['', '', 0];
  child.stdout?.on('data', (chunk) => {
    said += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 500);
  const [code] = await once(child, 'close');
  clearInterval(watch);
  if (code !== 0) throw new Error(complaints);
  return { said: said.trim(), seconds: (performance.now() - begin) / 1_000, peak };
}

async function untilAllAreClosed(platform: RunningPlatform, expected: number): Promise<void> {
  const ended = async () => (await howMany(platform, ASSEMBLY, 'CLOSED')) + (await howMany(platform, ASSEMBLY, 'VOID'));
  while ((await ended()) < expected) await pause(1_000);
}

const shown = (counts: Counts, rollCall: string): string => JSON.stringify(counts.get(rollCall) ?? null);

/** A sentence for each roll call whose tally is not its count. */
const differences = (counts: Counts, tallies: Counts): readonly string[] =>
  [...new Set([...counts.keys(), ...tallies.keys()])]
    .filter((rollCall) => shown(counts, rollCall) !== shown(tallies, rollCall))
    .map((rollCall) => `${rollCall}: the file has ${shown(counts, rollCall)}, the ballot ${shown(tallies, rollCall)}`);

async function run(folder: string, openFor: string, rule: Rule): Promise<void> {
  const votesFile = readdirSync(folder).find((name) => name.startsWith('votes'));
  if (votesFile === undefined) throw new Error(`${folder} has no file votes*`);
  const counts = countIn(join(folder, votesFile));
  const platform = await RunningPlatform.start();
  try {
    const { said, seconds, peak } = await importFrom(platform, folder, openFor, rule);
    const events = Number(await headOf(platform));
    const votes = [...counts.values()].reduce((sum, { yes, no, abstain }) => sum + yes + no + abstain, 0);
    await untilAllAreClosed(platform, counts.size);
    const different = differences(counts, await talliesOf(platform, ASSEMBLY, rule));
    const facts = [
      ...machine(),
      ['rule', rule],
      ['import', said],
      ['duration', `${seconds.toFixed(1)} s`],
      ['votes', `${votes.toLocaleString('en')}, ${Math.round(votes / seconds).toLocaleString('en')} per second`],
      ['events at its end', `${events.toLocaleString('en')}, with those of the platform`],
      ['peak memory', `${peak} MiB the import, ${peakOf(platform.pid)} MiB the platform`],
      ['tallies', `${counts.size - different.length} of ${counts.size} equal to the count of the file`],
    ] as const;
    console.log([factSheet(facts), ...different].join('\n'));
    process.exitCode = different.length === 0 ? 0 : 1;
  } finally {
    await platform.remove();
  }
}

const [folder, openFor = 'PT3M', rule = 'SIMPLE_MAJORITY'] = process.argv.slice(2);
const isRule = (name: string): name is Rule => Object.hasOwn(ADOPTED_BY, name);
if (folder === undefined) {
  console.error('Say where the roll calls are: a folder with the files roll-calls*.csv.gz and votes*.csv.gz');
  process.exitCode = 1;
} else if (!isRule(rule)) {
  console.error(`The rule is ${rule}, and must be one of ${Object.keys(ADOPTED_BY).join(', ')}`);
  process.exitCode = 1;
} else await run(folder, openFor, rule);
