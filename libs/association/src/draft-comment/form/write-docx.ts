import {
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { COLUMNS, type Column, TITLES } from './columns.js';
import { FORM_NOTES, FORM_TITLE, type Form, type FormLine, xmlText } from './form.js';
import { escaped, spread } from './spread.js';
import { unpack } from './zip.js';

const DOCUMENT = 'word/document.xml';

/** In twentieths of a point; together the width of A4 across, without its margins. */
const WIDTHS: Readonly<Record<Column, number>> = {
  author: 1_200,
  line: 950,
  clause: 1_250,
  element: 1_350,
  kind: 1_150,
  text: 3_100,
  proposedChange: 3_000,
  observation: 2_600,
  id: 1_100,
};
const WIDTH = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);
const MARGIN = 567;
const A4 = { width: 11_906, height: 16_838, orientation: PageOrientation.LANDSCAPE };
/** In half points. */
const SIZE = 16;

const paragraph = (text: string, bold = false): Paragraph => new Paragraph({ children: [new TextRun({ text, bold })] });

const cell = (text: string, bold: boolean, width: number): TableCell =>
  new TableCell({ width: { size: width, type: WidthType.DXA }, children: [paragraph(xmlText(text), bold)] });

function heading({ date, document, project }: Form): Header {
  const cells = [FORM_TITLE, `Date: ${date}`, `Document: ${document}`, `Project: ${project}`];
  const widths = [5_000, 2_200, 5_500, WIDTH - 12_700];
  const row = new TableRow({ children: cells.map((text, index) => cell(text, index === 0, widths[index] ?? 0)) });
  return new Header({
    children: [new Table({ rows: [row], columnWidths: widths, layout: TableLayoutType.FIXED }), new Paragraph('')],
  });
}

const footing = (): Footer =>
  new Footer({
    children: [
      ...FORM_NOTES.map((note) => paragraph(note)),
      new Paragraph({ children: [new TextRun({ children: ['page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] })] }),
    ],
  });

/** The form without its lines. */
const emptyForm = (form: Form): Document =>
  new Document({
    title: FORM_TITLE,
    styles: { default: { document: { run: { size: SIZE, font: 'Arial' } } } },
    sections: [
      {
        properties: { page: { size: A4, margin: { left: MARGIN, right: MARGIN } } },
        headers: { default: heading(form) },
        footers: { default: footing() },
        children: [
          new Table({
            columnWidths: COLUMNS.map((column) => WIDTHS[column]),
            layout: TableLayoutType.FIXED,
            rows: [new TableRow({ tableHeader: true, children: COLUMNS.map((column) => cell(TITLES[column], true, WIDTHS[column])) })],
          }),
        ],
      },
    ],
  });

const runOf = (text: string, properties: string): string =>
  text === ''
    ? ''
    : `<w:r>${properties}${text
        .split('\t')
        .map((part) => `<w:t xml:space="preserve">${escaped(part)}</w:t>`)
        .join('<w:tab/>')}</w:r>`;

/** The ids are for the way back, and take little room. */
const SMALL = '<w:rPr><w:sz w:val="10"/></w:rPr>';

function cellXml(text: string, column: Column): string {
  const paragraphs = text.split('\n').map((line) => `<w:p>${runOf(line, column === 'id' ? SMALL : '')}</w:p>`);
  return `<w:tc><w:tcPr><w:tcW w:w="${WIDTHS[column]}" w:type="dxa"/></w:tcPr>${paragraphs.join('')}</w:tc>`;
}

const rowXml = (line: FormLine): string => `<w:tr>${COLUMNS.map((column) => cellXml(line[column], column)).join('')}</w:tr>`;

/** The form as a text. */
export async function writeDocx(form: Form): Promise<Buffer> {
  const parts = await unpack(await Packer.toBuffer(emptyForm(form)));
  const empty = parts.get(DOCUMENT)?.toString('utf8') ?? '';
  const end = empty.lastIndexOf('</w:tbl>');
  if (end < 0) throw new Error('The library made a form without a table');
  return spread(parts, DOCUMENT, [empty.slice(0, end), empty.slice(end)], form.lines, rowXml);
}
