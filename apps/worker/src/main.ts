#!/usr/bin/env node
import { httpServer, OperationsModule, PlatformModule } from '@concord/modules/platform';
import { loadSettings, NestLog, openLog, openStorage, run, runtimeLog } from '@concord/platform';
import { Worker } from '@concord/projections';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The worker: read models, process managers and deadlines, with nothing to the outside but its health and metrics. */
void run(async () => {
  const settings = loadSettings();
  const logger = openLog(settings.logLevel);
  const storage = await openStorage(settings, (sentence) => logger.info({ context: 'embedded PostgreSQL' }, sentence));
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: class WorkerModule {}, imports: [PlatformModule.of(settings, storage, runtimeLog(logger)), OperationsModule] },
    httpServer(logger, settings.bodyLimit),
    { logger: new NestLog(logger), abortOnError: false },
  );
  await app.listen(settings.port, settings.host);
  await app.get(Worker).start();
  logger.info({ url: await app.getUrl() }, 'The worker is running');
  return {
    patienceMs: settings.shutdownTimeoutMs,
    async close() {
      await app.close();
      await storage.close();
    },
  };
});
