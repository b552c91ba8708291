/*
 * Canonical JSON (RFC 8785) told by its bytes, in one pass that makes no value of them. Where something ends is certain; UNSURE refuses
 * nothing: what is rare, such as a name that is not ASCII, is left to whoever parses the text (entry.ts). That the bytes are UTF-8 is
 * for others to check.
 */

/** No byte stands here, so that whoever looks on from it is unsure as well. */
export const UNSURE = -1;

/** More than any event has: the log takes 200 levels in its data. */
const DEEPEST = 256;
/** A whole number of so many digits is written as it is read. */
const EXACT_DIGITS = 15;

const codeOf = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [codeOf('"'), codeOf('\\'), codeOf(','), codeOf(':')];
const [MINUS, ZERO, NINE] = [codeOf('-'), codeOf('0'), codeOf('9')];
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [codeOf('['), codeOf(']'), codeOf('{'), codeOf('}')];
const LITERALS = new Map(['true', 'false', 'null'].map((text) => [codeOf(text), Buffer.from(text)]));

const tableOf = (holds: (byte: number) => boolean): Uint8Array => Uint8Array.from({ length: 256 }, (_, byte) => Number(holds(byte)));
/** Bytes that stand for themselves in a text. */
const PLAIN = tableOf((byte) => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH);
const PLAIN_ASCII = tableOf((byte) => PLAIN[byte] === 1 && byte < 0x80);
/** What stands behind a backslash where there is a short form. */
const ESCAPED = tableOf((byte) => '"\\bfnrt'.includes(String.fromCharCode(byte)));
const NUMERIC = tableOf((byte) => '+-.0123456789Ee'.includes(String.fromCharCode(byte)));

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

/** The place after a text that stands here. */
export function after(bytes: Buffer, begin: number, text: Buffer): number {
  for (let at = 0; at < text.length; at++) if (bytes[begin + at] !== text[at]) return UNSURE;
  return begin + text.length;
}

/** The place after a text of ASCII in which nothing is escaped: that of the quote behind it. */
export function endOfPlain(bytes: Buffer, begin: number): number {
  let at = begin;
  while (PLAIN_ASCII[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** The place after a whole number of up to so many digits. */
export function endOfWhole(bytes: Buffer, begin: number, mostDigits: number): number {
  let at = begin;
  while (isDigit(bytes[at])) at++;
  const length = at - begin;
  return length > 0 && length <= mostDigits && (length === 1 || bytes[begin] !== ZERO) ? at : UNSURE;
}

function endOfString(bytes: Buffer, begin: number): number {
  for (let at = begin + 1; ; at++) {
    while (PLAIN[bytes[at] ?? 0] === 1) at++;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== BACKSLASH || ESCAPED[bytes[++at] ?? 0] !== 1) return UNSURE;
  }
}

function endOfNumber(bytes: Buffer, begin: number): number {
  const wholeEnd = endOfWhole(bytes, begin, EXACT_DIGITS);
  if (wholeEnd !== UNSURE && NUMERIC[bytes[wholeEnd] ?? 0] !== 1) return wholeEnd;
  let end = begin;
  while (NUMERIC[bytes[end] ?? 0] === 1) end++;
  const text = bytes.toString('latin1', begin, end);
  return String(Number(text)) === text ? end : UNSURE;
}

/** Whether the name that begins here comes before another one. In ASCII, bytes ascend as the code units do that RFC 8785 sorts by. */
function comesBefore(bytes: Buffer, name: number, other: number): boolean {
  for (let at = 0; ; at++) {
    const byte = bytes[name + at] ?? QUOTE;
    const otherByte = bytes[other + at] ?? QUOTE;
    if (otherByte === QUOTE) return false;
    if (byte === QUOTE) return true;
    if (byte !== otherByte) return byte < otherByte;
  }
}

function endOfArray(bytes: Buffer, begin: number, depth: number): number {
  if (bytes[begin + 1] === BRACKET_END) return begin + 2;
  for (let at = begin + 1; ; at++) {
    at = endOfValue(bytes, at, depth + 1);
    if (bytes[at] === BRACKET_END) return at + 1;
    if (bytes[at] !== COMMA) return UNSURE;
  }
}

function endOfObject(bytes: Buffer, begin: number, depth: number): number {
  if (bytes[begin + 1] === BRACE_END) return begin + 2;
  let before = UNSURE;
  for (let at = begin + 1; ; at++) {
    const name = at + 1;
    at = endOfPlain(bytes, name);
    if (bytes[name - 1] !== QUOTE || bytes[at] !== QUOTE || bytes[at + 1] !== COLON) return UNSURE;
    if (before !== UNSURE && !comesBefore(bytes, before, name)) return UNSURE;
    at = endOfValue(bytes, at + 2, depth + 1);
    if (bytes[at] === BRACE_END) return at + 1;
    if (bytes[at] !== COMMA) return UNSURE;
    before = name;
  }
}

/** The place after the value that begins here. */
export function endOfValue(bytes: Buffer, begin: number, depth = 0): number {
  const first = bytes[begin];
  if (first === QUOTE) return endOfString(bytes, begin);
  if (first === MINUS || isDigit(first)) return endOfNumber(bytes, begin);
  if (depth > DEEPEST) return UNSURE;
  if (first === BRACE) return endOfObject(bytes, begin, depth);
  if (first === BRACKET) return endOfArray(bytes, begin, depth);
  const literal = LITERALS.get(first ?? 0);
  return literal ? after(bytes, begin, literal) : UNSURE;
}
