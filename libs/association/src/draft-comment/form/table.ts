/** A row of a table as it stands in a file. */
export interface TableRow {
  /** As people count it: in a spreadsheet the number beside it, in a text the place among the rows of all its tables, from 1. */
  readonly number: number;
  /** What its cells say, by column; what is merged with the cell above says the same, and an empty cell the empty string. */
  readonly cells: readonly string[];
}

/** The rows of a file that can hold a form; more make no form. */
export const MOST_ROWS = 10_000;
/** Columns that are looked at: the template has eight. */
export const MOST_COLUMNS = 40;

/** A cell as it is compared and kept: one kind of line end, nothing around it. */
export const cellText = (text: string): string => text.replaceAll(/\r\n?/g, '\n').trim();
