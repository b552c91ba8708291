import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { coverage } from './coverage-map/coverage.js';
import { CoverageMapResolver } from './coverage-map/coverage-map.resolver.js';
import { CoverageReader } from './coverage-map/coverage-reader.js';
import { DossierResolver } from './dossier/dossier.resolver.js';
import { dossiers } from './dossier/dossier-part.js';
import { Archive } from './history/archive.js';
import { HistoryResolver } from './history/history.resolver.js';
import { InForceResolver } from './history/in-force.js';
import { PolicyReplayResolver } from './policy-replay/policy-replay.resolver.js';
import { recordedTrades } from './policy-replay/recorded-trade.js';
import { Turns } from './policy-replay/turns.js';

/** What joins contexts: the history of objects, time travel, the dossier of a transaction, drafts run over past trade, the coverage map. */
@Module({
  imports: [ReadModelsModule.of({ projections: [dossiers, recordedTrades, coverage] })],
  providers: [Archive, HistoryResolver, InForceResolver, DossierResolver, PolicyReplayResolver, Turns, CoverageReader, CoverageMapResolver],
  exports: [Archive, CoverageReader],
})
export class InsightModule {}

export { CoverageMapDoor } from './coverage-map/coverage-map.door.js';
