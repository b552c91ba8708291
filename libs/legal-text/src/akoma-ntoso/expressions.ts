import { isRejection, type Rejection, reject } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Provision, Text } from '../provision.js';
import type { AkomaNtosoDocument } from './document.js';
import { metaAt } from './meta.js';

/** The text in one of its languages, as a file of Akoma Ntoso has it. */
export function expressionOf(text: Text, language: string): Text {
  const alone = (texts: readonly LocalizedText[]) => texts.filter((one) => one.language === language);
  return text.map((provision) => ({ ...provision, headings: alone(provision.headings), text: alone(provision.text) }));
}

/** Which work a document is an expression of; undefined where it does not say. */
export const workOf = ({ meta }: AkomaNtosoDocument): string | undefined =>
  metaAt(meta, 'identification', 'FRBRWork', 'FRBRthis')?.attributes.get('value') || undefined;

/** A number that a translation shows otherwise; a provision has one number, the authentic one. */
export interface OtherNumber {
  readonly eId: string;
  readonly language: string;
  readonly number: string | null;
}

export interface Merged {
  readonly text: Text;
  readonly titles: readonly LocalizedText[];
  readonly otherNumbers: readonly OtherNumber[];
}

/** The expressions of one work in several languages as one text. The first is the authentic one, and says how the text is built. */
export function mergeExpressions([authentic, ...translations]: readonly [AkomaNtosoDocument, ...AkomaNtosoDocument[]]): Merged | Rejection {
  const languages = new Set([authentic.language]);
  let merged: Merged = { text: authentic.text, titles: titlesOf(authentic), otherNumbers: [] };
  for (const translation of translations) {
    const { language } = translation;
    if (workOf(translation) !== workOf(authentic)) {
      const sentence = `${workOf(translation)} is another work than ${workOf(authentic)}`;
      return reject('ANOTHER_WORK', sentence, { field: 'FRBRWork', value: workOf(translation) });
    }
    if (languages.has(language)) {
      return reject('LANGUAGE_TWICE', `There are two documents of ${workOf(authentic)} in ${language}`, {
        field: 'FRBRlanguage',
        value: language,
      });
    }
    languages.add(language);
    const text = addTranslation(merged.text, translation);
    if (isRejection(text)) return text;
    merged = {
      text,
      titles: [...merged.titles, ...titlesOf(translation)],
      otherNumbers: [...merged.otherNumbers, ...numbersOf(authentic.text, translation)],
    };
  }
  return merged;
}

const titlesOf = ({ title, language }: AkomaNtosoDocument): readonly LocalizedText[] => (title === null ? [] : [{ language, text: title }]);

const placeOf = ({ eId, parent, kind }: Provision): string => JSON.stringify([eId, parent, kind]);

function addTranslation(text: Text, { text: translated, language }: AkomaNtosoDocument): Text | Rejection {
  const differs = Array.from({ length: Math.max(text.length, translated.length) }, (_, place) => place).find((place) => {
    const [original, other] = [text[place], translated[place]];
    return !original || !other || placeOf(original) !== placeOf(other);
  });
  if (differs !== undefined) {
    const [original, other] = [text[differs]?.eId ?? 'nothing', translated[differs]?.eId ?? 'nothing'];
    const sentence = `The text in ${language} is built otherwise: it has ${other} where the authentic one has ${original}`;
    return reject('BUILT_OTHERWISE', sentence, { field: 'eId', value: other });
  }
  return text.map((provision, place) => ({
    ...provision,
    headings: [...provision.headings, ...(translated[place]?.headings ?? [])],
    text: [...provision.text, ...(translated[place]?.text ?? [])],
    requirement: provision.requirement ?? translated[place]?.requirement ?? null,
  }));
}

const numbersOf = (text: Text, { text: translated, language }: AkomaNtosoDocument): readonly OtherNumber[] =>
  translated.flatMap(({ eId, number }, place) => (text[place]?.number === number ? [] : [{ eId, language, number }]));
