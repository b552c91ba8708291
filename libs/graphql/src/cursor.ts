import { canonicalJson } from '@concord/kernel';
import { badInput, type ConcordError } from './errors.js';

export const brokenCursor = (cursor: string): ConcordError => {
  const rule = 'must be the cursor of an edge of this list, or its endCursor';
  return badInput(`after: ${rule}`, { field: 'after', value: cursor, rule });
};

/** The sort keys of a row as one opaque word. */
export const encodeCursor = (keys: readonly string[]): string => Buffer.from(canonicalJson(keys), 'utf8').toString('base64url');

/**
 * @param count how many sort keys the list has
 * @throws ConcordError BAD_INPUT when the text is no cursor that `encodeCursor` made of so many keys
 */
export function decodeCursor(cursor: string, count: number): readonly string[] {
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw brokenCursor(cursor);
  }
  const isKeys = Array.isArray(keys) && keys.length === count && keys.every((key): key is string => typeof key === 'string');
  if (!isKeys || encodeCursor(keys as string[]) !== cursor) throw brokenCursor(cursor);
  return keys as string[];
}
