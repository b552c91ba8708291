import { setImmediate } from 'node:timers/promises';
import type { FormLine } from './form.js';
import { xmlText } from './form.js';
import { type Parts, pack } from './zip.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as it stands in an element that keeps white space. */
export const escaped = (text: string): string => xmlText(text).replaceAll(/[&<>]/g, (character) => ESCAPES[character] ?? '');

/** Lines that are written at a time; in between others have their turn. */
const AT_ONCE = 200;

/**
 * Writes the lines of a form into what a library has made of the rest: as objects of the libraries, 5,000 of them took up to two
 * seconds in which nobody else was answered.
 * @param around the part that holds the lines, before and behind them
 */
export async function spread(
  parts: Parts,
  path: string,
  around: readonly [before: string, behind: string],
  lines: readonly FormLine[],
  xmlOf: (line: FormLine, index: number) => string,
): Promise<Buffer> {
  const chunks = [Buffer.from(around[0])];
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const xml = lines.slice(at, at + AT_ONCE).map((line, index) => xmlOf(line, at + index));
    chunks.push(Buffer.from(xml.join('')));
    await setImmediate();
  }
  return pack(new Map([...parts, [path, Buffer.concat([...chunks, Buffer.from(around[1])])]]), { smaller: true });
}
