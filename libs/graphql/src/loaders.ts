import DataLoader from 'dataloader';
import type { RequestContext } from './context.js';

const LARGEST_BATCH = 1_000;

/** Makes a value at the first call in a request and gives the same one at every other. */
export function oncePerRequest<T>({ memo }: Pick<RequestContext, 'memo'>, key: unknown, make: () => T): T {
  if (!memo.has(key)) memo.set(key, make());
  return memo.get(key) as T;
}

/**
 * The request's loader under this key: what resolvers of one tick ask for is fetched at once, and each key once a
 * request. `fetch` answers in the order of its keys (see `inOrderOf`); a batch has at most 1,000 keys.
 */
export const loaderOf = <Key, Value>(
  context: Pick<RequestContext, 'memo'>,
  key: unknown,
  fetch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): DataLoader<Key, Value> => oncePerRequest(context, key, () => new DataLoader<Key, Value>(fetch, { maxBatchSize: LARGEST_BATCH }));

/** The rows in the order of the keys, null where a key has none. */
export function inOrderOf<Key, Row>(keys: readonly Key[], rows: Iterable<Row>, keyOf: (row: Row) => Key): (Row | null)[] {
  const byKey = new Map<Key, Row>();
  for (const row of rows) byKey.set(keyOf(row), row);
  return keys.map((key) => byKey.get(key) ?? null);
}
