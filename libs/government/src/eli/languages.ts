import { lookUp, type Text } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';

/** The languages of titles and words, in the order in which they are met: the title's first one is the authentic one. */
export function languagesOf(titles: readonly LocalizedText[], ...texts: readonly Text[]): readonly string[] {
  const words = [...titles, ...texts.flat().flatMap((provision) => [...provision.headings, ...provision.text])];
  return [...new Set(words.map(({ language }) => language))];
}

/** The language that serves a reader best who wants these, the best first; the authentic one where none does. */
export const languageFor = (languages: readonly string[], wanted: readonly string[]): string =>
  wanted.flatMap((language) => lookUp(languages, language) ?? (language === '*' ? (languages[0] ?? []) : []))[0] ?? languages[0] ?? 'und';
