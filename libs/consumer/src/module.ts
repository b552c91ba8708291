import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { answerDeadline, closeDeadline } from './complaint/complaint.deadlines.js';
import { complaint } from './complaint/complaint.js';
import { complaints } from './complaint/complaint.read-model.js';
import { ComplaintResolver, complaintObject } from './complaint/complaint.resolver.js';
import { procedure } from './procedure/procedure.js';
import { procedures } from './procedure/procedure.read-model.js';
import { ProcedureResolver, procedureObject } from './procedure/procedure.resolver.js';

/** What consumers do when something went wrong: complaints, by the procedures of agencies. */
@Module({
  imports: [
    AggregatesModule.of(procedure, complaint),
    ReadModelsModule.of({ projections: [procedures, complaints], deadlines: [answerDeadline, closeDeadline] }),
  ],
  providers: [ProcedureResolver, ...procedureObject, ComplaintResolver, ...complaintObject],
})
export class ConsumerModule {}
