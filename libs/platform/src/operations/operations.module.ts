import { TransparencyModule } from '@concord/modules/transparency';
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';

/** What operators and load balancers ask of a process. */
@Module({ imports: [TerminusModule.forRoot({ logger: false }), TransparencyModule], controllers: [HealthController, MetricsController] })
export class OperationsModule {}
