import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { consultationDeadline } from './norm/norm.deadlines.js';
import { norm } from './norm/norm.js';
import { norms } from './norm/norm.read-model.js';
import { NormResolver, normObject } from './norm/norm.resolver.js';

/** What agencies do: norms, and who may enter the market. */
@Module({
  imports: [AggregatesModule.of(norm), ReadModelsModule.of({ projections: [norms], deadlines: [consultationDeadline] })],
  providers: [NormResolver, ...normObject.providers],
})
export class GovernmentModule {}
