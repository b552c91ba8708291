import type { CalendarDate } from '@concord/kernel';
import { jurisdictionsOf, reaches } from '@concord/reference-data';
import type { Direction } from '@concord/rules';
import type { FoundConflicts, ProvenConflict } from './conflicts.js';
import type { CoveringNorm } from './covering-norm.js';
import type { Days } from './period.js';
import type { Sum, Volume } from './trade-sums.js';

/** A norm that is in force on the day of the map. */
export type NormInForce = Pick<CoveringNorm, 'id' | 'jurisdiction' | 'titles' | 'hsCodes'>;

/** Trade in goods that no norm in force covered when it was opened. */
export interface Gap extends Volume {
  readonly direction: Direction;
  /** A subheading. */
  readonly hsCode: string;
}

/** A jurisdiction and a chapter of the Harmonized System. */
export interface Cell {
  readonly jurisdiction: string;
  readonly chapter: string;
  /** Norms of the jurisdiction, or of a bloc that it belongs to, about goods of the chapter. */
  readonly norms: readonly NormInForce[];
  readonly imports: Volume;
  readonly exports: Volume;
  readonly gaps: readonly Gap[];
  readonly conflicts: readonly ProvenConflict[];
}

export interface Row {
  readonly jurisdiction: string;
  /** Norms that are limited to no goods, and so cover all. */
  readonly generalNorms: readonly NormInForce[];
}

export interface CoverageMap extends FoundConflicts {
  /** The day on which norms are in force, and conflict. */
  readonly on: CalendarDate;
  /** The days on which trade is counted. */
  readonly days: Days;
  /** In alphabetical order. */
  readonly rows: readonly Row[];
  /** Those that are not empty, by jurisdiction and chapter. */
  readonly cells: readonly Cell[];
}

/** What a map is drawn from. */
export interface Findings {
  readonly on: CalendarDate;
  readonly days: Days;
  /** The jurisdictions that were asked for; null: all of which there is something to say. */
  readonly asked: readonly string[] | null;
  readonly norms: readonly NormInForce[];
  readonly volumes: readonly Sum[];
  readonly uncovered: readonly Sum[];
  readonly found: FoundConflicts;
}

const NOTHING: Volume = { transactions: 0, values: [] };

const chapterOf = (code: string): string => code.slice(0, 2);
const chaptersOf = (codes: readonly string[]): readonly string[] => [...new Set(codes.map(chapterOf))];

/** Whether the rules of one of the two bind the other. */
export const concern = (one: string, other: string): boolean => reaches(one, other) || reaches(other, one);

const chaptersOfConflict = ({ conflict }: ProvenConflict): readonly string[] =>
  chaptersOf(conflict.example.transaction.lines.map(({ hsCode }) => hsCode));

function rowsOf({ asked, norms, volumes, found }: Findings): readonly string[] {
  if (asked) return [...new Set(asked)].sort();
  const parties = found.conflicts.flatMap(({ pair }) => pair);
  return [...new Set([...norms, ...volumes, ...parties].map(({ jurisdiction }) => jurisdiction))].sort();
}

/** Puts what was found into rows and cells. */
export function drawn(findings: Findings): CoverageMap {
  const { on, days, norms, volumes, uncovered, found } = findings;
  const rows = rowsOf(findings);
  const cells = new Map<string, Cell>();
  const change = (jurisdiction: string, chapter: string, changed: (cell: Cell) => Partial<Cell>): void => {
    const key = `${jurisdiction} ${chapter}`;
    const cell = cells.get(key) ?? { jurisdiction, chapter, norms: [], imports: NOTHING, exports: NOTHING, gaps: [], conflicts: [] };
    cells.set(key, { ...cell, ...changed(cell) });
  };
  const binding = (jurisdiction: string): readonly NormInForce[] => {
    const places = jurisdictionsOf(jurisdiction);
    return norms.filter((norm) => places.includes(norm.jurisdiction));
  };
  for (const row of rows) {
    for (const norm of binding(row))
      for (const chapter of chaptersOf(norm.hsCodes)) change(row, chapter, (cell) => ({ norms: [...cell.norms, norm] }));
    for (const proven of found.conflicts) {
      if (!proven.pair.some(({ jurisdiction }) => concern(jurisdiction, row))) continue;
      for (const chapter of chaptersOfConflict(proven)) change(row, chapter, (cell) => ({ conflicts: [...cell.conflicts, proven] }));
    }
  }
  for (const { jurisdiction, direction, code, transactions, values } of volumes) {
    change(jurisdiction, code, () => ({ [direction === 'IMPORT' ? 'imports' : 'exports']: { transactions, values } }));
  }
  for (const { jurisdiction, direction, code: hsCode, transactions, values } of uncovered) {
    change(jurisdiction, chapterOf(hsCode), (cell) => ({ gaps: [...cell.gaps, { direction, hsCode, transactions, values }] }));
  }
  return {
    on,
    days,
    ...found,
    rows: rows.map((jurisdiction) => ({ jurisdiction, generalNorms: binding(jurisdiction).filter(({ hsCodes }) => hsCodes.length === 0) })),
    cells: [...cells.values()].sort((a, b) => (`${a.jurisdiction} ${a.chapter}` < `${b.jurisdiction} ${b.chapter}` ? -1 : 1)),
  };
}
