export const LANGUAGE_RULE = 'a language is a tag of BCP 47, such as en, zh-Hans or pt-BR';

/**
 * The tag as RFC 5646, 2.1.1 writes it: `ZH-hans-cn` → `zh-Hans-CN`.
 * @throws RangeError when the text is no well-formed tag. A primary subtag of more than three letters is well formed, but none is registered.
 */
export function languageTag(text: string): string {
  const [tag] = /^[A-Za-z]{2,3}(?:-|$)/.test(text) ? Intl.getCanonicalLocales(text) : [];
  if (tag === undefined) throw new RangeError(`${JSON.stringify(text)} is refused: ${LANGUAGE_RULE}`);
  return tag;
}

export function isLanguageTag(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  try {
    languageTag(value);
    return true;
  } catch {
    return false;
  }
}
