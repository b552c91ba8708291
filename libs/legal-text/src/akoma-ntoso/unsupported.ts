import { isBlank, type XmlElement } from './xml.js';

/** Something of a document that the reading does not keep as it is. */
export interface Unsupported {
  /** The element, or an attribute of it: `ref`, `p/@class`. */
  readonly what: string;
  /** The eId of the provision in which it stands, or the part of the document: `sec_3`, `act/preface`. */
  readonly at: string;
  readonly line: number;
  readonly reason: string;
  /** The attributes that are lost, as they are written; empty where there are none. */
  readonly values: string;
  /** The words that are lost; empty where all of them stay. */
  readonly words: string;
}

/** Names of elements and no part of what they say; those of provisions are kept. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['eId', 'wId', 'GUID', 'id', 'evolvingId', 'xml:space', 'xml:id']);
const NONE: ReadonlySet<string> = new Set();

/** The words of an element in one line, quotation marks included. */
export function wordsIn({ attributes, children }: XmlElement): string {
  const words = children.map((child) => (typeof child === 'string' ? child : ` ${wordsIn(child)} `)).join('');
  const bare = words.replace(/[ \t\r\n]+/g, ' ').trim();
  return `${attributes.get('startQuote') ?? ''}${bare}${attributes.get('endQuote') ?? ''}`;
}

const attributesAsWritten = ({ attributes }: XmlElement, kept: ReadonlySet<string>): string =>
  [...attributes]
    .flatMap(([name, value]) => (IDENTIFIERS.has(name) || kept.has(name) ? [] : [`${name}=${JSON.stringify(value)}`]))
    .join(' ');

/** Gathers what is not kept, in the order of the document. */
export class Losses {
  readonly list: Unsupported[] = [];

  private add(what: string, at: string, line: number, reason: string, lost: { values?: string; words?: string } = {}): void {
    this.list.push({ what, at, line, reason, values: lost.values ?? '', words: lost.words ?? '' });
  }

  /** The words of an element stay, the element itself does not. */
  flattened(element: XmlElement, at: string, reason: string, kept: ReadonlySet<string> = NONE): void {
    this.add(element.name, at, element.line, reason, { values: attributesAsWritten(element, kept) });
  }

  /** The element goes with all that it holds. */
  dropped(element: XmlElement, at: string, reason: string): void {
    this.add(element.name, at, element.line, reason, { values: attributesAsWritten(element, NONE), words: wordsIn(element) });
  }

  /** One attribute of an element that stays. */
  attribute({ name, line }: XmlElement, attribute: string, at: string, reason: string, value: string): void {
    this.add(`${name}/@${attribute}`, at, line, reason, { values: value });
  }

  /** The element has a place of its own, and its attributes have none. */
  attributesOf(element: XmlElement, at: string): void {
    for (const [attribute, value] of element.attributes) {
      if (!IDENTIFIERS.has(attribute)) this.attribute(element, attribute, at, 'what it says of these words has no place', value);
    }
  }

  /** Words that stand where the standard allows elements only. */
  strayWords(words: string, at: string, line: number): void {
    if (!isBlank(words)) this.add('text', at, line, 'words stand where only elements may', { words: words.trim() });
  }
}
