/** An element that is to be written: with words, or with elements, never with both. */
export interface Printable {
  readonly name: string;
  readonly attributes?: Iterable<readonly [name: string, value: string]>;
  readonly content: string | readonly Printable[];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const escaped = (text: string, characters: RegExp): string =>
  // No document of XML 1.0 can hold these two, however they are written.
  text.replace(/[\uFFFE\uFFFF]/g, '\uFFFD').replace(characters, (character) => ESCAPES[character] ?? character);

/** Words keep their spaces where a reader would otherwise take several for one. */
const needsSpaces = (words: string): boolean => words !== words.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');

/** The element as XML, one line for each that holds words. */
export function printXml(element: Printable, indent = ''): string {
  const lines: string[] = [];
  printInto(lines, element, indent);
  return `${lines.join('\n')}\n`;
}

function printInto(lines: string[], { name, attributes = [], content }: Printable, indent: string): void {
  const spaces: [string, string][] = typeof content === 'string' && needsSpaces(content) ? [['xml:space', 'preserve']] : [];
  const start = [name, ...[...attributes, ...spaces].map(([key, value]) => `${key}="${escaped(value, /[&<>"\t\n\r]/g)}"`)].join(' ');
  if (content.length === 0) {
    lines.push(`${indent}<${start}/>`);
  } else if (typeof content === 'string') {
    lines.push(`${indent}<${start}>${escaped(content, /[&<>\r]/g)}</${name}>`);
  } else {
    lines.push(`${indent}<${start}>`);
    for (const child of content) printInto(lines, child, `${indent}  `);
    lines.push(`${indent}</${name}>`);
  }
}
