import type { Client, Pool, QueryConfig } from 'pg';
import { ownConnection } from './transaction.js';

const KEYS = 'unnest($1::text[]) AS k (key)';
const HASH = `hashtextextended('concord.projections/' || key, 0)`;

/**
 * What one worker holds: locks that PostgreSQL keeps for as long as the worker's one connection lives. With the
 * connection they are lost, and another worker takes them.
 */
export class Lease {
  private readonly held = new Set<string>();
  private readonly loss = new AbortController();

  private constructor(private readonly client: Client) {
    client.once('end', () => this.loss.abort());
  }

  /**
   * @param wake called when an operator has asked for something
   * @throws Error when there is no connection to be had
   */
  static async open(pool: Pool, wake: () => void): Promise<Lease> {
    const client = ownConnection(pool, 'concord lease');
    client.on('notification', wake);
    try {
      await client.connect();
      await client.query('LISTEN concord_projection_control');
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    return new Lease(client);
  }

  /** Aborted when the connection, and all that was held, is lost. */
  get lost(): AbortSignal {
    return this.loss.signal;
  }

  holds(key: string): boolean {
    return this.held.has(key) && !this.loss.signal.aborted;
  }

  /** Takes what is free of these, keeps what it has of them, and gives back everything else. */
  async hold(keys: ReadonlySet<string>): Promise<void> {
    await this.release([...this.held].filter((key) => !keys.has(key)));
    await this.take([...keys].filter((key) => !this.held.has(key)));
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    this.held.clear();
    await this.client.end().catch(() => undefined);
    this.loss.abort();
  }

  private async release(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    for (const key of keys) this.held.delete(key);
    await this.query(`SELECT pg_advisory_unlock(${HASH}) FROM ${KEYS}`, [keys]);
  }

  private async take(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const rows = await this.query<{ key: string; taken: boolean }>(`SELECT key, pg_try_advisory_lock(${HASH}) AS taken FROM ${KEYS}`, [
      keys,
    ]);
    for (const { key } of rows.filter(({ taken }) => taken)) this.held.add(key);
  }

  /** Asks over the connection on which the locks depend: it fails when they are lost, or the connection has died without a word. */
  async query<T extends object>(text: string, values: unknown[] = []): Promise<readonly T[]> {
    const question: QueryConfig & { query_timeout: number } = { text, values, query_timeout: 5_000 };
    const { rows } = await this.client.query<T>(question);
    return rows;
  }
}
