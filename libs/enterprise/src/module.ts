import { AggregatesModule } from '@concord/commands';
import { ReadModelsModule } from '@concord/projections';
import { Module } from '@nestjs/common';
import { registration } from './registration/registration.js';
import { registrations } from './registration/registration.read-model.js';
import { enterpriseObject, RegistrationResolver } from './registration/registration.resolver.js';

/** What enterprises do: they register. */
@Module({
  imports: [AggregatesModule.of(registration), ReadModelsModule.of({ projections: [registrations] })],
  providers: [RegistrationResolver, ...enterpriseObject],
})
export class EnterpriseModule {}
