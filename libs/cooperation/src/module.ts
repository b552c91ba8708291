import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { agreement } from './agreement/agreement.js';
import { agreements } from './agreement/agreement.read-model.js';
import { AgreementResolver, agreementObject } from './agreement/agreement.resolver.js';

/** What agencies of several jurisdictions do together: agreements. */
@Module({
  imports: [AggregatesModule.of(agreement), ReadModelsModule.of({ projections: [agreements] })],
  providers: [AgreementResolver, ...agreementObject],
})
export class CooperationModule {}
