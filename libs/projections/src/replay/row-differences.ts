import type { PoolClient } from 'pg';
import type { Table } from '../tables/table.js';

/** One column of a row, as text of PostgreSQL; null is NULL. */
export interface ColumnDifference {
  readonly column: string;
  /** What the log makes of it. */
  readonly expected: string | null;
  /** What the live table says. */
  readonly found: string | null;
}

export interface RowDifference {
  /** `MISSING`: the log makes the row, and the live table has none. `UNEXPECTED`: the other way round. */
  readonly kind: 'CHANGED' | 'MISSING' | 'UNEXPECTED';
  readonly key: Readonly<Record<string, string>>;
  /** Those that differ; of a row that only one side has, all that are not NULL there. */
  readonly columns: readonly ColumnDifference[];
}

export interface TableComparison {
  readonly table: string;
  /** How many rows the log makes. */
  readonly rows: number;
  /** How many rows differ. */
  readonly differences: number;
  /** The first of them, by key. */
  readonly shown: readonly RowDifference[];
}

const MOST_SHOWN = 20;

type Side = readonly (string | null)[] | null;

/** Compares a table in two schemas, within the transaction of the client. PostgreSQL does the work; memory is that of what is shown. */
export async function compareTable(client: PoolClient, table: Table, live: string, expected: string): Promise<TableComparison> {
  const sql = table.differencesSql(live, expected);
  const count = async (of: string): Promise<number> => {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${of}`);
    return Number(rows[0]?.count);
  };
  const { rows: first } = await client.query<[Side, Side]>({ text: `${sql} LIMIT ${MOST_SHOWN}`, rowMode: 'array' });
  return {
    table: table.path(live).replaceAll('"', ''),
    rows: await count(table.path(expected)),
    differences: first.length < MOST_SHOWN ? first.length : await count(`(${sql}) AS differing`),
    shown: first.map(([found, wanted]) => differenceOf(table, wanted, found)),
  };
}

function differenceOf(table: Table, expected: Side, found: Side): RowDifference {
  const columns = table.compared.map((column, index) => ({
    column,
    expected: expected?.[index] ?? null,
    found: found?.[index] ?? null,
  }));
  const key = columns.slice(0, table.keyLength).map(({ column, ...sides }) => [column, sides.expected ?? sides.found ?? ''] as const);
  return {
    kind: expected && found ? 'CHANGED' : expected ? 'MISSING' : 'UNEXPECTED',
    key: Object.fromEntries(key),
    columns: columns.filter((column) => column.expected !== column.found),
  };
}
