import { badInput } from '@concord/graphql';

/** The way to a value in the state of an object: names of members and numbers in lists; none is the object itself. */
export type FieldPath = readonly string[];

/** No state of an object is as deep. */
const MOST_SEGMENTS = 20;

/** @throws ConcordError BAD_INPUT where the text is no path */
export function fieldPathOf(text: string | null | undefined): FieldPath {
  if (text == null) return [];
  const path = text.split('.');
  const rule = `names and numbers with points between, at most ${MOST_SEGMENTS}: findings.0.result`;
  if (path.length > MOST_SEGMENTS || path.includes('')) {
    throw badInput(`field: ${text} is no path into the state of an object: ${rule}`, { field: 'field', value: text, rule });
  }
  return path;
}

const isIndex = (name: string): boolean => /^(0|[1-9]\d{0,8})$/.test(name);

/** The value at the path; undefined where there is none. A member whose own name has points in it is found, too. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  if (path.length === 0) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const [first = '', ...rest] = path;
  if (Array.isArray(value)) return isIndex(first) ? valueAt(value[Number(first)], rest) : undefined;
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join('.');
    if (!Object.hasOwn(value, name)) continue;
    const found = valueAt((value as Readonly<Record<string, unknown>>)[name], path.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What can be asked for one step on from a value. */
export function membersOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}, from 0`;
  if (typeof value === 'object' && value !== null) return Object.keys(value).join(', ') || 'no members';
  return value === undefined ? 'nothing' : `the value ${JSON.stringify(value)}`;
}

/** The longest part of the path that leads to a value. */
export function knownPart(value: unknown, path: FieldPath): FieldPath {
  for (let length = path.length; length > 0; length--) {
    if (valueAt(value, path.slice(0, length)) !== undefined) return path.slice(0, length);
  }
  return [];
}
