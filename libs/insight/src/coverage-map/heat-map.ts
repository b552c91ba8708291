import { type Markup, html as svg } from '@concord/legal-text';
import { hsCode, nameOf } from '@concord/reference-data';
import type { Cell, CoverageMap } from './coverage-map.js';

/** User units. */
const CELL = { width: 34, height: 26 };
const LEFT = 190;
const TOP = 92;
const LEGEND_HEIGHT = 96;

/** From little trade to much: fills and the colours of the text on them, of which each pair has a contrast above 4.5 : 1. */
export const SHADES = [
  { from: 0, fill: '#ffffff', text: '#1a1a1a', label: 'no trade' },
  { from: 1, fill: '#deebf7', text: '#1a1a1a', label: '1 or more transactions' },
  { from: 10, fill: '#9ecae1', text: '#1a1a1a', label: '10 or more' },
  { from: 100, fill: '#4292c6', text: '#000000', label: '100 or more' },
  { from: 1_000, fill: '#08519c', text: '#ffffff', label: '1,000 or more' },
] as const;

const GAP = '○';
const CONFLICT = '×';

const tradeOf = ({ imports, exports }: Cell): number => imports.transactions + exports.transactions;
const shadeOf = (transactions: number) => SHADES.findLast(({ from }) => transactions >= from) ?? SHADES[0];
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Every code of the map is one of the nomenclature. */
const nameOfChapter = (chapter: string): string => hsCode(chapter).description;

/** A cell in a sentence: what the picture shows, for those who do not see it. */
function sentenceOf(cell: Cell): string {
  const gaps = cell.gaps.map(
    ({ hsCode: code, direction, transactions }) => `${code} (${direction.toLowerCase()}, ${counted(transactions, 'transaction')})`,
  );
  return [
    `${nameOf(cell.jurisdiction)}, chapter ${cell.chapter}: ${nameOfChapter(cell.chapter)}. `,
    `${counted(cell.norms.length, 'norm')} in force; ${counted(tradeOf(cell), 'transaction')}.`,
    gaps.length > 0 ? ` Without a norm: ${gaps.join(', ')}.` : '',
    cell.conflicts.length > 0 ? ` ${counted(cell.conflicts.length, 'conflict')} between requirements.` : '',
  ].join('');
}

function cellOf(cell: Cell, x: number, y: number): Markup {
  const { fill, text } = shadeOf(tradeOf(cell));
  const marks = `${cell.gaps.length > 0 ? GAP : ''}${cell.conflicts.length > 0 ? CONFLICT : ''}`;
  const label = `${cell.norms.length || ''}${marks}`;
  return svg`<g><title>${sentenceOf(cell)}</title>
<rect x="${x}" y="${y}" width="${CELL.width}" height="${CELL.height}" fill="${fill}" stroke="#767676"/>
<text x="${x + CELL.width / 2}" y="${y + CELL.height / 2 + 4}" text-anchor="middle" fill="${text}">${label}</text></g>
`;
}

function legend(y: number): Markup {
  const shades = SHADES.map(
    ({ fill, label }, index) => svg`<rect x="${10 + index * 170}" y="${y}" width="18" height="18" fill="${fill}" stroke="#767676"/>
<text x="${34 + index * 170}" y="${y + 14}">${label}</text>
`,
  );
  return svg`<g id="legend">
${shades}<text x="10" y="${y + 44}">A number: norms in force about goods of the chapter. ${GAP} trade without a norm in force. ${CONFLICT} requirements that conflict.</text>
<text x="10" y="${y + 66}">Norms that are limited to no goods cover every chapter, and are not counted in the cells.</text>
</g>
`;
}

function summaryOf({ on, days, rows, cells, conflicts }: CoverageMap): string {
  const gaps = cells.filter((cell) => cell.gaps.length > 0);
  const notable = cells.filter((cell) => cell.gaps.length > 0 || cell.conflicts.length > 0).map(sentenceOf);
  return [
    `Norms in force on ${on}, and trade from ${days.from} to ${days.until}: ${counted(rows.length, 'jurisdiction')}, `,
    `${counted(gaps.length, 'cell')} with trade that no norm covers, ${counted(conflicts.length, 'conflict')}.`,
    ...notable.map((sentence) => ` ${sentence}`),
  ].join('');
}

/** The map as an SVG picture, which says in words what it shows. It holds no script, and needs nothing from elsewhere. */
export function heatMap(map: CoverageMap): string {
  const chapters = [...new Set(map.cells.map(({ chapter }) => chapter))].sort();
  const rows = map.rows.map(({ jurisdiction }) => jurisdiction);
  const xOf = (chapter: string): number => LEFT + chapters.indexOf(chapter) * CELL.width;
  const yOf = (jurisdiction: string): number => TOP + rows.indexOf(jurisdiction) * CELL.height;
  const width = Math.max(LEFT + chapters.length * CELL.width + 10, 900);
  const bottom = TOP + rows.length * CELL.height + 20;
  const height = bottom + LEGEND_HEIGHT;
  const heads = chapters.map(
    (
      chapter,
    ) => svg`<text x="${xOf(chapter) + CELL.width / 2}" y="${TOP - 8}" text-anchor="middle"><title>${nameOfChapter(chapter)}</title>${chapter}</text>
`,
  );
  const names = rows.map(
    (row) => svg`<text x="${LEFT - 8}" y="${yOf(row) + CELL.height / 2 + 4}" text-anchor="end">${shortened(nameOf(row))} ${row}</text>
`,
  );
  const empty =
    map.cells.length === 0 ? svg`<text x="10" y="${TOP - 8}">Nothing to show: no norms about goods, and no trade.</text>\n` : null;
  return String(svg`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title summary" lang="en" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title id="title">Coverage map of ${map.on}</title>
<desc id="summary">${summaryOf(map)}</desc>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<g fill="#1a1a1a"><text x="10" y="24" font-size="18">Coverage map: norms in force on ${map.on}</text>
<text x="10" y="46">Trade from ${map.days.from} to ${map.days.until}, by jurisdiction and chapter of the Harmonized System</text>
${empty}${heads}${names}${legend(bottom)}</g>
${map.cells.map((cell) => cellOf(cell, xOf(cell.chapter), yOf(cell.jurisdiction)))}</svg>
`);
}

const shortened = (name: string): string => (name.length > 22 ? `${name.slice(0, 21)}…` : name);
