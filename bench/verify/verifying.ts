import { readFileSync } from 'node:fs';
import { DirectorySource, parseCheckpoint, parseNote, parseVkey, TILE_WIDTH, verifyLog } from '@concord/proof';

/*
 * Verifies the log in a folder, or only reads it: all files, each entry parsed. What is printed is JSON: seconds, those of processors, and the most memory
 * that the process has had, in MiB.
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

/** Reads as much at once as the verifier does. */
async function read(source: DirectorySource): Promise<void> {
  const { size } = parseCheckpoint(parseNote(await source.checkpoint()).text);
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    const entries = await source.entries(n, Math.min(TILE_WIDTH, size - n * TILE_WIDTH));
    for (const entry of entries ?? []) JSON.parse(entry.toString());
  }
}

const [work, folder = '', key = ''] = process.argv.slice(2);
const source = new DirectorySource(folder);
const begin = performance.now();
const before = process.cpuUsage();
if (work === 'read') await read(source);
else {
  const { isRight, findings } = await verifyLog(source, { key: parseVkey(key) });
  if (!isRight) throw new Error(`The log is not right: ${JSON.stringify(findings)}`);
}
const seconds = (performance.now() - begin) / 1_000;
const { user, system } = process.cpuUsage(before);
const processor = (user + system) / 1_000_000;
console.log(JSON.stringify({ seconds, processor, peak: peak() }));
