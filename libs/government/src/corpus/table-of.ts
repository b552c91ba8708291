import type { Class } from '@concord/kernel';
import type { DataSource } from 'typeorm';

/** The table of an entity, as SQL names it. */
export function tableOf(dataSource: DataSource, entity: Class): string {
  const { schema, tableName } = dataSource.getMetadata(entity);
  return `"${schema}"."${tableName}"`;
}

/** Some columns of a row as JSON. */
export function jsonOf<Row extends object>(
  dataSource: DataSource,
  entity: Class<Row>,
  alias: string,
  properties: readonly (keyof Row)[],
): string {
  const { columns } = dataSource.getMetadata(entity);
  const shown = columns.filter(({ propertyName }) => properties.includes(propertyName as keyof Row));
  return `(SELECT to_jsonb(shown) FROM (SELECT ${shown.map(({ databaseName }) => `${alias}."${databaseName}"`).join(', ')}) AS shown)`;
}
