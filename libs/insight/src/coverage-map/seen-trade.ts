import { minorUnits, pick, type Recorded, times } from '@concord/kernel';
import { DecimalColumn, rows } from '@concord/projections';
import { covers } from '@concord/reference-data';
import type { Direction } from '@concord/rules';
import { type TransactionOpened, transactionEvents } from '@concord/trade';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { crossingsOf } from './crossing.js';
import { type Period, periodsWith } from './period.js';

/** How much trade crossed a border, of one kind of goods, in one day or month, in one currency. */
@Entity({ schema: 'insight_coverage', name: 'trade' })
export class SeenTrade {
  @PrimaryColumn('text')
  jurisdiction!: string;

  @PrimaryColumn('text')
  direction!: Direction;

  /** The other jurisdictions whose border is crossed there, joined by commas. */
  @PrimaryColumn('text')
  alongside!: string;

  /** A chapter of the Harmonized System, or a subheading. */
  @PrimaryColumn('text')
  code!: string;

  @PrimaryColumn('text')
  period!: Period;

  /** ISO 4217. */
  @PrimaryColumn('text')
  currency!: string;

  /** Transactions with such goods, each counted once. */
  @Column('integer')
  transactions!: number;

  /** What these goods cost, in the smallest unit of the currency. */
  @DecimalColumn()
  value!: string;
}

type Key = readonly [jurisdiction: string, direction: Direction, alongside: string, code: string, period: Period, currency: string];

function keysOf({ data: { origin, destination, lines, openedOn, currency } }: Recorded<TransactionOpened>): readonly Key[] {
  const codes = [...new Set(lines.flatMap(({ hsCode }) => [hsCode.slice(0, 2), hsCode]))];
  return crossingsOf({ origin, destination }).flatMap(({ jurisdiction, direction, alongside }) =>
    codes.flatMap((code) =>
      periodsWith(openedOn).map((period) => [jurisdiction, direction, alongside.join(), code, period, currency] as const),
    ),
  );
}

const costOf = ({ lines, currency }: TransactionOpened['data'], code: string): bigint =>
  lines
    .filter(({ hsCode }) => covers(code, hsCode))
    .reduce((sum, { quantity, unitPrice }) => sum + minorUnits(times(quantity, { amount: unitPrice, currency })), 0n);

function evolve(row: SeenTrade | undefined, { data }: Recorded<TransactionOpened>, key: Key): SeenTrade {
  const [jurisdiction, direction, alongside, code, period, currency] = key;
  const { transactions, value } = row ?? { transactions: 0, value: '0' };
  return {
    ...{ jurisdiction, direction, alongside, code, period, currency },
    transactions: transactions + 1,
    value: String(BigInt(value) + costOf(data, code)),
  };
}

export const seenTrade = rows<SeenTrade, TransactionOpened>({
  entity: SeenTrade,
  events: pick(transactionEvents, 'trade.transaction.TransactionOpened'),
  keys: keysOf,
  evolve: (row, event, key) => evolve(row, event, key as Key),
});
