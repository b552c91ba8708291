/**
 * JSON with sorted keys and no white space (RFC 8785): the same value always gives the same text.
 * Members that are undefined are left out, and an object with `toJSON` (a Date) is written as it asks, as by `JSON.stringify`.
 * @throws TypeError when the value holds what JSON cannot: a function, a symbol, a BigInt, a Map, a Set, a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (value instanceof Map || value instanceof Set) throw new TypeError(`a ${value.constructor.name} has no form in JSON`);
  if (typeof value === 'object') {
    if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  throw new TypeError(`a ${typeof value} has no form in JSON`);
}
