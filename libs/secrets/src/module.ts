import type { Secrets } from '@concord/kernel';
import { type DynamicModule, type InjectionToken, Module } from '@nestjs/common';
import type { Pool } from 'pg';
import type { MasterKey } from './master-key.js';
import { PostgresSecrets } from './postgres-secrets.js';
import { SECRETS } from './secrets.js';

/** Gives everybody who injects `SECRETS` the keys beside the log. */
@Module({})
export class SecretsModule {
  /** @param pool the token of a `pg` pool that a global module exports, and ends */
  static forPool(pool: InjectionToken, masterKey: MasterKey): DynamicModule {
    const secrets = {
      provide: SECRETS,
      inject: [pool],
      useFactory: (given: Pool): Promise<Secrets> => PostgresSecrets.open(given, masterKey),
    };
    return { module: SecretsModule, global: true, providers: [secrets], exports: [SECRETS] };
  }
}
