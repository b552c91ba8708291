const LONGEST = 200;

const cut = (text: string): string => `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** A value as an error repeats it: itself when its JSON has at most 200 characters, otherwise the beginning of its text. */
export function shown(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST ? cut(value) : value;
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  const json = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  if (json === undefined) return undefined;
  return json.length > LONGEST ? cut(json) : (JSON.parse(json) as unknown);
}
