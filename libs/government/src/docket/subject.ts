/** What titles say of a document rather than of its subject. */
const ABOUT_THE_DOCUMENT = [
  /\bnotice of (extension|reopening|opportunity)\b/g,
  /\b(extension|reopening) of (the )?(public )?comment\s+period\b/g,
  /\b(supplemental |advanced? )?notice of proposed rule\s?making\b/g,
  /\bopportunity for (an )?oral (presentation( of comments?)?|comments?)/g,
  /\brequests? for (comments?|information)( and (comments?|information))?\b/g,
  /\btermination of rulemaking\b/g,
  /\bwithdrawal( of (the )?proposed rule(making)?)?\b/g,
  /\b(delay|postponement) of (the )?(effective|implementation|compliance) date( for| of)?\b/g,
  /\b(interim |direct )?(final|proposed) rule\b/g,
  /\b(cfr |technical )?corrections?\b/g,
];

const EMPTY_WORDS = new Set(
  'a an and at by certain concerning for from in into of on or other regarding related relating the to under with'.split(' '),
);

/** Letters and digits; an apostrophe belongs to its word. */
const WORD = /[\p{L}\p{N}]+/gu;

const singular = (word: string): string => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word);

/** The words of the subject of a title, whatever their order: what the titles of two documents about the same thing share. */
export function subjectOf(title: string): ReadonlySet<string> {
  const plain = ABOUT_THE_DOCUMENT.reduce((text, pattern) => text.replaceAll(pattern, ' '), title.toLowerCase().replaceAll(/['’]/g, ''));
  const words = (plain.match(WORD) ?? []).map(singular);
  return new Set(words.filter((word) => !EMPTY_WORDS.has(word)));
}

const isWithin = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  part.size > 0 && [...part].every((word) => whole.has(word));

/** How far two subjects agree: the same words; all the words of one within the other; or neither. */
export function agreement(one: ReadonlySet<string>, other: ReadonlySet<string>): 'SAME' | 'WITHIN' | 'NONE' {
  if (isWithin(one, other)) return one.size === other.size ? 'SAME' : 'WITHIN';
  return isWithin(other, one) ? 'WITHIN' : 'NONE';
}
