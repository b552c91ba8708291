import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import { COLUMNS, type Column, TITLES } from './columns.js';
import { cellsOf, FORM_NOTES, FORM_TITLE, type Form, xmlText } from './form.js';

/** In characters. */
const WIDTHS: Readonly<Record<Column, number>> = {
  author: 16,
  line: 9,
  clause: 14,
  element: 16,
  kind: 10,
  text: 50,
  proposedChange: 50,
  observation: 50,
  id: 38,
};

/** Two lines, in points. */
const TITLE_HEIGHT = 30;

/** Text that looks like the escape of a character stands for itself (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring). */
const LIKE_AN_ESCAPE = /_(?=x[0-9a-f]{4}_)/gi;

/** The library keeps texts in an object, where a word like "constructor" is taken already; what is around a cell is not read. */
const shareable = (text: string): string => (text in {} ? `${text} ` : text);

/** Text that stays text: a cell of the type and the format of text is no formula, whatever it begins with. */
const cell = (text: string): CellObject | null =>
  text === ''
    ? null
    : {
        value: shareable(xmlText(text).replaceAll(LIKE_AN_ESCAPE, '_x005F_')),
        type: String,
        format: '@',
        wrap: true,
        alignVertical: 'top',
      };

const title = (text: string): CellObject => ({
  value: text,
  type: String,
  fontWeight: 'bold',
  wrap: true,
  height: TITLE_HEIGHT,
  borderStyle: 'thin',
});

const bold = (text: string): CellObject => ({ value: text, type: String, fontWeight: 'bold' });
const plain = (text: string): CellObject => ({ value: shareable(xmlText(text)), type: String, format: '@' });

/** The form as a spreadsheet. */
export function writeXlsx({ date, document, project, lines }: Form): Promise<Buffer> {
  const head: Row[] = [
    [bold(FORM_TITLE)],
    [bold('Date:'), plain(date)],
    [bold('Document:'), plain(document)],
    [bold('Project:'), plain(project)],
    ...FORM_NOTES.map((note) => [plain(note)]),
    [],
    COLUMNS.map((column) => title(TITLES[column])),
  ];
  const rows = lines.map((line) => cellsOf(line).map(cell));
  const sheet = {
    sheet: 'Comments',
    orientation: 'landscape',
    columns: COLUMNS.map((column) => ({ width: WIDTHS[column] })),
    stickyRowsCount: head.length,
  } as const;
  return writeExcelFile([...head, ...rows], sheet, { fontFamily: 'Arial', fontSize: 10 }).toBuffer();
}
