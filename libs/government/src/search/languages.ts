/** The text search configurations that PostgreSQL brings, by the primary subtag of the language (BCP 47). */
const CONFIGURATION_OF: Readonly<Record<string, string>> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nb: 'norwegian',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** The configuration for languages of which PostgreSQL knows no endings. */
const ANY = 'simple';

export const CONFIGURATIONS: readonly string[] = [...new Set([...Object.values(CONFIGURATION_OF), ANY])].sort();

/** The configuration in which words of a language are looked for. */
export const configurationOf = (language: string): string => CONFIGURATION_OF[language.split('-')[0]?.toLowerCase() ?? ''] ?? ANY;

/** Scripts that put no space between words. */
const RUN_ON = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const words = new Intl.Segmenter('und', { granularity: 'word' });

/** Quotes, dashes and the like beyond ASCII: a database without a locale would take them for letters of the word beside them. */
const SIGNS = /[^\p{ASCII}\p{L}\p{M}\p{N}]/gu;

/** The text with a space between words also where its script has none, so that each is found by itself. */
export const spaced = (text: string): string =>
  text.replace(SIGNS, ' ').replace(RUN_ON, (run) => ` ${[...words.segment(run)].map(({ segment }) => segment).join(' ')} `);
