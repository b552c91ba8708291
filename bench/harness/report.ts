import type { Fact } from './environment.js';
import type { Measurement } from './measurement.js';
import { isMet, type Result } from './statistics.js';

const HEADINGS = ['name', 'ours', 'yardstick', 'unit', 'ratio', 'spread', 'goal', 'met'];
/** Names and units are read from the left, figures from the right. */
const LEFT = new Set(['name', 'unit', 'met']);

/** Three digits that count, or all before the point. */
const figure = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
const ratio = (value: number): string => value.toFixed(2);

function row(measurement: Measurement, result: Result): readonly string[] {
  const { goal, better } = measurement;
  const met = isMet(measurement, result.ratio);
  return [
    result.name,
    figure(result.ours),
    figure(result.yardstick),
    result.unit,
    ratio(result.ratio),
    result.spread.map(ratio).join(' – '),
    goal === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${goal}`,
    met === undefined ? '' : met ? 'yes' : 'no',
  ];
}

/** A table in the Markdown of the documentation, which reads as well in a terminal. */
export function table(rows: readonly (readonly [Measurement, Result])[]): string {
  const cells = [HEADINGS, ...rows.map(([measurement, result]) => row(measurement, result))];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const isLeft = (column: number): boolean => LEFT.has(HEADINGS[column] ?? '');
  const lines = cells.map((line) =>
    line.map((text, column) => (isLeft(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))),
  );
  const rule = widths.map((width, column) => (isLeft(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [lines[0] ?? [], rule, ...lines.slice(1)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** A sentence for each row of which there is something to say. */
export const notes = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}.`]));

export function factSheet(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
