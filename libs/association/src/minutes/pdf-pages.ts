import { setImmediate as others } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { type Draws, drawnBy, fonts, writable } from './font.js';

const MARGIN = 50;
const SIZE = { title: 18, heading: 13, sub: 10.5, text: 10, cell: 9, foot: 8 } as const;
const PADDING = 3;
const QUIET = '#545454';
const LINE = '#b0b0b0';
/** So many rows are written before others have their turn: a roll may have a thousand. */
const ROWS_AT_A_TIME = 25;

type Pdf = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Pdf['struct']>;

/** PDFKit takes what its types lack: whose heading a cell is. */
interface Scoped extends PDFKit.Mixins.StructureElementOptions {
  readonly scope?: 'Row' | 'Column';
}

interface PdfCell {
  readonly text: string;
  readonly bold: boolean;
}

export interface PdfTable {
  readonly caption: string | null;
  readonly columns: readonly { readonly name: string; readonly share: number }[];
  readonly rows: readonly (readonly string[])[];
}

/** Pages of A4 that a screen reader can read: headings, paragraphs and tables are tagged as such (ISO 32000-1, 14.8). */
export class PdfPages {
  private readonly pdf: Pdf;
  private readonly chunks: Buffer[] = [];
  private readonly root: Element;
  private readonly draws: Draws;

  /** @param madeAt stands in the file; with the same words and the same moment, the bytes are the same */
  constructor(title: string, madeAt: Date) {
    const { text, bold } = fonts();
    this.pdf = new PDFDocument({
      ...{ size: 'A4', margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 15 }, bufferPages: true, font: '' },
      ...{ pdfVersion: '1.7', tagged: true, lang: 'en', displayTitle: true },
      info: { Title: title, Creator: 'Concord', Producer: 'PDFKit', CreationDate: madeAt },
    });
    this.pdf.registerFont('text', text).registerFont('bold', bold);
    this.pdf.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.pdf.font('text');
    this.draws = drawnBy(this.pdf);
    this.root = this.pdf.struct('Document');
    this.pdf.addStructure(this.root);
  }

  title(text: string): void {
    this.tagged('H1', text, 'bold', SIZE.title);
    this.pdf.moveDown(0.4);
  }

  heading(text: string): void {
    this.pdf.moveDown(0.8);
    this.keepTogether(110);
    this.tagged('H2', text, 'bold', SIZE.heading);
    this.pdf.moveDown(0.3);
  }

  subheading(text: string): void {
    this.pdf.moveDown(0.4);
    this.keepTogether(40);
    this.tagged('H3', text, 'bold', SIZE.sub);
  }

  paragraph(text: string): void {
    this.tagged('P', text, 'text', SIZE.text);
    this.pdf.moveDown(0.3);
  }

  /** Breaks over pages between its rows, and has its headings on each of them. Without names, columns have no headings. */
  async table({ caption, columns, rows }: PdfTable): Promise<void> {
    const table = this.pdf.struct('Table');
    this.root.add(table);
    if (caption !== null) {
      this.keepTogether(60);
      this.pdf.font('bold').fontSize(SIZE.cell);
      table.add(this.pdf.struct('Caption', {}, () => this.write(caption)));
      this.pdf.moveDown(0.2);
    }
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (this.width * share) / whole);
    const head = columns.map(({ name }): PdfCell => ({ text: name, bold: true }));
    const hasHead = head.some(({ text }) => text !== '');
    if (hasHead) this.row(table, head, widths, 'Column');
    for (const [index, row] of rows.entries()) {
      if (index % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await others();
      const cells = row.map((text, column): PdfCell => ({ text, bold: !hasHead && column === 0 }));
      if (this.room < this.heightOf(cells, widths)) {
        this.pdf.continueOnNewPage();
        if (hasHead) this.artifact(() => this.cells(head, widths, (_, write) => write()));
      }
      this.row(table, cells, widths, 'Row');
    }
    table.end();
    this.pdf.moveDown(0.6);
  }

  /** Numbers the pages, and gives the file. */
  async end(foot: string): Promise<Buffer> {
    const { count } = this.pdf.bufferedPageRange();
    this.root.end();
    for (let page = 0; page < count; page++) {
      this.pdf.switchToPage(page);
      this.artifact(() => this.footer(`${foot} · Page ${page + 1} of ${count}`));
    }
    const ended = new Promise<void>((resolve) => this.pdf.once('end', resolve));
    this.pdf.end();
    await ended;
    return Buffer.concat(this.chunks);
  }

  private get width(): number {
    return this.pdf.page.width - 2 * MARGIN;
  }

  /** What is left of the page. */
  private get room(): number {
    return this.pdf.page.maxY() - this.pdf.y;
  }

  private keepTogether(height: number): void {
    if (this.room < height) this.pdf.continueOnNewPage();
  }

  private tagged(tag: string, text: string, font: 'text' | 'bold', size: number): void {
    this.pdf.font(font).fontSize(size);
    this.root.add(this.pdf.struct(tag, {}, () => this.write(text)));
  }

  private write(text: string): void {
    this.pdf.text(writable(text, this.draws), MARGIN, this.pdf.y, { width: this.width });
  }

  private choose({ bold }: PdfCell): Pdf {
    return this.pdf.font(bold ? 'bold' : 'text').fontSize(SIZE.cell);
  }

  private heightOf(cells: readonly PdfCell[], widths: readonly number[]): number {
    const heights = cells.map((cell, column) =>
      this.choose(cell).heightOfString(writable(cell.text, this.draws), { width: (widths[column] ?? 0) - 2 * PADDING }),
    );
    return Math.max(...heights) + 2 * PADDING;
  }

  private row(table: Element, cells: readonly PdfCell[], widths: readonly number[], scope: 'Row' | 'Column'): void {
    const row = this.pdf.struct('TR');
    table.add(row);
    this.cells(cells, widths, (column, write) => {
      const isHead = scope === 'Column' || column === 0;
      const options: Scoped = isHead ? { scope } : {};
      row.add(this.pdf.struct(isHead ? 'TH' : 'TD', options, write));
    });
    row.end();
    this.artifact(() => {
      this.pdf
        .moveTo(MARGIN, this.pdf.y)
        .lineTo(MARGIN + this.width, this.pdf.y)
        .lineWidth(0.5)
        .stroke(LINE);
    });
  }

  private cells(cells: readonly PdfCell[], widths: readonly number[], each: (column: number, write: () => void) => void): void {
    const top = this.pdf.y;
    const height = this.heightOf(cells, widths);
    let left = MARGIN;
    for (const [column, cell] of cells.entries()) {
      const width = widths[column] ?? 0;
      const at = left + PADDING;
      each(column, () => this.choose(cell).text(writable(cell.text, this.draws), at, top + PADDING, { width: width - 2 * PADDING }));
      left += width;
    }
    this.pdf.x = MARGIN;
    this.pdf.y = top + height;
  }

  /** Stands below the margin, so it must not be wrapped: what is wrapped there begins another page. */
  private footer(text: string): void {
    this.pdf.font('text').fontSize(SIZE.foot).fillColor(QUIET);
    const left = (this.pdf.page.width - this.pdf.widthOfString(text)) / 2;
    this.pdf.text(text, left, this.pdf.page.height - MARGIN, { lineBreak: false }).fillColor('black');
  }

  /** What is no part of the text: a line, a number of a page, a heading that is there already. */
  private artifact(draw: () => void): void {
    this.pdf.markContent('Artifact');
    draw();
    this.pdf.endMarkedContent();
  }
}
