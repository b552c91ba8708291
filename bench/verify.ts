import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  entriesPath,
  Frontier,
  formatBundle,
  formatCheckpoint,
  leafHash,
  NO_HEAD,
  nextHead,
  type StreamState,
  signNote,
  TILE_WIDTH,
  tilePath,
} from '@concord/proof';
import { entryOf, mapOf, testEvent, testSigner } from '@concord/proof/testing';
import { machine } from './harness/environment.js';
import { factSheet } from './harness/report.js';

/*
 * `npm run bench:verify -- [many] [few]` checks a log of many events and one of few, each from a folder and in a process of its own,
 * and tells the time beside that of reading the same files, and the most memory of each. A stream has five events.
 */

const EVENTS_OF_A_STREAM = 5;
const HASH_SIZE = 32;
const ROUNDS = 3;
/** MiB for old objects, and for a third of the young ones. Without limits, garbage is collected the later the longer a process has run. */
const LIMITS = ['--max-old-space-size=64', '--max-semi-space-size=4'];

function write(folder: string, path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

/** Writes a log of so many events, tile by tile. @returns the key that it is signed with */
function writeLog(folder: string, events: number): string {
  const signer = testSigner('concord/bench');
  const levels: Buffer[][] = [];
  const streams = new Map<string, StreamState>();
  const flush = (level: number, n: number): void =>
    write(folder, tilePath(level, n, levels[level]?.length), Buffer.concat(levels[level] ?? []));
  const keep = (level: number, number: number, hash: Buffer): void => {
    levels[level] ??= [];
    levels[level].push(Buffer.from(hash));
    if (levels[level].length < TILE_WIDTH) return;
    flush(level, Math.floor(number / TILE_WIDTH));
    levels[level] = [];
  };
  const tree = new Frontier((height, number, hashes, at) => {
    if (height % 8 === 0) keep(height / 8, number, hashes.subarray(at, at + HASH_SIZE));
  });
  let bundle: Buffer[] = [];
  for (let index = 0; index < events; index++) {
    const stream = `bench/${Math.floor(index / EVENTS_OF_A_STREAM)}`;
    const entry = entryOf(
      testEvent(index, stream, index % EVENTS_OF_A_STREAM, { data: { text: 'something happened to somebody. '.repeat(8) } }),
    );
    const hash = leafHash(entry);
    const before = streams.get(stream) ?? { length: 0, lastIndex: 0, head: NO_HEAD };
    streams.set(stream, { length: before.length + 1, lastIndex: index, head: nextHead(before.head, hash) });
    keep(0, index, hash);
    tree.append(hash);
    bundle.push(entry);
    if (bundle.length < TILE_WIDTH && index < events - 1) continue;
    write(folder, entriesPath(Math.floor(index / TILE_WIDTH), bundle.length), formatBundle(bundle));
    bundle = [];
  }
  for (const [level, hashes] of levels.entries()) {
    if (hashes.length > 0) flush(level, Math.floor(events / TILE_WIDTH ** (level + 1)));
  }
  const text = formatCheckpoint({ origin: signer.name, size: events, root: tree.root(), streams: mapOf(streams).root() });
  write(folder, 'checkpoint', signNote(text, signer));
  return signer.vkey.text;
}

interface Run {
  readonly seconds: number;
  /** Seconds of processors: what others do on the machine bears on them less. */
  readonly processor: number;
  readonly peak: number;
}

/** Does it in a process whose memory is that of nothing else. */
async function run(work: 'verify' | 'read', folder: string, key: string): Promise<Run> {
  const loader = join(import.meta.dirname, '../test/support/typescript.mjs');
  const program = join(import.meta.dirname, 'verify/verifying.ts');
  const child = spawn(process.execPath, [...LIMITS, '--import', loader, program, work, folder, key], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout)) as Run;
}

/** The best of some rounds, in turns: others work on the machine, too. */
async function best(folder: string, key: string): Promise<{ readonly read: Run; readonly verified: Run }> {
  const read: Run[] = [];
  const verified: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    read.push(await run('read', folder, key));
    verified.push(await run('verify', folder, key));
  }
  return { read: leastOf(read), verified: leastOf(verified) };
}

function leastOf(runs: readonly Run[]): Run {
  const least = (of: keyof Run): number => Math.min(...runs.map((run) => run[of]));
  return { seconds: least('seconds'), processor: least('processor'), peak: least('peak') };
}

const inWords = ({ seconds, processor }: Run): string => `${seconds.toFixed(1)} s (processors: ${processor.toFixed(1)} s)`;

const [many = 1_000_000, few = 100_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'concord-bench-'));
try {
  const facts: (readonly [string, string])[] = [...machine()];
  const peaks: number[] = [];
  for (const events of [many, few]) {
    const log = join(folder, String(events));
    const key = writeLog(log, events);
    const { read, verified } = await best(log, key);
    peaks.push(verified.peak);
    facts.push([
      `${events.toLocaleString('en')} events`,
      `verified in ${inWords(verified)}; read and parsed in ${inWords(read)}; ${(verified.seconds / read.seconds).toFixed(2)} times as long (goal 2), ${(verified.processor / read.processor).toFixed(2)} times the work; peak ${verified.peak.toFixed(0)} MiB`,
    ]);
  }
  facts.push(['peak memory, many to few', `${((peaks[0] ?? 0) / (peaks[1] ?? 1)).toFixed(2)} (goal 1.1)`]);
  console.log(factSheet(facts));
} finally {
  rmSync(folder, { recursive: true });
}
