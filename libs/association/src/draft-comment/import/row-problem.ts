import { ConcordError, type Problem } from '@concord/graphql';
import { type Column, TITLES } from '../form/columns.js';

/** What is wrong with a cell of a form. */
export interface RowProblem {
  /** As people count it: see `TableRow`. */
  readonly row: number;
  readonly column: Column;
  readonly value: string;
  readonly rule: string;
}

const shown = ({ row, column, value, rule }: RowProblem): Problem => ({ field: `row ${row}, ${TITLES[column]}`, value, rule });

/** One error for all rows, each with what is wrong with it. */
export function badRows(problems: readonly RowProblem[]): ConcordError {
  const rows = new Set(problems.map(({ row }) => row)).size;
  const [first] = problems.map(shown);
  const many = rows === 1 ? 'One row cannot be taken' : `${rows} rows cannot be taken`;
  const message = `${many}, and so none was: see extensions.problems. ${first?.field}: ${first?.rule}`;
  return new ConcordError('BAD_ROWS', message, { ...first, problems: problems.map(shown) });
}
