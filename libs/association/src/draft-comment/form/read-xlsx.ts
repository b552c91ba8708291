import readExcelFile, { type CellValue } from 'read-excel-file/node';
import type { SaxesTagNS } from 'saxes';
import { badForm, formTooLarge } from './faults.js';
import { cellText, MOST_COLUMNS, MOST_ROWS, type TableRow } from './table.js';
import { readXml } from './xml.js';
import { type Parts, pack } from './zip.js';

/** A sheet may have more above and below the form. */
const LAST_ROW = MOST_ROWS + 1_000;
const MOST_SHEETS = 50;

const columnOf = (letters: string): number => [...letters].reduce((number, letter) => number * 26 + (letter.charCodeAt(0) - 64), 0);

/** The places that rows and cells say they have, by whatever prefix. */
const placesOf = ({ local, attributes }: SaxesTagNS): readonly string[] =>
  local === 'row' || local === 'c' ? Object.values(attributes).flatMap(({ local, value }) => (local === 'r' ? [value] : [])) : [];

function checkPlace(place: string, path: string): void {
  const [, letters = '', digits] = /^([A-Z]*)(\d+)$/.exec(place) ?? [];
  if (digits === undefined) throw badForm(`its part ${path} has a cell at ${place}`);
  if (Number(digits) > LAST_ROW) throw formTooLarge(`the last row of a form has at most the number ${LAST_ROW}`, Number(digits));
  if (columnOf(letters) > MOST_COLUMNS) throw formTooLarge(`a form has at most ${MOST_COLUMNS} columns`, columnOf(letters));
}

/**
 * What the reader of spreadsheets would fill with empty cells is looked at before: some bytes can name the last cell that there
 * is, or one behind it.
 */
async function checkPlaces(parts: Parts): Promise<void> {
  for (const [path, part] of parts) {
    let sheets = 0;
    await readXml(path, part, {
      opened(tag) {
        if (tag.local === 'sheet' && ++sheets > MOST_SHEETS) throw formTooLarge(`a form has at most ${MOST_SHEETS} sheets`);
        for (const place of placesOf(tag)) checkPlace(place, path);
      },
    });
  }
}

/** Programs make numbers and days of what looks like one. */
function textOf(value: CellValue | null): string {
  if (value === null) return '';
  return cellText(value instanceof Date ? value.toISOString().slice(0, 10) : String(value));
}

/**
 * The rows of each sheet.
 * @throws ConcordError BAD_FORM, FORM_TOO_LARGE
 */
export async function readXlsx(parts: Parts): Promise<readonly (readonly TableRow[])[]> {
  await checkPlaces(parts);
  // Packed anew, so that the reader sees what was measured and looked at, and nothing else.
  const looked = await pack(parts, { smaller: false });
  const sheets = await readExcelFile(looked).catch((error: unknown) => {
    throw badForm(error instanceof Error ? error.message : String(error));
  });
  return sheets.map(({ data }) => data.map((row, index) => ({ number: index + 1, cells: row.map(textOf) })));
}
