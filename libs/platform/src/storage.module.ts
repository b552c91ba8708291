import { EventLogModule } from '@concord/event-log';
import { FILE_LIMIT } from '@concord/files';
import { WEBHOOK_TARGETS_ALLOWED } from '@concord/government';
import { PUBLIC_ACTS_PER_HOUR } from '@concord/modules/identity';
import { DATABASE_POOL, READ_PATIENCE_MS, REPLAYABLE, RUNTIME_LOG, type RuntimeLog } from '@concord/projections';
import { WITNESSES, witnessesFrom } from '@concord/transparency';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from './settings/settings.js';
import { QUERY_CONNECTIONS, type Storage } from './storage.js';

const LOG_POOL = Symbol('LogPool');

/** Gives the settings, the log and the database to everybody. The storage stays its opener's to close. */
@Global()
@Module({})
export class StorageModule {
  static of(settings: Settings, { url, logPool, modelPool }: Storage, log: RuntimeLog): DynamicModule {
    const pools: DynamicModule = {
      module: class Pools {},
      providers: [{ provide: LOG_POOL, useValue: logPool }],
      exports: [LOG_POOL],
    };
    const { eventLog: engine } = settings;
    const eventLog = engine === 'postgres' ? EventLogModule.forPool(LOG_POOL, [pools]) : EventLogModule.forEventStore(engine);
    return {
      module: StorageModule,
      imports: [
        eventLog,
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          synchronize: false,
          logging: false,
          installExtensions: false,
          applicationName: 'concord queries',
          poolSize: QUERY_CONNECTIONS,
          poolErrorHandler: () => undefined,
          extra: REPLAYABLE,
        }),
      ],
      providers: [
        { provide: Settings, useValue: settings },
        { provide: DATABASE_POOL, useValue: modelPool },
        { provide: RUNTIME_LOG, useValue: log },
        { provide: READ_PATIENCE_MS, useValue: settings.readYourWritesTimeoutMs },
        { provide: FILE_LIMIT, useValue: settings.fileLimit },
        { provide: PUBLIC_ACTS_PER_HOUR, useValue: settings.publicActsPerHour },
        { provide: WEBHOOK_TARGETS_ALLOWED, useValue: settings.webhookTargets },
        { provide: WITNESSES, useValue: witnessesFrom(settings.witnesses ?? '') },
      ],
      exports: [
        Settings,
        DATABASE_POOL,
        RUNTIME_LOG,
        READ_PATIENCE_MS,
        FILE_LIMIT,
        PUBLIC_ACTS_PER_HOUR,
        WEBHOOK_TARGETS_ALLOWED,
        WITNESSES,
        eventLog,
      ],
    };
  }
}
