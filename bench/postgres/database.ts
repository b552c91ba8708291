import { PostgresEventLog } from '@concord/event-log';
import { Client, Pool } from 'pg';
import { migrateEventLog } from '../../libs/event-log/src/postgres/schema.js';
import type { FreshDatabase } from '../../test/support/database.js';
import { newCluster } from '../../test/support/new-cluster.js';
import type { Fact } from '../harness/environment.js';

/** As many as the platform takes for its log. */
const CONNECTIONS = 8;

/** What an answer promises, and what memory there is for it. */
const SETTINGS = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_level'];

/** A table as somebody makes it who only wants to keep rows: what is faster than it promises less. */
const PLAIN = `CREATE TABLE plain (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL, stream text NOT NULL, revision bigint NOT NULL, type text NOT NULL, schema_version integer NOT NULL,
  data json NOT NULL, metadata json NOT NULL, recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`;

/** A PostgreSQL that nobody else uses, as it comes; in it a log, and a table beside it. */
export class BenchDatabase {
  private constructor(
    private readonly cluster: FreshDatabase,
    readonly pool: Pool,
    readonly log: PostgresEventLog,
  ) {}

  static async open(): Promise<BenchDatabase> {
    const cluster = await newCluster();
    const pool = new Pool({ connectionString: cluster.url, max: CONNECTIONS });
    await migrateEventLog(pool);
    await pool.query(PLAIN);
    return new BenchDatabase(cluster, pool, new PostgresEventLog(pool));
  }

  get url(): string {
    return this.cluster.url;
  }

  async facts(): Promise<readonly Fact[]> {
    const { rows } = await this.pool.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
      [SETTINGS],
    );
    return [['PostgreSQL', rows.map(({ name, value }) => `${name} ${value}`).join(', ')]];
  }

  /** A connection of the caller's, who ends it. */
  async connect(): Promise<Client> {
    const client = new Client(this.url);
    await client.connect();
    return client;
  }

  /** Another empty database on the same server, for as long as the work takes. */
  async beside<T>(name: string, work: (url: string) => Promise<T>): Promise<T> {
    const admin = new Client(this.cluster.superuserUrl);
    await admin.connect();
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    try {
      await admin.query(`CREATE DATABASE ${name} OWNER concord`);
      return await work(url.href);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    }
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.pool.end();
    await this.cluster.drop();
  }
}
