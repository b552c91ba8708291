import { PlatformModule } from '@concord/modules/platform';
import { loadSettings, NestLog, openLog, openStorage, runtimeLog } from '@concord/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { untilStopped } from './until-stopped.js';

/**
 * Opens the platform without its server for one piece of work, and closes it again. Where the platform is running
 * on the same data, this joins it; the log tells both of each other's events.
 */
export async function withPlatform<T>(work: (platform: INestApplicationContext, signal: AbortSignal) => Promise<T>): Promise<T> {
  const settings = loadSettings();
  const logger = openLog('warn');
  const storage = await openStorage(settings, (sentence) => process.stderr.write(`${sentence}\n`));
  try {
    return await untilStopped(async (signal) => {
      const platform = await NestFactory.createApplicationContext(PlatformModule.of(settings, storage, runtimeLog(logger)), {
        logger: new NestLog(logger),
        abortOnError: false,
      });
      try {
        return await work(platform, signal);
      } finally {
        await platform.close();
      }
    });
  } finally {
    await storage.close();
  }
}
