import { type ObjectLiteral, QueryFailedError, type SelectQueryBuilder } from 'typeorm';
import { type ConnectionArgs, type Page, pageOf } from './connection.js';
import { brokenCursor, decodeCursor, encodeCursor } from './cursor.js';
import { rowsOf } from './entity-rows.js';

interface SortByProperty<Entity> {
  readonly property: keyof Entity & string;
  readonly direction: 'ASC' | 'DESC';
}

/** Something that is computed for each row, never NULL, and the same whenever it is asked for. */
interface SortByExpression {
  /** SQL, with the parameters of the query. */
  readonly expression: string;
  /** The type of its value, whose text reads back as the same value. */
  readonly type: 'real' | 'bigint' | 'text';
  readonly direction: 'ASC' | 'DESC';
}

export type SortKey<Entity> = SortByProperty<Entity> | SortByExpression;

/** What a key orders by, as SQL. */
const sqlOf = <Entity>(alias: string, key: SortKey<Entity>): string =>
  'property' in key ? `${alias}.${key.property}` : `(${key.expression})`;

const keyValue = <Entity>(key: SortKey<Entity>, index: number): string =>
  'property' in key ? `:${parameter(index)}` : `CAST(:${parameter(index)} AS ${key.type})`;

const parameter = (index: number): string => `after_key_${index}`;
const keyColumn = (index: number): string => `sort_key_${index}`;

/** A page must not depend on luck: every key has a value, and together they name one row. */
function checkOrder<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>, order: readonly SortKey<Entity>[]): void {
  const { metadata, name } = query.expressionMap.mainAlias ?? {};
  if (!metadata) throw new TypeError('paginate needs a query over an entity');
  const properties = order.flatMap((key) => ('property' in key ? [key.property as string] : []));
  for (const property of properties) {
    const column = metadata.findColumnWithPropertyPath(property);
    if (!column) throw new TypeError(`${name}.${property} is no column and cannot order a list`);
    if (column.isNullable) throw new TypeError(`${name}.${property} can be NULL and cannot order a list`);
  }
  const unique = [
    metadata.primaryColumns,
    ...metadata.uniques.map(({ columns }) => columns),
    ...metadata.indices.filter(({ isUnique, where }) => isUnique && !where).map(({ columns }) => columns),
  ];
  const isTotal = unique.some((columns) => columns.length > 0 && columns.every(({ propertyPath }) => properties.includes(propertyPath)));
  if (!isTotal) throw new TypeError(`${name} ordered by ${properties.join(', ')}: end the order with a unique key, such as the id`);
}

/**
 * The rows behind the cursor. One direction compares as a row, which an index on the keys answers; mixed directions are
 * spelled out key by key.
 */
function behindCursor<Entity>(alias: string, order: readonly SortKey<Entity>[]): string {
  const columns = order.map((key) => sqlOf(alias, key));
  const signs = order.map(({ direction }) => (direction === 'ASC' ? '>' : '<'));
  if (signs.every((sign) => sign === signs[0])) {
    return `(${columns.join(', ')}) ${signs[0]} (${order.map(keyValue).join(', ')})`;
  }
  const cases = columns.map((column, index) => {
    const same = columns.slice(0, index).map((earlier, i) => `${earlier} = ${keyValue(order[i] as SortKey<Entity>, i)}`);
    return [...same, `${column} ${signs[index]} ${keyValue(order[index] as SortKey<Entity>, index)}`].join(' AND ');
  });
  return `(${cases.map((each) => `(${each})`).join(' OR ')})`;
}

const isUnreadableValue = (error: unknown): boolean =>
  error instanceof QueryFailedError && 'code' in error.driverError && String(error.driverError.code).startsWith('22');

/**
 * A page by keys, without OFFSET: whoever walks all pages sees nobody twice, and misses nobody who was there all the
 * time, whatever is written meanwhile. Keys travel as PostgreSQL's own text, timestamps with all their microseconds.
 *
 * @param query the filtered list, without order or limit; it may join what is at most one per row
 * @param order columns of the main entity that are NOT NULL, or expressions; together they must hold a unique key
 * @throws ConcordError BAD_INPUT when `after` is no cursor of this list
 * @throws TypeError when the order is not total, a key can be NULL, or a join multiplies rows
 */
export async function paginate<Entity extends ObjectLiteral>(
  query: SelectQueryBuilder<Entity>,
  order: readonly SortKey<Entity>[],
  { first, after }: Pick<ConnectionArgs, 'first' | 'after'>,
): Promise<Page<Entity>> {
  checkOrder(query, order);
  const page = query.clone().orderBy();
  for (const [index, key] of order.entries()) {
    const sql = sqlOf(page.alias, key);
    page.addSelect(`CAST(${sql} AS text)`, keyColumn(index)).addOrderBy(sql, key.direction);
  }
  if (after != null) {
    const keys = decodeCursor(after, order.length);
    page.andWhere(behindCursor(page.alias, order), Object.fromEntries(keys.map((key, index) => [parameter(index), key])));
  }
  const { raw, entities } = await rowsOf(page.limit(first + 1)).catch((error: unknown) => {
    throw after != null && isUnreadableValue(error) ? brokenCursor(after) : error;
  });
  if (raw.length !== entities.length) throw new TypeError('A list whose joins multiply its rows cannot be paged');
  const edges = entities.slice(0, first).map((node, row) => ({
    node,
    get cursor() {
      return encodeCursor(order.map((_, index) => String(raw[row]?.[keyColumn(index)])));
    },
  }));
  return pageOf({
    edges,
    hasNextPage: entities.length > first,
    hasPreviousPage: after != null,
    count: () => query.clone().orderBy().getCount(),
  });
}
