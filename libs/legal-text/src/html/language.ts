import { html, type Markup } from './markup.js';

/** Scripts of living languages that are written from right to left (Unicode Character Database, Bidi_Class R and AL). */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Aran', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa', 'Yezi']);

/** Which way a language is written, by the script that its tag names or implies. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';

/** The attributes of an element whose words are in a language. */
export const inLanguageOf = (language: string): Markup => html`lang="${language}" dir="${directionOf(language)}"`;
