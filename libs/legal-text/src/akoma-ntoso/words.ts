import type { Losses } from './unsupported.js';
import { isBlank, type XmlElement } from './xml.js';

/** Elements each of which is a line of its own. */
const PARAGRAPHS = new Set(['p', 'block', 'listIntroduction', 'listWrapUp', 'li', 'num', 'heading', 'subheading', 'tocItem', 'caption']);
/** Holders of lines: what they hold is kept, and they say nothing themselves. */
const HOLDERS = new Set(['p', 'listIntroduction', 'listWrapUp', 'num', 'heading', 'content', 'intro', 'wrapUp', 'eol', 'br']);
const FORMATTING = new Set([
  'b',
  'i',
  'u',
  'sup',
  'sub',
  'span',
  'abbr',
  'inline',
  'block',
  'div',
  'container',
  'tblock',
  'ul',
  'ol',
  'li',
]);

const DROPPED: ReadonlyMap<string, string> = new Map([
  ['authorialNote', 'a note is no part of the text'],
  ['noteRef', 'a note is no part of the text'],
  ['del', 'deleted words are no part of the text'],
  ['toc', 'a table of contents follows from the text'],
  ['img', 'a picture has no place in the text'],
  ['foreign', 'elements of other vocabularies have no place in the text'],
  ['marker', 'a mark without words has no place in the text'],
  ['componentRef', 'another document is not read into this one'],
  ['documentRef', 'another document is not read into this one'],
]);
/** They are read as words. */
const QUOTES = new Set(['startQuote', 'endQuote']);

/** Lines that grow as words come. Space is one space, unless it is to be preserved. */
export class Lines {
  private readonly ended: string[] = [];
  private line = '';
  /** Whether a space waits for the next word; at the beginning of a line none does. */
  private space = false;
  private begun = false;
  /** Quotation marks that wait for the words behind them. */
  private opening = '';

  /** Quotation marks before words stand in the line of the first of them. */
  open(quote: string): void {
    this.opening += quote;
  }

  /** Quotation marks behind words stand in the line of the last of them. */
  close(quote: string): void {
    const last = this.ended.length - 1;
    if (quote === '' || this.begun || this.opening !== '' || last < 0) this.add(quote, true);
    else this.ended[last] += quote;
  }

  add(text: string, preserve: boolean): void {
    if (preserve && text !== '') {
      this.settle();
      this.line += text;
      this.begun = true;
      return;
    }
    for (const piece of text.split(/([ \t\r\n]+)/)) {
      if (piece === '') continue;
      if (isBlank(piece)) {
        this.space = this.begun;
      } else {
        this.settle();
        this.line += piece;
        this.begun = true;
      }
    }
  }

  private settle(): void {
    this.line += `${this.space ? ' ' : ''}${this.opening}`;
    this.space = false;
    this.opening = '';
  }

  /** Ends the line, though it may be empty. */
  end(): void {
    this.ended.push(this.line);
    this.line = '';
    this.space = false;
    this.begun = false;
  }

  /** Ends the line if it has begun. */
  break(): void {
    if (this.begun) this.end();
    this.space = false;
  }

  /** The lines, or null when there is nothing to read in them. */
  get words(): string | null {
    const open = this.begun || this.opening !== '' ? [`${this.line}${this.opening}`] : [];
    const all = [...this.ended, ...open].join('\n');
    return /\S/.test(all) ? all : null;
  }
}

/** How words are gathered: where from, and where it is told what is not kept. */
export interface Gathering {
  readonly at: string;
  readonly losses: Losses;
  /** An element that is read elsewhere. */
  readonly without?: XmlElement | undefined;
}

function tell(element: XmlElement, { at, losses }: Gathering): void {
  const { name } = element;
  if (HOLDERS.has(name)) losses.attributesOf(element, at);
  else if (FORMATTING.has(name)) losses.flattened(element, at, 'its words stay, how they look does not');
  else if (name === 'table') losses.flattened(element, at, 'its rows stay as lines, their cells parted by tabs');
  else losses.flattened(element, at, 'its words stay, what it marks does not', QUOTES);
}

/** Adds the words of an element to the lines. */
export function gather(element: XmlElement, lines: Lines, gathering: Gathering, preserved = false): void {
  const { name, attributes } = element;
  if (element === gathering.without) return;
  const why = DROPPED.get(name) ?? (name.startsWith('{') ? DROPPED.get('foreign') : undefined);
  if (why) {
    gathering.losses.dropped(element, gathering.at, why);
    return;
  }
  tell(element, gathering);
  const space = attributes.get('xml:space');
  const preserve = space === 'preserve' || (preserved && space !== 'default');
  if (name === 'br' || name === 'eol') lines.break();
  if (name === 'table') {
    lines.break();
    gatherRows(element, lines, gathering);
    return;
  }
  const isLine = PARAGRAPHS.has(name);
  if (isLine) lines.break();
  lines.open(attributes.get('startQuote') ?? '');
  gatherWithin(element, lines, gathering, preserve);
  lines.close(attributes.get('endQuote') ?? '');
  if (isLine) lines.end();
}

function gatherWithin({ children }: XmlElement, lines: Lines, gathering: Gathering, preserve: boolean): void {
  for (const child of children) {
    if (typeof child === 'string') lines.add(child, preserve);
    else gather(child, lines, gathering, preserve);
  }
}

/** Rows are lines; a cell with several lines has them in one. */
function gatherRows(table: XmlElement, lines: Lines, gathering: Gathering): void {
  const { at, losses } = gathering;
  for (const part of table.children) {
    if (typeof part === 'string') {
      losses.strayWords(part, at, table.line);
    } else if (part.name === 'tr') {
      losses.attributesOf(part, at);
      const cells = part.children.flatMap((cell) => {
        if (typeof cell !== 'string') return [cellWords(cell, gathering)];
        losses.strayWords(cell, at, part.line);
        return [];
      });
      lines.add(cells.join('\t'), true);
      lines.end();
    } else if (part.name === 'tbody' || part.name === 'thead' || part.name === 'tfoot') {
      losses.attributesOf(part, at);
      gatherRows(part, lines, gathering);
    } else if (part.name === 'colgroup' || part.name === 'col') {
      losses.dropped(part, at, 'how wide columns are has no place');
    } else {
      gather(part, lines, gathering);
    }
  }
}

function cellWords(cell: XmlElement, gathering: Gathering): string {
  const lines = new Lines();
  if (cell.name === 'td' || cell.name === 'th') {
    gathering.losses.attributesOf(cell, gathering.at);
    gatherWithin(cell, lines, gathering, false);
  } else {
    gather(cell, lines, gathering);
  }
  return (lines.words ?? '').replace(/[\n\t]+/g, ' ');
}

/** The words that an element holds, null where there are none to read. Of the element itself nothing is told. */
export function wordsWithin(element: XmlElement, gathering: Gathering): string | null {
  const lines = new Lines();
  gatherWithin(element, lines, gathering, element.attributes.get('xml:space') === 'preserve');
  return lines.words;
}
