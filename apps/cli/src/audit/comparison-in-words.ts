import type { ColumnDifference, ModelComparison, RowDifference } from '@concord/projections';

/** Long texts are cut: `--json` has them whole. */
const LONGEST = 120;

const shown = (text: string | null): string => {
  if (text === null) return 'NULL';
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
};

const KINDS: Readonly<Record<RowDifference['kind'], string>> = {
  CHANGED: 'differs',
  MISSING: 'is missing',
  UNEXPECTED: 'should not be there',
};

const column = ({ column: name, expected, found }: ColumnDifference): string =>
  `      ${name}: expected ${shown(expected)}, found ${shown(found)}`;

function row({ kind, key, columns }: RowDifference): string {
  const name = Object.entries(key)
    .map(([part, value]) => `${part} ${shown(value)}`)
    .join(', ');
  return [`    ${name} ${KINDS[kind]}`, ...(kind === 'CHANGED' ? columns.map(column) : [])].join('\n');
}

const rowsIn = ({ tables }: ModelComparison): number => tables.reduce((sum, { rows }) => sum + rows, 0);

function model(comparison: ModelComparison): string {
  const { model: name, position, impossible, tables } = comparison;
  if (impossible !== null) return `${name.padEnd(28)}  not compared: ${impossible}`;
  const differing = tables.filter(({ differences }) => differences > 0);
  const head = `${name.padEnd(28)}  ${differing.length > 0 ? 'differs' : 'equal'}  ${rowsIn(comparison)} rows at position ${position}`;
  const told = differing.flatMap(({ table, differences, shown: first }) => [
    `  ${table}: ${differences} ${differences === 1 ? 'row' : 'rows'}${differences > first.length ? `, the first ${first.length}:` : ''}`,
    ...first.map(row),
  ]);
  return [head, ...told].join('\n');
}

/** How many rows differ in all. */
export const differencesIn = (found: readonly ModelComparison[]): number =>
  found.flatMap(({ tables }) => tables).reduce((sum, { differences }) => sum + differences, 0);

/** What a comparison has found, model by model, and what it comes to. */
export function inWords(found: readonly ModelComparison[]): string {
  const left = found.filter(({ impossible }) => impossible !== null).length;
  const count = differencesIn(found);
  const end = count > 0 ? `${count} ${count === 1 ? 'row differs' : 'rows differ'}` : 'Equal';
  const compared = `${found.length - left} of ${found.length} read models compared`;
  return [...found.map(model), `${end}: ${compared}`].join('\n');
}
