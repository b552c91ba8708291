/** A text of which no character is escaped: no control character, quotation mark, backslash, or half of a pair. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** Names of members as they are written. A log has some hundred different ones, but what is in it is not ours to bound. */
const names = new Map<string, string>();
const MOST_NAMES = 10_000;

/** Members up to which sorting by insertion is faster than the engine's own sort: most objects have fewer. */
const FEW = 24;

const textOf = (value: string): string => (PLAIN.test(value) ? `"${value}"` : JSON.stringify(value));

function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = `${textOf(key)}:`;
  if (names.size < MOST_NAMES) names.set(key, name);
  return name;
}

/** By UTF-16 code units (RFC 8785, 3.2.3), in place. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] as string;
    let at = next;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
  return `${value}`;
}

function listOf(values: readonly unknown[]): string {
  let items = '';
  for (let at = 0; at < values.length; at++)
    items += `${at === 0 ? '' : ','}${canonicalJson(values[at] === undefined ? null : values[at])}`;
  return `[${items}]`;
}

function objectOf(value: object): string {
  if (value instanceof Map || value instanceof Set) throw new TypeError(`a ${value.constructor.name} has no form in JSON`);
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  let members = '';
  for (const key of sorted(Object.keys(value))) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${nameOf(key)}${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/**
 * JSON with sorted keys and no white space (RFC 8785): the same value always gives the same text.
 * Members that are undefined are left out, and an object with `toJSON` (a Date) is written as it asks, as by `JSON.stringify`.
 * @throws TypeError when the value holds what JSON cannot: a function, a symbol, a BigInt, a Map, a Set, a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'number':
      return numberOf(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? listOf(value) : objectOf(value);
    default:
      throw new TypeError(`a ${typeof value} has no form in JSON`);
  }
}
