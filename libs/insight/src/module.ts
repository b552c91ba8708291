import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { DossierResolver } from './dossier/dossier.resolver.js';
import { dossiers } from './dossier/dossier-part.js';
import { Archive } from './history/archive.js';
import { HistoryResolver } from './history/history.resolver.js';

/** What joins contexts: the history of objects, time travel, the dossier of a transaction. */
@Module({
  imports: [ReadModelsModule.of({ projections: [dossiers] })],
  providers: [Archive, HistoryResolver, DossierResolver],
  exports: [Archive],
})
export class InsightModule {}
