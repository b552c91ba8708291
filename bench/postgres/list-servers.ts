import { PostgresEventLog } from '@concord/event-log';
import { loadSettings, openStorage, type Storage } from '@concord/platform';
import { RunningPlatform } from '../../test/support/running-platform.js';
import { fillShelf } from './norms-in-force.js';
import { type Postgraphile, startPostgraphile } from './postgraphile.js';

/** What a team would write so that PostGraphile lists norms by place and day; PostgreSQL makes one query of it and what is asked. */
const IN_FORCE = `
CREATE SCHEMA yardstick;
CREATE FUNCTION yardstick.norms_in_force(place text, day date) RETURNS SETOF government_norms.norm LANGUAGE sql STABLE AS $$
  SELECT * FROM government_norms.norm
  WHERE jurisdiction = place AND "inForceFrom" <= day AND ("repealedFrom" IS NULL OR "repealedFrom" > day)
  ORDER BY id
$$`;
const SCHEMAS = ['government_norms', 'yardstick'];
const SETTINGS = { NODE_ENV: 'production', CONCORD_LOG_LEVEL: 'warn' };

/** The platform with a shelf of norms, and PostGraphile before the same tables; nothing before they are started. */
export class ListServers {
  private platform: RunningPlatform | undefined;
  private postgraphile: Postgraphile | undefined;

  async start(norms: number, seed: number): Promise<void> {
    this.platform = await RunningPlatform.start(SETTINGS);
    const storage = await openStorage(loadSettings({ CONCORD_DATA_DIR: this.platform.dataDir }), () => undefined);
    try {
      await fill(this.platform, storage, norms, seed);
      // What autovacuum does in the first minutes.
      await storage.modelPool.query('VACUUM ANALYZE government_norms.norm');
      await storage.modelPool.query(IN_FORCE);
      this.postgraphile = await startPostgraphile(storage.url, SCHEMAS);
    } finally {
      await storage.close();
    }
  }

  /** Where each side answers GraphQL. @throws Error before the start */
  get urls(): { readonly ours: string; readonly yardstick: string } {
    if (!this.platform || !this.postgraphile) throw new Error('Nothing has been started that could be asked');
    return { ours: `${this.platform.url}/graphql`, yardstick: this.postgraphile.url };
  }

  async close(): Promise<void> {
    await this.postgraphile?.close();
    await this.platform?.remove();
  }
}

async function fill(platform: RunningPlatform, { logPool }: Storage, norms: number, seed: number): Promise<void> {
  const log = new PostgresEventLog(logPool);
  try {
    await untilSeen(platform, await fillShelf(log, norms, seed));
  } finally {
    await log.close();
  }
}

async function untilSeen(platform: RunningPlatform, position: string): Promise<void> {
  for (;;) {
    const { errors } = await platform.ask('query ($position: Position!) { norms(first: 1, atLeast: $position) { nodes { id } } }', {
      position,
    });
    if (errors.length === 0) return;
    if (errors[0]?.extensions.code !== 'READ_MODEL_BEHIND') throw new Error(`The norms cannot be read: ${JSON.stringify(errors)}`);
  }
}
