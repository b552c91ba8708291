import { setTimeout as pause } from 'node:timers/promises';
import { PostgresEventLog } from '@concord/event-log';
import { Client, Pool } from 'pg';
import { EmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/embedded-postgres.js';
import { RunningPlatform } from '../../test/support/running-platform.js';
import type { Pattern } from './pattern.js';

const LOG_CONNECTIONS = 8;
const ENVIRONMENT = { NODE_ENV: 'production', CONCORD_LOG_LEVEL: 'warn' };

/** The process managers have acted when the pattern was lived, and would act on each copy again. */
const ACTED = `
  WITH last AS (SELECT position, jsonb_build_object('eventId', id, 'stream', stream, 'revision', revision) AS event
    FROM concord_log.event ORDER BY position DESC LIMIT 1)
  UPDATE concord_projections.projection SET position = last.position, behind = last.event FROM last
  WHERE name IN ('association.ballot-results', 'association.ballot-texts', 'trade.admission')`;
/** Their tables are built as far as they have acted. */
const BUILD = `
  INSERT INTO concord_projections.projection (name, stage, version, shape, log)
  SELECT name, 'next', 0, 'asked for', log FROM concord_projections.projection WHERE position > 0`;
const BEHIND = `
  SELECT p.name, p.stage, p.status, p.position::integer AS position FROM concord_projections.projection p
  WHERE p.stage = 'next' OR p.status <> 'running' OR p.position < (SELECT max(position) FROM concord_log.event)`;

interface Behind {
  readonly name: string;
  readonly stage: string;
  readonly status: string;
  readonly position: number;
}

const LOOK_MS = 500;
const TELL_EVERY_MS = 10_000;

/** A platform with a history, of which its read models have seen everything. */
export class GrownPlatform {
  private constructor(
    readonly platform: RunningPlatform,
    readonly log: PostgresEventLog,
    private readonly pool: Pool,
    private readonly server: EmbeddedPostgres,
  ) {}

  static async open(pattern: Pattern, events: number): Promise<GrownPlatform> {
    const platform = await RunningPlatform.start(ENVIRONMENT);
    const server = await EmbeddedPostgres.open({ dataDir: platform.dataDir });
    const pool = new Pool({ connectionString: server.url, max: LOG_CONNECTIONS });
    const grown = new GrownPlatform(platform, new PostgresEventLog(pool), pool, server);
    try {
      await grown.grow(pattern, events);
      return grown;
    } catch (error) {
      await grown.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.pool.end();
    await this.platform.end();
    await this.server.close();
    await this.platform.remove();
  }

  /** Records while nobody else is there, then lets the platform catch up. */
  private async grow(pattern: Pattern, events: number): Promise<void> {
    const { platform, pool, server } = this;
    const begin = performance.now();
    const tell = (sentence: string): void => {
      const seconds = Math.round((performance.now() - begin) / 1_000);
      process.stderr.write(`${events.toLocaleString('en')} events, ${seconds} s: ${sentence}\n`);
    };
    await platform.end();
    await pattern.fill(server.url, events);
    tell('recorded');
    await pool.query(ACTED);
    await pool.query(BUILD);
    await platform.startAgain();
    await untilAllAreBuilt(pool, tell);
    await settle(server.superuserUrl, server.url);
    tell('all read models have seen them');
  }
}

async function untilAllAreBuilt(pool: Pool, tell: (sentence: string) => void): Promise<void> {
  for (let told = performance.now(); ; await pause(LOOK_MS)) {
    const { rows } = await pool.query<Behind>(BEHIND);
    if (rows.length === 0) return;
    const stopped = rows.find(({ status }) => status === 'stopped');
    if (stopped) throw new Error(`The projection ${stopped.name} has stopped behind ${stopped.position}`);
    if (performance.now() - told < TELL_EVERY_MS) continue;
    told = performance.now();
    tell(rows.map(({ name, position }) => `${name} at ${position.toLocaleString('en')}`).join(', '));
  }
}

/** What autovacuum and the checkpointer would have done some minutes later: it is measured as it is the day after. */
async function settle(superuserUrl: string, url: string): Promise<void> {
  const admin = new Client(Object.assign(new URL(superuserUrl), { pathname: new URL(url).pathname }).href);
  await admin.connect();
  try {
    await admin.query('VACUUM (ANALYZE)');
    await admin.query('CHECKPOINT');
  } finally {
    await admin.end();
  }
}
