import { type Money, moneyOf } from '@concord/kernel';
import type { Direction } from '@concord/rules';
import type { DataSource } from 'typeorm';
import type { Flow } from './gap.js';
import type { Period } from './period.js';

/** Trade over a border: how many transactions, and what the goods cost in each currency. */
export interface Volume {
  readonly transactions: number;
  /** By currency, in alphabetical order. */
  readonly values: readonly Money[];
}

export interface Sum extends Volume {
  readonly jurisdiction: string;
  readonly direction: Direction;
  /** A chapter, or a subheading. */
  readonly code: string;
}

/** Flows that have the same periods without a norm. */
export interface Uncovered {
  readonly flows: readonly Flow[];
  readonly periods: readonly Period[];
}

interface SumRow {
  readonly jurisdiction: string;
  readonly direction: Direction;
  readonly code: string;
  readonly currency: string;
  readonly transactions: string;
  readonly value: string;
}

const SUMS = `t.jurisdiction, t.direction, t.code, t.currency, sum(t.transactions) AS transactions, sum(t.value) AS value`;
const BY = `GROUP BY t.jurisdiction, t.direction, t.code, t.currency ORDER BY t.jurisdiction, t.direction, t.code, t.currency`;

/** A row for each currency becomes one with all of them. */
function sumsOf(rows: readonly SumRow[]): readonly Sum[] {
  const sums: { jurisdiction: string; direction: Direction; code: string; transactions: number; values: Money[] }[] = [];
  for (const { jurisdiction, direction, code, currency, transactions, value } of rows) {
    const last = sums.at(-1);
    const isSame = last?.jurisdiction === jurisdiction && last.direction === direction && last.code === code;
    const sum = isSame ? last : { jurisdiction, direction, code, transactions: 0, values: [] };
    if (!isSame) sums.push(sum);
    sum.transactions += Number(transactions);
    sum.values.push(moneyOf(BigInt(value), currency));
  }
  return sums;
}

/** What the read model says of the trade of some jurisdictions; null: of all. */
export class TradeSums {
  constructor(
    private readonly dataSource: DataSource,
    private readonly jurisdictions: readonly string[] | null,
  ) {}

  async byChapter(periods: readonly Period[]): Promise<readonly Sum[]> {
    const sql = `SELECT ${SUMS} FROM insight_coverage.trade t
      WHERE length(t.code) = 2 AND t.period = ANY($1) AND ($2::text[] IS NULL OR t.jurisdiction = ANY($2)) ${BY}`;
    return sumsOf(await this.dataSource.query(sql, [periods, this.jurisdictions]));
  }

  /** What crossed which border, goods by subheading. */
  flows(periods: readonly Period[]): Promise<readonly Flow[]> {
    const sql = `SELECT DISTINCT jurisdiction, direction, alongside, code FROM insight_coverage.trade
      WHERE length(code) = 6 AND period = ANY($1) AND ($2::text[] IS NULL OR jurisdiction = ANY($2))`;
    return this.dataSource.query(sql, [periods, this.jurisdictions]);
  }

  /** The trade of these flows in their periods. */
  async uncovered(groups: readonly Uncovered[]): Promise<readonly Sum[]> {
    if (groups.length === 0) return [];
    const flows = groups.flatMap((group, index) => group.flows.map((flow) => ({ ...flow, index })));
    const periods = groups.flatMap((group, index) => group.periods.map((period) => ({ period, index })));
    const sql = `SELECT ${SUMS}
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS f (jurisdiction, direction, alongside, code, place)
      JOIN unnest($6::text[], $7::int[]) AS p (period, place) USING (place)
      JOIN insight_coverage.trade t USING (jurisdiction, direction, alongside, code, period) ${BY}`;
    const rows: SumRow[] = await this.dataSource.query(sql, [
      flows.map(({ jurisdiction }) => jurisdiction),
      flows.map(({ direction }) => direction),
      flows.map(({ alongside }) => alongside),
      flows.map(({ code }) => code),
      flows.map(({ index }) => index),
      periods.map(({ period }) => period),
      periods.map(({ index }) => index),
    ]);
    return sumsOf(rows);
  }
}
