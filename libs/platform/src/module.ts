import { CommandsModule } from '@concord/commands';
import { ResolverPartsModule } from '@concord/graphql';
import { AssociationModule } from '@concord/modules/association';
import { AuditModule } from '@concord/modules/audit';
import { ConsumerModule } from '@concord/modules/consumer';
import { CooperationModule } from '@concord/modules/cooperation';
import { EnterpriseModule } from '@concord/modules/enterprise';
import { FilesModule } from '@concord/modules/files';
import { GovernmentModule } from '@concord/modules/government';
import { IdentityModule } from '@concord/modules/identity';
import { InsightModule } from '@concord/modules/insight';
import { SecretsModule } from '@concord/modules/secrets';
import { TradeModule } from '@concord/modules/trade';
import { TransparencyModule } from '@concord/modules/transparency';
import { DATABASE_POOL, ProjectionsModule, type RuntimeLog } from '@concord/projections';
import { keptKey, type MasterKey, statedKey } from '@concord/secrets';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from './settings/settings.js';
import type { Storage } from './storage.js';
import { StorageModule } from './storage.module.js';

const masterKeyOf = ({ secretsKey, dataDir }: Settings): MasterKey =>
  secretsKey === undefined ? keptKey(dataDir) : statedKey('CONCORD_SECRETS_KEY', secretsKey);

/** The whole house without a door: what the API, the worker and the command line have in common. */
@Module({})
export class PlatformModule {
  static of(settings: Settings, storage: Storage, log: RuntimeLog): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        StorageModule.of(settings, storage, log),
        SecretsModule.forPool(DATABASE_POOL, masterKeyOf(settings)),
        CommandsModule,
        ProjectionsModule,
        ResolverPartsModule,
        IdentityModule,
        FilesModule,
        AuditModule,
        TransparencyModule,
        GovernmentModule,
        AssociationModule,
        EnterpriseModule,
        TradeModule,
        ConsumerModule,
        CooperationModule,
        InsightModule,
      ],
    };
  }
}

export { httpServer } from './operations/http-server.js';
export { OperationsModule } from './operations/operations.module.js';
