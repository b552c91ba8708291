import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { ProjectionOperator } from '@concord/projections';
import { Controller, Get, Inject } from '@nestjs/common';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** Milliseconds after which a store that does not answer counts as down. */
const PATIENCE_MS = 3_000;

/** Whether this process can do its work. 200 when it can, 503 with the reason when it cannot. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly operator: ProjectionOperator,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** The process runs: restart it only when this fails. */
  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** The stores answer, and no read model has stopped. */
  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.answers('event log', async () => ({ head: await this.log.head() })),
      () => this.answers('database', () => this.dataSource.query('SELECT 1').then(() => ({}))),
      () => this.projections(),
    ]);
  }

  private async answers(name: string, ask: () => Promise<Record<string, unknown>>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      return indicator.up(await inTime(ask()));
    } catch (error) {
      return indicator.down({ reason: error instanceof Error ? error.message : String(error) });
    }
  }

  private async projections(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('read models');
    try {
      const stopped = (await inTime(this.operator.list())).filter(({ status }) => status === 'stopped');
      if (stopped.length === 0) return indicator.up();
      return indicator.down({ stopped: stopped.map(({ name, error }) => ({ name, eventId: error?.eventId, reason: error?.message })) });
    } catch (error) {
      return indicator.down({ reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
