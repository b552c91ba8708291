import type { LocalizedText } from '@concord/reference-data';
import type { Text } from '../provision.js';

const lower = (tag: string): string => tag.toLowerCase();
const primary = (tag: string): string => lower(tag).split('-')[0] as string;

/**
 * The one among the tags that serves a reader of a language: the language as asked, or a wider one that holds it (RFC 4647, 3.4:
 * for `zh-Hans-CN` `zh-Hans`, then `zh`), or another form of it; undefined when there is none.
 */
export function lookUp(tags: readonly string[], language: string): string | undefined {
  for (let range = lower(language); range !== ''; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
    const match = tags.find((tag) => lower(tag) === range);
    if (match !== undefined) return match;
  }
  return tags.find((tag) => primary(tag) === primary(language));
}

/** The words for a reader of a language; where there are none in it, the authentic ones. Undefined when there are no words. */
export function readIn(texts: readonly LocalizedText[], language: string): LocalizedText | undefined {
  const tag = lookUp(
    texts.map((text) => text.language),
    language,
  );
  return tag === undefined ? texts[0] : texts.find((text) => text.language === tag);
}

/** A text as a reader of a language reads it: each heading and each provision in one language. */
export function inLanguage(text: Text, language: string): Text {
  const alone = (texts: readonly LocalizedText[]): readonly LocalizedText[] => {
    const read = readIn(texts, language);
    return read ? [read] : [];
  };
  return text.map((provision) => ({ ...provision, headings: alone(provision.headings), text: alone(provision.text) }));
}
