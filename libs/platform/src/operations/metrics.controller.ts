import { ProjectionOperator } from '@concord/projections';
import { Controller, Get, Header } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, register } from 'prom-client';

/** Measurements for Prometheus. */
@Controller('metrics')
export class MetricsController {
  private readonly lag = gauge(
    'concord_projection_lag_positions',
    'How far a read model is behind the log: events where PostgreSQL keeps the log, bytes where EventStoreDB does.',
  );
  private readonly stopped = gauge('concord_projection_stopped', '1 when a read model stands before an event that it cannot handle.');
  private readonly position = gauge('concord_projection_position', 'The position of the log that a read model has seen.');
  private readonly head = gauge('concord_log_head_position', 'The position of the last event in the log.', []);

  constructor(private readonly operator: ProjectionOperator) {
    if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics();
  }

  @Get()
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    for (const { name, lag, status, position, head } of await this.operator.list()) {
      this.lag.set({ projection: name }, lag);
      this.stopped.set({ projection: name }, status === 'stopped' ? 1 : 0);
      this.position.set({ projection: name }, Number(position));
      this.head.set(Number(head));
    }
    return register.metrics();
  }
}

/** The gauge of this name; one for all applications that a process (such as a test) starts. */
function gauge(name: string, help: string, labelNames: string[] = ['projection']): Gauge {
  return (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help, labelNames });
}
