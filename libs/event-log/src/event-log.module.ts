import { type DynamicModule, Inject, type InjectionToken, Module, type ModuleMetadata, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { EVENT_LOG, type EventLog } from './event-log.js';
import type { EventStoreEventLogOptions } from './eventstore/eventstore-event-log.js';
import { HorizonLog } from './horizon.js';
import { PostgresEventLog, type PostgresEventLogOptions } from './postgres/postgres-event-log.js';
import { migrateEventLog } from './postgres/schema.js';

/** Gives the log to those who inject `EVENT_LOG`, and closes it after the last request. */
@Module({})
export class EventLogModule implements OnApplicationShutdown {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /**
   * The log in PostgreSQL, its schema brought up to date.
   * @param pool the token of the `pg` pool, which stays its module's to end
   * @param imports the module that exports the pool, unless that one is global
   */
  static forPool(pool: InjectionToken, imports: ModuleMetadata['imports'] = [], options: PostgresEventLogOptions = {}): DynamicModule {
    const log = {
      provide: EVENT_LOG,
      inject: [pool],
      useFactory: async (given: Pool): Promise<EventLog> => {
        await migrateEventLog(given);
        return new HorizonLog(new PostgresEventLog(given, options));
      },
    };
    return { module: EventLogModule, imports, providers: [log], exports: [EVENT_LOG] };
  }

  /**
   * The log in EventStoreDB.
   * @param url the address, as `parseEventStoreAddress` takes it
   */
  static forEventStore(url: string, options: EventStoreEventLogOptions = {}): DynamicModule {
    const log = {
      provide: EVENT_LOG,
      useFactory: async (): Promise<EventLog> => {
        // Its client is large: whoever has the log in PostgreSQL does without.
        const { EventStoreEventLog } = await import('./eventstore/eventstore-event-log.js');
        return new HorizonLog(new EventStoreEventLog(url, options));
      },
    };
    return { module: EventLogModule, providers: [log], exports: [EVENT_LOG] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
