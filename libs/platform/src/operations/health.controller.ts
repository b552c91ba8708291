import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { ProjectionOperator } from '@concord/projections';
import { TreeReader } from '@concord/transparency';
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

/** Milliseconds for which an event may wait for a signed checkpoint before somebody should look: a notary takes one second. */
const NOTARY_PATIENCE_MS = 60_000;

/** Whether this process can do its work. 200 when it can, 503 with the reason when it cannot. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly operator: ProjectionOperator,
    private readonly tree: TreeReader,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** The process runs: restart it only when this fails. */
  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** The stores answer, no read model has stopped, and what is recorded is signed. */
  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.answers('event log', async () => ({ head: await this.log.head() })),
      () => this.answers('database', () => this.dataSource.query('SELECT 1').then(() => ({}))),
      () => this.projections(),
      () => this.notary(),
    ]);
  }

  private async notary(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('transparency log');
    try {
      const event = await inTime(this.tree.firstUncovered());
      if (!event || Date.now() - Date.parse(event.recordedAt) < NOTARY_PATIENCE_MS) return indicator.up();
      const reason = `No checkpoint covers the event at position ${event.position}, recorded at ${event.recordedAt}: no notary works, or it has found the log changed`;
      return indicator.down({ reason });
    } catch (error) {
      return indicator.down({ reason: error instanceof Error ? error.message : String(error) });
    }
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
