import { PostgresEventLog } from '@concord/event-log';
import { loadSettings, openStorage } from '@concord/platform';
import { RunningPlatform } from '../../test/support/running-platform.js';
import { Drafting } from './command.js';

/** The built platform as its users run it, and its log from beside it. */
export interface BenchPlatform {
  readonly drafting: Drafting;
  readonly log: PostgresEventLog;
  close(): Promise<void>;
}

export async function openPlatform(): Promise<BenchPlatform> {
  const platform = await RunningPlatform.start({ NODE_ENV: 'production', CONCORD_LOG_LEVEL: 'warn' });
  const storage = await openStorage(loadSettings({ CONCORD_DATA_DIR: platform.dataDir }), () => undefined);
  const log = new PostgresEventLog(storage.logPool);
  return {
    drafting: await Drafting.on(platform),
    log,
    async close() {
      await log.close();
      await storage.close();
      await platform.remove();
    },
  };
}
