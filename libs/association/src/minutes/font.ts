import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';
import { unpackWoff } from './woff.js';

const { resolve } = createRequire(import.meta.url);

const unpacked = (name: string): Buffer => unpackWoff(readFileSync(resolve(`roboto-fontface/fonts/roboto/${name}.woff`)));

let read: { readonly text: Buffer; readonly bold: Buffer } | undefined;

/** Roboto: Latin, Cyrillic and Greek. Read when it is first asked for, and kept. */
export const fonts = (): NonNullable<typeof read> => (read ??= { text: unpacked('Roboto-Regular'), bold: unpacked('Roboto-Bold') });

/** What PDFKit has parsed of a font, and its types do not show. */
interface Parsed {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

export type Draws = (character: string) => boolean;

/** Which characters the font draws that the document has chosen. */
export function drawnBy(pdf: InstanceType<typeof PDFDocument>): Draws {
  const { font } = (pdf as unknown as Parsed)._font;
  return (character) => /\s/.test(character) || font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}

/** What a reader without these letters finds in their place. */
const placeOf = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}…: see the HTML form]`;

/** Letters that belong together, with the spaces between them. */
const WORDS = /[^\s]+(?:[ ]+[^\s]+)*/gu;

/**
 * The text as a font can write it. Where it lacks letters, the words from the first of them to the last give way to a note that
 * says so: a box, or nothing, would look as if that were what was said.
 */
export function writable(text: string, draws: Draws): string {
  const plain = text
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ');
  return plain.replace(WORDS, (line) => {
    const characters = [...line];
    const first = characters.findIndex((character) => !draws(character));
    if (first < 0) return line;
    const last = characters.findLastIndex((character) => !draws(character));
    return [...characters.slice(0, first), placeOf(characters[first] ?? ''), ...characters.slice(last + 1)].join('');
  });
}
