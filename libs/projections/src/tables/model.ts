import { createHash } from 'node:crypto';
import type { EventDeclaration } from '@concord/kernel';
import { type DataSource, Table as TypeOrmTable } from 'typeorm';
import type { ProcessManager, Projection } from '../projection.js';
import { Table } from './table.js';

/** A projection as the runtime handles it. */
export interface Model {
  readonly name: string;
  readonly version: number;
  /** Changes with the version and with anything about the tables that can be seen from outside. */
  readonly shape: string;
  /** The schema that queries read. */
  readonly schema: string;
  readonly tables: readonly Table[];
  /** What makes the tables and indexes, in a schema that is first in the search path. */
  readonly ddl: readonly string[];
  /** All events that it wants, with their declarations. */
  readonly declarations: ReadonlyMap<string, EventDeclaration>;
  readonly types: readonly string[];
  readonly tablesOf: ReadonlyMap<string, readonly Table[]>;
  /** Set where the projection acts. */
  readonly manager: ProcessManager | undefined;
}

const NAME = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+$/;
/** PostgreSQL cuts names of more than 63 characters; what a replay puts before it has to fit, too. */
const LONGEST_SCHEMA = 34;

/** Where a rebuild builds, and where the model before it goes. */
export const nextSchema = (schema: string): string => `${schema}__next`;
export const oldSchema = (schema: string): string => `${schema}__old`;
/** Where a replay of that name, of at most 20 characters, has its tables. */
export const replaySchema = (schema: string, replay: string): string => `replay_${replay.replaceAll('-', '_')}__${schema}`;

/** The schema of a projection's tables: its name with `_` for `.` and `-`. */
export const schemaOf = (name: string): string => name.replaceAll(/[.-]/g, '_');

export const isProcessManager = (projection: Projection): projection is ProcessManager => 'react' in projection;

/** @throws Error when the projection cannot be run, saying what is wrong with which of its parts */
export async function modelOf(projection: Projection, dataSource: DataSource): Promise<Model> {
  const { name, version } = projection;
  const schema = schemaOf(name);
  if (!NAME.test(name)) throw new Error(`${name} is no name of a projection: <context>.<model>, in small letters, digits, "." and "-"`);
  if (schema.length > LONGEST_SCHEMA) throw new Error(`The name of the projection ${name} has more than ${LONGEST_SCHEMA} characters`);
  if (!Number.isSafeInteger(version) || version < 1)
    throw new Error(`The version of the projection ${name} is ${version}, no whole number from 1`);
  if (new Set(projection.tables.map(({ entity }) => entity)).size < projection.tables.length) {
    throw new Error(`The projection ${name} fills an entity in two ways: one definition of rows holds all that changes a table`);
  }
  const tables = projection.tables.map((rows) => {
    const metadata = dataSource.getMetadata(rows.entity);
    if (metadata.schema !== schema) {
      throw new Error(
        `${rows.entity.name} lies in the schema ${metadata.schema ?? 'public'}; as a table of ${name} it says @Entity({ schema: '${schema}' })`,
      );
    }
    return new Table(rows, metadata, dataSource);
  });
  const ddl = [...(await Promise.all(tables.map((table) => ddlOf(table, dataSource)))).flat(), ...(projection.indexes ?? [])];
  const declarations = declarationsOf(projection);
  const types = [...declarations.keys()].sort();
  return {
    name,
    version,
    shape: createHash('sha256')
      .update(JSON.stringify([version, ddl, types]))
      .digest('base64url'),
    schema,
    tables,
    ddl,
    declarations,
    types,
    tablesOf: new Map(types.map((type) => [type, tables.filter(({ rows }) => type in rows.events)])),
    manager: isProcessManager(projection) ? projection : undefined,
  };
}

function declarationsOf(projection: Projection): Map<string, EventDeclaration> {
  const declarations = new Map<string, EventDeclaration>();
  const catalogues = [...projection.tables.map(({ events }) => events), isProcessManager(projection) ? projection.reactsTo : {}];
  for (const [type, declaration] of catalogues.flatMap((events) => Object.entries<EventDeclaration>(events))) {
    const other = declarations.get(type);
    if (other && other.version !== declaration.version) throw new Error(`${projection.name} takes ${type} in two schema versions`);
    declarations.set(type, declaration);
  }
  if (declarations.size === 0) throw new Error(`The projection ${projection.name} handles no event`);
  return declarations;
}

/** What TypeORM would do to make the table, with names that the search path completes. */
async function ddlOf({ metadata }: Table, dataSource: DataSource): Promise<string[]> {
  const table = TypeOrmTable.create(metadata, dataSource.driver);
  table.name = metadata.tableName;
  delete table.schema;
  const runner = dataSource.createQueryRunner();
  try {
    runner.enableSqlMemory();
    await runner.createTable(table, false, false);
    return runner.getMemorySql().upQueries.map(({ query }) => query);
  } finally {
    await runner.release();
  }
}
