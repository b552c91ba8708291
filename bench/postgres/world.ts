import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EventLog, PostgresEventLog } from '@concord/event-log';
import { loadSettings, openStorage } from '@concord/platform';
import { howMany } from '../../test/support/roll-call-count.js';
import { RunningPlatform } from '../../test/support/running-platform.js';
import { fillShelf } from './norms-in-force.js';
import { Pattern } from './pattern.js';

const ROLL_CALLS = fileURLToPath(new URL('../../test/data/roll-calls', import.meta.url));
const ASSEMBLY = 'un-general-assembly';
/** Long enough for the last vote of the folder. */
const OPEN_FOR = 'PT15S';
const LOOK_MS = 200;
const QUIET_MS = 1_000;
/** Ten worlds have enough for a full page of those that are in force in one jurisdiction. */
const NORMS = 45;

async function said(platform: RunningPlatform, ...command: readonly string[]): Promise<void> {
  const { code, stderr } = await platform.cli(...command);
  if (code !== 0) throw new Error(`concord ${command[0]} failed: ${stderr}`);
}

/** Until nothing follows by itself any more: what the ballots have decided is recorded with their standards. */
async function untilQuiet(log: EventLog): Promise<void> {
  for (let before = ''; ; await pause(QUIET_MS)) {
    const head = await log.head();
    if (head === before) return;
    before = head;
  }
}

/**
 * What a platform records when its demo is played, a session of the General Assembly votes by roll call, and norms are
 * published: all of it through its own commands but for the norms, of which the events are made. Most of it are votes.
 */
export async function world(seed: number): Promise<Pattern> {
  const platform = await RunningPlatform.start({ CONCORD_LOG_LEVEL: 'warn' });
  const storage = await openStorage(loadSettings({ CONCORD_DATA_DIR: platform.dataDir }), () => undefined);
  const log = new PostgresEventLog(storage.logPool);
  try {
    await said(platform, 'demo', '--url', platform.url);
    await said(platform, 'import', 'roll-calls', ROLL_CALLS, '--open-for', OPEN_FOR);
    await fillShelf(log, NORMS, seed);
    while ((await howMany(platform, ASSEMBLY, 'OPEN')) > 0) await pause(LOOK_MS);
    await untilQuiet(log);
    return await Pattern.of(storage.logPool);
  } finally {
    await log.close();
    await storage.close();
    await platform.remove();
  }
}
