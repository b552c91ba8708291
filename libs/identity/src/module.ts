import { AggregatesModule, STANDING } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Global, Module, type Provider } from '@nestjs/common';
import { party } from './party/party.js';
import { personalKeys } from './party/party.process.js';
import { parties } from './party/party.read-model.js';
import { PartyResolver, partyObject } from './party/party.resolver.js';
import { PartyStanding } from './party/party.standing.js';
import { PUBLIC_ACTS_PER_HOUR, PublicQuota } from './public-quota.js';

const publicQuota: Provider = {
  provide: PublicQuota,
  inject: [{ token: PUBLIC_ACTS_PER_HOUR, optional: true }],
  useFactory: (perHour?: number) => new PublicQuota(perHour),
};

/** Who acts, for which party, with what right. */
@Global()
@Module({
  imports: [AggregatesModule.of(party), ReadModelsModule.of({ projections: [parties], processManagers: [personalKeys] })],
  providers: [PartyResolver, ...partyObject, PartyStanding, { provide: STANDING, useExisting: PartyStanding }, publicQuota],
  exports: [STANDING, PublicQuota],
})
export class IdentityModule {}

export { AccessModule } from './access.module.js';
export { Doorkeeper } from './doorkeeper.js';
export { tokenNeeded } from './identify.js';
export { RegisterParty } from './party/party.commands.js';
export { DEFAULT_PUBLIC_ACTS_PER_HOUR, PUBLIC_ACTS_PER_HOUR, PublicQuota } from './public-quota.js';
