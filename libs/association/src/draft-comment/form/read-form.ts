import { COLUMNS, type Column, type Layout, layoutOf, mergedTitles, NEEDED_TITLES } from './columns.js';
import { badForm, formTooLarge } from './faults.js';
import { readDocx } from './read-docx.js';
import { MOST_ROWS, type TableRow } from './table.js';
import { unpack } from './zip.js';

/** A comment as a form has it: text by column, empty where nothing stands there. */
export interface FormRow extends Readonly<Record<Column, string>> {
  /** Where it stands in the file: see `TableRow`. */
  readonly number: number;
}

const SAYS: readonly Column[] = ['kind', 'text', 'proposedChange', 'observation', 'id'];

function formRow({ number, cells }: TableRow, layout: Layout): FormRow {
  const columns = COLUMNS.map((column) => [column, cells[layout.get(column) ?? -1] ?? '']);
  return { number, ...(Object.fromEntries(columns) as Record<Column, string>) };
}

/** The layout that begins at a row, and how many rows its titles take. */
function layoutAt(rows: readonly TableRow[], index: number): readonly [Layout, number] | undefined {
  const cells = rows[index]?.cells ?? [];
  const next = rows[index + 1]?.cells ?? [];
  const single = layoutOf(cells);
  if (single) return [single, 1];
  // What stands above whole titles may be a comment.
  if (layoutOf(next)) return undefined;
  const merged = layoutOf(mergedTitles(cells, next));
  return merged && [merged, 2];
}

/** The comments below each row of titles; undefined where there is no such row. What has only empty cells, as templates do, is none. */
function commentsIn(rows: readonly TableRow[]): readonly FormRow[] | undefined {
  let layout: Layout | undefined;
  const comments: FormRow[] = [];
  for (let index = 0; index < rows.length; index++) {
    const begun = layoutAt(rows, index);
    if (begun) {
      layout = begun[0];
      index += begun[1] - 1;
      continue;
    }
    const row = layout && formRow(rows[index] as TableRow, layout);
    if (row && SAYS.some((column) => row[column] !== '')) comments.push(row);
  }
  return layout && comments;
}

const MAGIC_OF_ZIP = Buffer.from('PK');
const MAGIC_OF_OLE = Buffer.from('d0cf11e0', 'hex');

/**
 * Reads a form in the commenting template of ISO and CEN: a DOCX, or the first sheet of an XLSX that has its titles.
 * @throws ConcordError BAD_FORM where it is none, FORM_TOO_LARGE
 */
export async function readForm(bytes: Buffer): Promise<readonly FormRow[]> {
  if (bytes.subarray(0, 4).equals(MAGIC_OF_OLE)) {
    throw badForm('it is of the old format (.doc, .xls), or protected by a password. Save it as .docx or .xlsx, without one');
  }
  if (!bytes.subarray(0, 2).equals(MAGIC_OF_ZIP)) throw badForm('it is neither DOCX nor XLSX');
  const parts = await unpack(bytes);
  const isText = parts.has('word/document.xml');
  if (!isText && !parts.has('xl/workbook.xml')) throw badForm('it is neither DOCX nor XLSX');
  // What reads spreadsheets is large: it is loaded when the first one comes.
  const tables = isText ? [await readDocx(parts)] : await (await import('./read-xlsx.js')).readXlsx(parts);
  const comments = tables.map(commentsIn).find((found) => found !== undefined);
  if (!comments) throw badForm(`no table in it has the columns ${NEEDED_TITLES}`);
  if (comments.length > MOST_ROWS) throw formTooLarge(`a form has at most ${MOST_ROWS} comments`, comments.length);
  return comments;
}
