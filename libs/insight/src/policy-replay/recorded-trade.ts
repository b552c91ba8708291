import { type CalendarDate, objectOf, type Position, pick, type Recorded } from '@concord/kernel';
import { DateColumn, JsonColumn, PositionColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { ancestorsOf } from '@concord/reference-data';
import {
  type RecordedFacts,
  type TransactionChecked,
  type TransactionRefused,
  type TransactionReleased,
  transactionEvents,
} from '@concord/trade';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What became of a transaction: the answer of its check and, where it was held, what an agency decided since. */
export const REALITIES = ['ADMITTED', 'HELD', 'RELEASED', 'REFUSED', 'REFUSED_BY_AGENCY'] as const;
export type Reality = (typeof REALITIES)[number];

/** A transaction with the facts on which it was checked, ready to be checked again. */
@Entity({ schema: 'insight_policy_replay', name: 'trade' })
export class RecordedTrade {
  @PrimaryColumn('text')
  id!: string;

  /** Where the log recorded its check. */
  @PositionColumn()
  position!: Position;

  @DateColumn()
  openedOn!: CalendarDate;

  @Column('text')
  origin!: string;

  @Column('text')
  destination!: string;

  /** The codes of its goods with all shorter ones above them. */
  @TextArrayColumn()
  hsCodes!: readonly string[];

  @JsonColumn()
  facts!: RecordedFacts;

  @Column('text')
  reality!: Reality;
}

type TradeEvent = TransactionChecked | TransactionReleased | TransactionRefused;

function evolve(row: RecordedTrade | undefined, event: Recorded<TradeEvent>): RecordedTrade | undefined {
  switch (event.type) {
    case 'trade.transaction.TransactionChecked': {
      const { facts, answer } = event.data;
      const { openedOn, origin, destination, lines } = facts.transaction;
      const hsCodes = [...new Set(lines.flatMap(({ hsCode }) => [...ancestorsOf(hsCode), hsCode]))].sort();
      return { id: objectOf(event), position: event.position, openedOn, origin, destination, hsCodes, facts, reality: answer };
    }
    case 'trade.transaction.TransactionReleased':
      return row && { ...row, reality: 'RELEASED' };
    case 'trade.transaction.TransactionRefused':
      return row && { ...row, reality: 'REFUSED_BY_AGENCY' };
  }
}

/** Every transaction that was checked, with what the check was told. */
export const recordedTrades: Projection = {
  name: 'insight.policy-replay',
  version: 1,
  tables: [
    rows<RecordedTrade, TradeEvent>({
      entity: RecordedTrade,
      events: pick(
        transactionEvents,
        'trade.transaction.TransactionChecked',
        'trade.transaction.TransactionReleased',
        'trade.transaction.TransactionRefused',
      ),
      keys: (event) => [objectOf(event)],
      evolve,
    }),
  ],
  indexes: [
    'CREATE INDEX ON trade (position)',
    'CREATE INDEX ON trade (destination, position)',
    'CREATE INDEX ON trade (origin, position)',
  ],
};
