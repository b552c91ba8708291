import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import { COLUMNS, type Column, TITLES } from './columns.js';
import { FORM_NOTES, FORM_TITLE, type Form, type FormLine, xmlText } from './form.js';
import { escaped, spread } from './spread.js';
import { unpack } from './zip.js';

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

/** In points. */
const LINE_HEIGHT = 13;
/** The highest row that there can be, in points. */
const HIGHEST = 409;

const SHEET = 'xl/worksheets/sheet1.xml';

const title = (text: string): CellObject => ({
  value: text,
  type: String,
  fontWeight: 'bold',
  wrap: true,
  height: 2 * LINE_HEIGHT,
  borderStyle: 'thin',
});
const bold = (text: string): CellObject => ({ value: text, type: String, fontWeight: 'bold' });
/** A text that stays text. The space is for the library, which keeps texts in an object, where "constructor" is taken already. */
const plain = (text: string): CellObject => ({ value: ` ${xmlText(text)}`, type: String, format: '@' });
/** Whose style the cells of the lines take: of the type and the format of text, so that they are no formulas, whatever they begin with. */
const SAMPLE: CellObject = { ...plain('A'), wrap: true, alignVertical: 'top' };

/** Text that looks like the escape of a character stands for itself (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring). */
const LIKE_AN_ESCAPE = /_(?=x[0-9a-f]{4}_)/gi;

/** Where each column stands: A to I. */
const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** The lines that a text takes in its column, at a guess: programs do not measure what they have not written themselves. */
const linesOf = (text: string, width: number): number =>
  text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / width)), 0);

function rowXml(line: FormLine, row: number, style: string): string {
  const cells = COLUMNS.map((column, index) => {
    const text = escaped(line[column]).replaceAll(LIKE_AN_ESCAPE, '_x005F_');
    const inside = text === '' ? '' : `<is><t xml:space="preserve">${text}</t></is>`;
    return `<c r="${letterOf(index)}${row}" s="${style}"${inside && ' t="inlineStr"'}>${inside}</c>`;
  });
  const lines = Math.max(...COLUMNS.map((column) => linesOf(line[column], WIDTHS[column])));
  return `<row r="${row}" ht="${Math.min(HIGHEST, lines * LINE_HEIGHT)}" customHeight="1">${cells.join('')}</row>`;
}

const ROW_OF_SAMPLE = /<row r="(\d+)"[^>]*><c r="A\d+" s="(\d+)"[^>]*>(?:(?!<\/row>).)*<\/row><\/sheetData>/s;

/** The form as a spreadsheet. */
export async function writeXlsx({ date, document, project, lines }: Form): Promise<Buffer> {
  const head: Row[] = [
    [bold(FORM_TITLE)],
    [bold('Date:'), plain(date)],
    [bold('Document:'), plain(document)],
    [bold('Project:'), plain(project)],
    ...FORM_NOTES.map((note) => [bold(note)]),
    [],
    COLUMNS.map((column) => title(TITLES[column])),
  ];
  const sheet = {
    sheet: 'Comments',
    orientation: 'landscape',
    columns: COLUMNS.map((column) => ({ width: WIDTHS[column] })),
    stickyRowsCount: head.length,
  } as const;
  const options = { fontFamily: 'Arial', fontSize: 10 };
  const parts = await unpack(await writeExcelFile([...head, [SAMPLE]], sheet, options).toBuffer());
  const xml = parts.get(SHEET)?.toString('utf8') ?? '';
  const sample = ROW_OF_SAMPLE.exec(xml);
  if (!sample) throw new Error('The library made a sheet without its last row');
  const [row, , style = ''] = sample;
  const first = Number(sample[1]);
  const around = [xml.slice(0, sample.index), xml.slice(sample.index + row.length - '</sheetData>'.length)] as const;
  return spread(parts, SHEET, around, lines, (line, index) => rowXml(line, first + index, style));
}
