const SPECIAL = /["\\]/;
const EVERY_SPECIAL = /["\\]/g;

/** A text as an element of an array in PostgreSQL's notation. */
export const quoted = (text: string): string => `"${SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, '\\$&') : text}"`;

/** Values as the text of an array in PostgreSQL's notation. */
export function arrayLiteral(values: readonly unknown[], encode: (value: unknown) => string): string {
  let literal = '{';
  for (const value of values) {
    if (literal.length > 1) literal += ',';
    literal += value === null ? 'NULL' : encode(value);
  }
  return `${literal}}`;
}
