import type { Class } from '@concord/kernel';
import type { DataSource, EntityMetadata } from 'typeorm';
import type { RowKey, RowsOf } from '../projection.js';
import { arrayLiteral } from './array-literal.js';
import { type Codec, codecOf } from './codec.js';

/** A row in memory: plain data, a member for each column. */
export type Row = Readonly<Record<string, unknown>>;

interface TableColumn {
  readonly property: string;
  readonly name: string;
  readonly nullable: boolean;
  readonly codec: Codec;
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** One table of a projection: how its rows travel to and from PostgreSQL, many at a time. */
export class Table {
  readonly name: string;
  private readonly entity: Class;
  private readonly columns: readonly TableColumn[];
  private readonly key: readonly TableColumn[];

  constructor(
    readonly rows: RowsOf,
    readonly metadata: EntityMetadata,
    dataSource: DataSource,
  ) {
    const toColumn = (column: EntityMetadata['columns'][number]): TableColumn => ({
      property: column.propertyName,
      name: quote(column.databaseName),
      nullable: column.isNullable,
      codec: codecOf(column, dataSource),
    });
    this.entity = rows.entity;
    this.name = metadata.tableName;
    this.columns = metadata.columns.map(toColumn);
    this.key = metadata.primaryColumns.map(toColumn);
  }

  /** The key as text that tells rows apart. @throws RangeError when it does not fit the primary key */
  idOf(key: RowKey): string {
    if (typeof key === 'string') {
      if (this.key.length === 1) return key;
    } else if (key.length === this.key.length) {
      return key.length === 1 ? String(key[0]) : JSON.stringify(key);
    }
    throw new RangeError(`${JSON.stringify(key)} is no key of ${this.entity.name}: it has ${this.key.length} columns`);
  }

  /** The row as the table will give it back. @throws RangeError when the table cannot keep it, naming column and rule */
  settle(row: object, id: string): Row {
    const source = row as Row;
    const settled: Record<string, unknown> = {};
    for (const column of this.columns) settled[column.property] = this.settleValue(column, source[column.property]);
    const rowId =
      this.key.length === 1 ? String(settled[this.key[0]?.property ?? '']) : this.idOf(this.key.map((c) => settled[c.property] as string));
    if (rowId !== id) throw new RangeError(`${this.entity.name} ${id} evolved into the row of another key, ${rowId}`);
    return settled;
  }

  private settleValue({ property, nullable, codec }: TableColumn, value: unknown): unknown {
    try {
      if (value !== null && value !== undefined) return codec.settle(value);
      if (!nullable) throw new RangeError('must not be null');
      return null;
    } catch (error) {
      const shown = JSON.stringify(value)?.slice(0, 100);
      throw new RangeError(`${this.entity.name}.${property} is ${shown}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Reads rows by their keys: one array a key column. A loop over an index, whatever the planner knows of the table. */
  selectSql(schema: string): string {
    const columns = this.columns.map(({ name, codec }) => codec.select?.(`t.${name}`) ?? `t.${name}`);
    return `SELECT r.* FROM ${this.keysFrom()} CROSS JOIN LATERAL
      (SELECT ${columns.map((column, index) => `${column} AS c${index}`).join(', ')} FROM ${this.path(schema)} t WHERE ${this.keysMatch()} LIMIT 1) r`;
  }

  deleteSql(schema: string): string {
    return `DELETE FROM ${this.path(schema)} t USING ${this.keysFrom()} WHERE ${this.keysMatch()}`;
  }

  /**
   * @param first the number of its first parameter, of as many as there are columns
   * @param condition SQL without which nothing is written
   */
  upsertSql(schema: string, first: number, condition: string): string {
    const names = this.columns.map(({ name }) => name);
    const values = this.columns.map(({ codec }, index) => `v.c${index}${codec.cast ? `::${codec.cast}` : ''}`);
    const carriers = this.columns.map(({ codec }, index) => `$${first + index}::${codec.carrier}[]`);
    const keys = this.key.map(({ name }) => name);
    const changes = names.filter((name) => !keys.includes(name)).map((name) => `${name} = excluded.${name}`);
    return `INSERT INTO ${this.path(schema)} (${names.join(', ')})
      SELECT ${values.join(', ')} FROM unnest(${carriers.join(', ')}) AS v (${names.map((_, index) => `c${index}`).join(', ')})
      WHERE ${condition} ON CONFLICT (${keys.join(', ')}) DO ${changes.length > 0 ? `UPDATE SET ${changes.join(', ')}` : 'NOTHING'}`;
  }

  upsertValues(rows: readonly Row[]): string[] {
    return this.columns.map(({ property, codec }) =>
      arrayLiteral(
        rows.map((row) => row[property]),
        codec.encode,
      ),
    );
  }

  keyValues(keys: readonly RowKey[]): string[] {
    return this.key.map(({ codec }, index) =>
      arrayLiteral(
        keys.map((key) => (typeof key === 'string' ? key : key[index])),
        codec.encode,
      ),
    );
  }

  rowOf(values: readonly unknown[]): Row {
    const row: Record<string, unknown> = {};
    for (const [index, { property, codec }] of this.columns.entries()) {
      const value = values[index];
      row[property] = value === null || !codec.decode ? value : codec.decode(value);
    }
    return row;
  }

  idOfRow(row: Row): string {
    return this.idOf(this.key.map(({ property }) => row[property] as string));
  }

  /** The columns as SQL, for a query that `rowOf` reads; `t` is the table. */
  get selected(): string {
    return this.columns.map(({ name, codec }) => codec.select?.(`t.${name}`) ?? `t.${name}`).join(', ');
  }

  get keyOrder(): string {
    return this.key.map(({ name }) => `t.${name}`).join(', ');
  }

  path(schema: string): string {
    return `${quote(schema)}.${quote(this.name)}`;
  }

  /** The columns that follow from the log, by the names that the application gives them; the key first. */
  get compared(): readonly string[] {
    return this.comparedColumns.map(({ property }) => property);
  }

  /** How many of those are the key. */
  get keyLength(): number {
    return this.key.length;
  }

  /**
   * The rows of two schemas that are not the same, in the order of their keys: for each the `compared` columns as text, in one
   * and in the other; null where there is no row.
   */
  differencesSql(one: string, other: string): string {
    const as = (alias: string): string[] => this.comparedColumns.map(({ name }) => `${alias}.${name}::text`);
    const [first] = this.key as [TableColumn, ...TableColumn[]];
    const sides = ['a', 'b'].map((alias) => `CASE WHEN ${alias}.${first.name} IS NOT NULL THEN ARRAY[${as(alias).join(', ')}] END`);
    const same = this.key.map(({ name }) => `a.${name} = b.${name}`);
    const order = this.key.map(({ name }) => `coalesce(a.${name}, b.${name})`);
    return `SELECT ${sides.join(', ')} FROM ${this.path(one)} a FULL JOIN ${this.path(other)} b ON ${same.join(' AND ')}
      WHERE a.${first.name} IS NULL OR b.${first.name} IS NULL OR ROW(${as('a').join(', ')}) IS DISTINCT FROM ROW(${as('b').join(', ')})
      ORDER BY ${order.join(', ')}`;
  }

  private get comparedColumns(): readonly TableColumn[] {
    const left = new Set<string>(this.rows.notFromLog);
    const keys = new Set(this.key.map(({ property }) => property));
    return [...this.key, ...this.columns.filter(({ property }) => !keys.has(property) && !left.has(property))];
  }

  private keysFrom(): string {
    const carriers = this.key.map(({ codec }, index) => `$${index + 1}::${codec.carrier}[]`);
    return `unnest(${carriers.join(', ')}) AS k (${this.key.map((_, index) => `k${index}`).join(', ')})`;
  }

  private keysMatch(): string {
    return this.key.map(({ name }, index) => `t.${name} = k.k${index}`).join(' AND ');
  }
}
