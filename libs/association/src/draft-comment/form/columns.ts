/** The columns of the commenting template of ISO and CEN, and the one that makes a form come back: the id of the comment. */
export const COLUMNS = ['author', 'line', 'clause', 'element', 'kind', 'text', 'proposedChange', 'observation', 'id'] as const;
export type Column = (typeof COLUMNS)[number];

/** As the template calls them. */
export const TITLES: Readonly<Record<Column, string>> = {
  author: 'MB/NC',
  line: 'Line number',
  clause: 'Clause/Subclause',
  element: 'Paragraph/Figure/Table',
  kind: 'Type of comment',
  text: 'Comments',
  proposedChange: 'Proposed change',
  observation: 'Observations of the secretariat',
  id: 'Id',
};

/** What is left of the titles, in the editions that are in use, when only their letters are looked at. */
const KNOWN: Readonly<Record<Column, RegExp>> = {
  author: /^(mb|nc|mbnc|memberbody|nationalcommittee|party)$/,
  line: /^line(no|number)?s?$/,
  clause: /^(clause|subclause)(no|number)?(subclause(no|number)?)?(annex)?$/,
  element: /^paragraph(figure)?(table)?(note)?(equation)?$/,
  kind: /^(type|typeofcomment|commenttype)$/,
  text: /^comments?(bythe(mb|nc|mbnc|memberbody))?$/,
  proposedChange: /^proposedchanges?(bythe(mb|nc|mbnc|memberbody))?$/,
  observation: /^(observations?(ofthesecretariat)?|secretariatobservations?(oneachcommentsubmitted)?)$/,
  id: /^(comment)?id$/,
};

/** Without examples and explanations in brackets, the numbers of footnotes, hyphens and line breaks. */
const lettersOf = (title: string): string =>
  title
    .replaceAll(/\([^)]*\)/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

const columnTitled = (title: string): Column | undefined => {
  const letters = lettersOf(title);
  return letters === '' ? undefined : COLUMNS.find((column) => KNOWN[column].test(letters));
};

/** Where each column stands in a table. */
export type Layout = ReadonlyMap<Column, number>;

/** Those without which a row says nothing. */
const NEEDED: readonly Column[] = ['clause', 'kind', 'text', 'proposedChange'];
export const NEEDED_TITLES = NEEDED.map((column) => TITLES[column]).join(', ');

/** The layout that a row of titles gives; undefined where it is no such row. */
export function layoutOf(titles: readonly string[]): Layout | undefined {
  const layout = new Map<Column, number>();
  for (const [index, title] of titles.entries()) {
    const column = columnTitled(title);
    if (column && !layout.has(column)) layout.set(column, index);
  }
  return NEEDED.every((column) => layout.has(column)) ? layout : undefined;
}

/** Titles over two rows: what has one in the second row has it there, and the others in the first. */
export const mergedTitles = (first: readonly string[], second: readonly string[]): readonly string[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const below = second[index] ?? '';
    return columnTitled(below) ? below : (first[index] ?? '');
  });
