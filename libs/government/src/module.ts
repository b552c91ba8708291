import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { AkomaNtosoImport } from './akoma-ntoso/import.js';
import { AlertsModule } from './alert/alerts.module.js';
import { answer } from './answer/answer.js';
import { answering } from './answer/answer.process.js';
import { AnswerResolver, answerObject } from './answer/answer.resolver.js';
import { CommentFiles } from './comment/comment.files.js';
import { comment } from './comment/comment.js';
import { commentCount } from './comment/comment.process.js';
import { comments } from './comment/comment.read-model.js';
import { CommentResolver, commentObject } from './comment/comment.resolver.js';
import { CorpusController } from './corpus/corpus.controller.js';
import { Corpus } from './corpus/corpus.js';
import { NormCountsResolver } from './corpus/norm-counts.resolver.js';
import { DifferenceResolver } from './difference/difference.resolver.js';
import { docket } from './docket/docket.js';
import { dockets } from './docket/docket.read-model.js';
import { DocketDocumentResolver, DocketResolver, docketObject, NormPapersResolver } from './docket/docket.resolver.js';
import { EliController } from './eli/eli.controller.js';
import { licenceExpiry } from './licence/licence.deadlines.js';
import { licence } from './licence/licence.js';
import { licences } from './licence/licence.read-model.js';
import { LicenceResolver, licenceObject } from './licence/licence.resolver.js';
import { consultationDeadline, consultationNotice, forceAnnouncement } from './norm/norm.deadlines.js';
import { norm } from './norm/norm.js';
import { adoption, conditions } from './norm/norm.process.js';
import { norms } from './norm/norm.read-model.js';
import { NormResolver, NormVersionResolver, normObject } from './norm/norm.resolver.js';
import { RequirementResolver } from './norm/requirement.resolver.js';
import { DatedValueResolver } from './norm/requirement.type.js';
import { RegulationsImport } from './regulations-gov/import.js';
import { SearchResolver } from './search/search.resolver.js';

/** What agencies do: norms, and who may enter the market. */
@Module({
  imports: [
    AlertsModule,
    AggregatesModule.of(norm, comment, answer, docket, licence),
    ReadModelsModule.of({
      projections: [norms, comments, dockets, licences],
      processManagers: [adoption, conditions, commentCount, answering],
      deadlines: [consultationDeadline, consultationNotice, forceAnnouncement, licenceExpiry],
    }),
  ],
  controllers: [EliController, CorpusController],
  providers: [
    AkomaNtosoImport,
    RegulationsImport,
    Corpus,
    NormCountsResolver,
    DifferenceResolver,
    DocketResolver,
    DocketDocumentResolver,
    NormPapersResolver,
    ...docketObject,
    DatedValueResolver,
    RequirementResolver,
    NormResolver,
    NormVersionResolver,
    SearchResolver,
    ...normObject,
    CommentResolver,
    ...commentObject,
    CommentFiles,
    AnswerResolver,
    ...answerObject,
    LicenceResolver,
    ...licenceObject,
  ],
})
export class GovernmentModule {}

/** For the command line. */
export { AkomaNtosoImport } from './akoma-ntoso/import.js';
export { type NotHeld, notHeldOf, notHeldOfMerged } from './akoma-ntoso/not-held.js';
export type { ImportTerms } from './akoma-ntoso/steps.js';
export { mergedWork, type ReadFile, type Work, worksIn } from './akoma-ntoso/work.js';
export { Corpus, type CorpusFilter } from './corpus/corpus.js';
export { readDocket, typeOfItem } from './regulations-gov/docket-item.js';
export { readDocument } from './regulations-gov/document.js';
export { BrokenFile, itemsOf } from './regulations-gov/file.js';
export { partyOfAgency } from './regulations-gov/identity.js';
export { type Imported, RegulationsImport } from './regulations-gov/import.js';
export { BadDocument } from './regulations-gov/item-reader.js';
