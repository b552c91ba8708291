import { readFileSync } from 'node:fs';
import { DirectorySource, eventThread, parseCheckpoint, parseNote, parseVkey, TILE_WIDTH, verifyLog } from '@concord/proof';

/*
 * Verifies the log in a folder, as `concord audit verify` does, or only reads it, as whoever wants its events does: each bundle, some
 * of them ahead, each entry parsed, and something of each event used. The tiles of hashes, which only a verifier needs, are left
 * aside. What is printed is JSON: seconds, those of processors, and the most memory that the process has had, in MiB.
 */

const KIB_OF_A_MIB = 1_024;

/** In MiB. What resourceUsage tells begins with the memory of the process that started this one; Linux knows better. */
function peak(): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kib) / KIB_OF_A_MIB;
  } catch {
    return process.resourceUsage().maxRSS / KIB_OF_A_MIB;
  }
}

/** How many bundles are read ahead, as the verifier does. */
const AHEAD = 6;

/** @returns how many events of each type there are */
async function read(source: DirectorySource): Promise<ReadonlyMap<string, number>> {
  const { size } = parseCheckpoint(parseNote(await source.checkpoint()).text);
  const bundles = Math.ceil(size / TILE_WIDTH);
  const bundle = (n: number) => source.entries(n, Math.min(TILE_WIDTH, size - n * TILE_WIDTH));
  const waiting = Array.from({ length: Math.min(AHEAD, bundles) }, (_, n) => bundle(n));
  const types = new Map<string, number>();
  for (let n = 0; n < bundles; n++) {
    const entries = await waiting.shift();
    if (n + AHEAD < bundles) waiting.push(bundle(n + AHEAD));
    for (const entry of entries ?? []) {
      const { type } = JSON.parse(entry.toString()) as { readonly type: string };
      types.set(type, (types.get(type) ?? 0) + 1);
    }
  }
  return types;
}

const [work, folder = '', key = ''] = process.argv.slice(2);
const source = new DirectorySource(folder);
const begin = performance.now();
const before = process.cpuUsage();
if (work === 'read') await read(source);
else {
  const { isRight, findings } = await verifyLog(source, { key: parseVkey(key), thread: eventThread });
  if (!isRight) throw new Error(`The log is not right: ${JSON.stringify(findings)}`);
}
const seconds = (performance.now() - begin) / 1_000;
const { user, system } = process.cpuUsage(before);
const processor = (user + system) / 1_000_000;
console.log(JSON.stringify({ seconds, processor, peak: peak() }));
