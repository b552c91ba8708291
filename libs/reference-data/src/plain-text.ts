const CONTROL = /[^\P{Cc}\n\t]/u;
const HALF_PAIR = /\p{Surrogate}/u;
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;

/** Why a text may not stand in the log, or undefined when it may. Lengths count Unicode code points. */
export function faultOfText(text: string, max: number): string | undefined {
  if (text.length > max && [...text.slice(0, 2 * max + 2)].length > max) return `a text has at most ${max} characters`;
  if (HALF_PAIR.test(text)) return 'a text is well-formed Unicode, without halves of surrogate pairs';
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined) {
    const name = `U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    return `a text has no control characters but line feed and tab, and this one holds ${name}`;
  }
  return VISIBLE.test(text) ? undefined : 'a text has something to read, not only white space';
}
