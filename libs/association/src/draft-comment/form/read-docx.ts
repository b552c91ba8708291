import type { SaxesTagNS } from 'saxes';
import { badForm, formTooLarge } from './faults.js';
import { cellText, MOST_COLUMNS, MOST_ROWS, type TableRow } from './table.js';
import { readXml } from './xml.js';
import type { Parts } from './zip.js';

const DOCUMENT = 'word/document.xml';

/** WordprocessingML, transitional and strict (ISO/IEC 29500-4 and -1). */
const WORD: readonly string[] = [
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'http://purl.oclc.org/ooxml/wordprocessingml/main',
];
const COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006';

/** What stands in the file and is not read on the page: what was moved away, and what is shown only by programs that lack something. */
const isUnread = ({ uri, local }: SaxesTagNS): boolean =>
  (local === 'moveFrom' && WORD.includes(uri)) || (local === 'Fallback' && uri === COMPATIBILITY);

/** What in a run is no text and is read as one. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['br', '\n'],
  ['cr', '\n'],
  ['noBreakHyphen', '\u2011'],
]);

const valOf = ({ attributes }: SaxesTagNS): string | undefined => Object.values(attributes).find(({ local }) => local === 'val')?.value;

/** The rows of the outermost tables; what a table in a cell says belongs to the cell. */
class Tables {
  readonly rows: TableRow[] = [];
  private tables = 0;
  private unread = 0;
  private inText = false;
  /** A tab stop of a style is called like a tab in a text. */
  private inRun = false;
  private cells: string[] = [];
  private text = '';
  private span = 1;
  private goesOn = false;

  opened(tag: SaxesTagNS): void {
    if (this.unread > 0 || isUnread(tag)) {
      this.unread++;
      return;
    }
    if (!WORD.includes(tag.uri)) return;
    const { local } = tag;
    if (local === 'tbl') this.tables++;
    else if (local === 't') this.inText = true;
    else if (this.inRun && MARKS.has(local)) this.text += MARKS.get(local);
    else if (local === 'r') this.inRun = true;
    else if (this.tables === 1) this.openedInTable(tag);
  }

  private openedInTable(tag: SaxesTagNS): void {
    switch (tag.local) {
      case 'tr':
        this.cells = [];
        break;
      case 'tc':
        Object.assign(this, { text: '', span: 1, goesOn: false });
        break;
      case 'gridBefore':
        this.add('', Number(valOf(tag)));
        break;
      case 'gridSpan':
        this.span = Number(valOf(tag));
        break;
      case 'vMerge':
        this.goesOn = (valOf(tag) ?? 'continue') === 'continue';
        break;
    }
  }

  closed({ uri, local }: SaxesTagNS): void {
    if (this.unread > 0) {
      this.unread--;
      return;
    }
    if (!WORD.includes(uri)) return;
    if (local === 'tbl') this.tables--;
    else if (local === 't') this.inText = false;
    else if (local === 'r') this.inRun = false;
    else if (local === 'p') this.text += '\n';
    else if (this.tables === 1 && local === 'tc') this.closeCell();
    else if (this.tables === 1 && local === 'tr') this.closeRow();
  }

  heard(text: string): void {
    if (this.inText && this.unread === 0) this.text += text;
  }

  private closeCell(): void {
    const above = this.goesOn ? this.rows.at(-1)?.cells[this.cells.length] : undefined;
    this.add(above ?? cellText(this.text), 1);
    this.add('', this.span - 1);
  }

  private closeRow(): void {
    if (this.rows.length >= 2 * MOST_ROWS) throw formTooLarge(`a form has at most ${MOST_ROWS} rows`);
    this.rows.push({ number: this.rows.length + 1, cells: this.cells });
  }

  private add(text: string, times: number): void {
    for (let n = 0; n < times && this.cells.length < MOST_COLUMNS; n++) this.cells.push(text);
  }
}

/** @throws ConcordError BAD_FORM, FORM_TOO_LARGE */
export async function readDocx(parts: Parts): Promise<readonly TableRow[]> {
  const document = parts.get(DOCUMENT);
  if (!document) throw badForm('it has no text');
  const tables = new Tables();
  await readXml(DOCUMENT, document, {
    opened: (tag) => tables.opened(tag),
    closed: (tag) => tables.closed(tag),
    text: (text) => tables.heard(text),
  });
  return tables.rows;
}
