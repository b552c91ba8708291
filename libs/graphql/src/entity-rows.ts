import type { DataSource, EntityMetadata, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

type RawRow = Readonly<Record<string, unknown>>;

/** Rows as the database gives them, and what they are to the application. */
export interface Rows<Entity> {
  readonly raw: readonly RawRow[];
  readonly entities: readonly Entity[];
}

/** How the columns of an entity travel. */
interface Reading {
  /** SQL; `?` stands for the table. */
  readonly columns: string;
  entityOf(row: RawRow): object;
}

const readings = new WeakMap<EntityMetadata, Reading>();

function readingOf(metadata: EntityMetadata, { driver }: DataSource): Reading {
  const known = readings.get(metadata);
  if (known) return known;
  const columns = metadata.columns
    .filter(({ isSelect }) => isSelect)
    .map((column, index) => {
      const stored = `?.${driver.escape(column.databaseName)}`;
      // A day travels as text: the driver would make a moment of it, in the zone of the process.
      const sql = column.type === 'date' ? `to_char(${stored}, 'YYYY-MM-DD')` : stored;
      return { column, name: `column_${index}`, sql };
    });
  const fresh: Reading = {
    columns: columns.map(({ name, sql }) => `${sql} AS ${name}`).join(', '),
    entityOf(row) {
      const entity = metadata.create();
      for (const { column, name } of columns) entity[column.propertyName] = driver.prepareHydratedValue(row[name], column);
      return entity;
    },
  };
  readings.set(metadata, fresh);
  return fresh;
}

/**
 * The rows of a query over one entity, with whatever the query selects besides it. The same as TypeORM's
 * `getRawAndEntities`, which takes as long for a row as PostgreSQL does; a query that joins is left to it.
 */
export async function rowsOf<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>): Promise<Rows<Entity>> {
  const { mainAlias, joinAttributes } = query.expressionMap;
  if (!mainAlias || joinAttributes.length > 0) return query.getRawAndEntities<RawRow>();
  const { columns, entityOf } = readingOf(mainAlias.metadata, query.connection);
  const besides = query.expressionMap.selects.filter(({ selection }) => selection !== mainAlias.name);
  const selected = query.select(columns.replaceAll('?', query.escape(mainAlias.name)));
  for (const { selection, aliasName } of besides) selected.addSelect(selection, aliasName);
  const raw = await selected.getRawMany<RawRow>();
  return { raw, entities: raw.map((row) => entityOf(row) as Entity) };
}
