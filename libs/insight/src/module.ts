import { TransparencyModule } from '@concord/modules/transparency';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { coverage } from './coverage-map/coverage.js';
import { CoverageMapResolver } from './coverage-map/coverage-map.resolver.js';
import { CoverageReader } from './coverage-map/coverage-reader.js';
import { DossierResolver } from './dossier/dossier.resolver.js';
import { dossiers } from './dossier/dossier-part.js';
import { DossierParts } from './dossier/dossier-parts.js';
import { DossierReader } from './dossier/dossier-reader.js';
import { PROOFS } from './dossier/proofs.js';
import { CauseIndex } from './explain/cause-index.js';
import { causes } from './explain/causes.js';
import { ExplainResolver } from './explain/explain.resolver.js';
import { Explainers } from './explain/explainers.js';
import { Explanations } from './explain/explanations.js';
import { Archive } from './history/archive.js';
import { HistoryResolver } from './history/history.resolver.js';
import { InForceResolver } from './history/in-force.js';
import { PolicyReplayResolver } from './policy-replay/policy-replay.resolver.js';
import { recordedTrades } from './policy-replay/recorded-trade.js';
import { Turns } from './policy-replay/turns.js';
import { DossierProofs } from './proof/dossier-proofs.js';
import { ProofResolver } from './proof/proof.resolver.js';

/** What joins contexts: the history of objects, time travel, why something is as it is, dossiers, drafts run over past trade, the coverage map. */
@Module({
  imports: [TransparencyModule, ReadModelsModule.of({ projections: [dossiers, recordedTrades, coverage], overCauses: [causes] })],
  providers: [
    Archive,
    HistoryResolver,
    InForceResolver,
    CauseIndex,
    Explainers,
    Explanations,
    ExplainResolver,
    DossierParts,
    DossierReader,
    DossierResolver,
    PolicyReplayResolver,
    Turns,
    CoverageReader,
    CoverageMapResolver,
    ProofResolver,
    { provide: PROOFS, useClass: DossierProofs },
  ],
  exports: [Archive, CoverageReader, DossierReader, Explainers],
})
export class InsightModule {}

export { CoverageMapDoor } from './coverage-map/coverage-map.door.js';
export { DossierDoor } from './dossier/dossier.door.js';
