import { type LocalizedText, type LocalizedTextInput, languageTag } from '@concord/reference-data';

/** Texts as events hold them: plain data, each language as RFC 5646 writes it. */
export const plainTexts = (inputs: readonly LocalizedTextInput[]): readonly LocalizedText[] =>
  inputs.map(({ language, text }) => ({ language: languageTag(language), text }));
