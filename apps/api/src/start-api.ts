import { httpServer } from '@concord/modules/platform';
import { NestLog, openLog, openStorage, type Running, runtimeLog, type Settings } from '@concord/platform';
import { Worker } from '@concord/projections';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ApiModule } from './api.module.js';
import { openTokens } from './tokens.js';

/** A running API. */
export interface RunningApi extends Running {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly app: NestFastifyApplication;
}

/** Starts the API, and the worker in the same process where the settings say so. */
export async function startApi(settings: Settings): Promise<RunningApi> {
  const logger = openLog(settings.logLevel);
  const storage = await openStorage(settings, (sentence) => logger.info({ context: 'embedded PostgreSQL' }, sentence));
  try {
    const { verifier, demo } = await openTokens(settings);
    const app = await NestFactory.create<NestFastifyApplication>(
      ApiModule.of(settings, storage, verifier, runtimeLog(logger)),
      httpServer(logger, settings.bodyLimit, settings.trustedProxies),
      { logger: new NestLog(logger), abortOnError: false },
    );
    if (demo) {
      const server = app.getHttpAdapter().getInstance() as FastifyInstance;
      server.get('/.well-known/jwks.json', async () => demo.jwks());
    }
    await app.listen(settings.port, settings.host);
    if (settings.worker) await app.get(Worker).start();
    return {
      url: await app.getUrl(),
      app,
      async close() {
        await app.close();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
