import { AggregatesModule } from '@concord/commands';
import { MANDATES } from '@concord/identity';
import { ReadModelsModule } from '@concord/projections';
import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { access } from './access/access.js';
import { accesses } from './access/access.read-model.js';
import { AccessResolver } from './access/access.resolver.js';
import { AccessRecorder } from './access/access-recorder.js';
import { QueryRecorder } from './access/query-recorder.js';
import { mandate } from './mandate/mandate.js';
import { mandates } from './mandate/mandate.read-model.js';
import { AuditMandateResolver, mandateObject } from './mandate/mandate.resolver.js';
import { MandateCheck } from './mandate/mandate-check.js';

/** What auditors may read, and who has read what. */
@Global()
@Module({
  imports: [AggregatesModule.of(mandate, access), ReadModelsModule.of({ projections: [mandates, accesses] })],
  providers: [
    AuditMandateResolver,
    ...mandateObject,
    MandateCheck,
    { provide: MANDATES, useExisting: MandateCheck },
    AccessResolver,
    AccessRecorder,
    { provide: APP_INTERCEPTOR, useClass: QueryRecorder },
  ],
  exports: [MandateCheck, MANDATES, AccessRecorder],
})
export class AuditModule {}

export { GrantAuditMandate } from './mandate/mandate.commands.js';
