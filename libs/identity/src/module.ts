import { AggregatesModule, STANDING } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Global, Module } from '@nestjs/common';
import { party } from './party/party.js';
import { parties } from './party/party.read-model.js';
import { PartyResolver, partyObject } from './party/party.resolver.js';
import { PartyStanding } from './party/party.standing.js';

/** Who acts, for which party, with what right. */
@Global()
@Module({
  imports: [AggregatesModule.of(party), ReadModelsModule.of({ projections: [parties] })],
  providers: [PartyResolver, ...partyObject, PartyStanding, { provide: STANDING, useExisting: PartyStanding }],
  exports: [STANDING],
})
export class IdentityModule {}

export { AccessGuard, TOKEN_VERIFIER } from './access.guard.js';
export { RegisterParty } from './party/party.commands.js';
