import type { Pool } from 'pg';
import type { RowKey } from '../projection.js';
import type { Row, Table } from '../tables/table.js';
import { prepared } from './prepared.js';

/** What a batch does to one table. */
export interface Changes {
  readonly table: Table;
  readonly written: readonly Row[];
  readonly gone: readonly RowKey[];
}

/** The rows of one table that a batch touches, as they were and as they become. */
export class Sheet {
  private readonly keys = new Map<string, RowKey>();
  private stored = new Map<string, Row>();
  private current = new Map<string, Row | undefined>();

  constructor(readonly table: Table) {}

  get size(): number {
    return this.keys.size;
  }

  /** Asks for a row before it is loaded, and names it. */
  want(key: RowKey): string {
    const id = this.table.idOf(key);
    if (!this.keys.has(id)) this.keys.set(id, key);
    return id;
  }

  async load(pool: Pool, schema: string): Promise<void> {
    if (this.keys.size === 0) return;
    const keys = this.table.keyValues([...this.keys.values()]);
    const { rows } = await pool.query<unknown[]>({ ...prepared(this.table.selectSql(schema)), values: keys, rowMode: 'array' });
    for (const values of rows) {
      const row = this.table.rowOf(values);
      this.stored.set(this.table.idOfRow(row), row);
    }
    this.reset();
  }

  /** Back to what is stored. */
  reset(): void {
    this.current = new Map(this.stored);
  }

  get(id: string): Row | undefined {
    return this.current.get(id);
  }

  set(id: string, row: Row | undefined): void {
    this.current.set(id, row);
  }

  changes(): Changes {
    const written: Row[] = [];
    const gone: RowKey[] = [];
    for (const [id, row] of this.current) {
      const stored = this.stored.get(id);
      if (row === stored) continue;
      const key = this.keys.get(id);
      if (row) written.push(row);
      else if (key !== undefined) gone.push(key);
    }
    return { table: this.table, written, gone };
  }
}
