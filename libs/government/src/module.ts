import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { licenceExpiry } from './licence/licence.deadlines.js';
import { licence } from './licence/licence.js';
import { licences } from './licence/licence.read-model.js';
import { LicenceResolver, licenceObject } from './licence/licence.resolver.js';
import { consultationDeadline } from './norm/norm.deadlines.js';
import { norm } from './norm/norm.js';
import { norms } from './norm/norm.read-model.js';
import { NormResolver, normObject } from './norm/norm.resolver.js';
import { RegulationsImport } from './regulations-gov/import.js';

/** What agencies do: norms, and who may enter the market. */
@Module({
  imports: [
    AggregatesModule.of(norm, licence),
    ReadModelsModule.of({ projections: [norms, licences], deadlines: [consultationDeadline, licenceExpiry] }),
  ],
  providers: [RegulationsImport, NormResolver, ...normObject, LicenceResolver, ...licenceObject],
})
export class GovernmentModule {}

/** For the command line. */
export { BadDocument, readDocument } from './regulations-gov/document.js';
export { BrokenFile, itemsOf } from './regulations-gov/file.js';
export { partyOfAgency, RegulationsImport } from './regulations-gov/import.js';
