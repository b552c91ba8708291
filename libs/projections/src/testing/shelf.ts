import { type CalendarDate, type DomainEvent, type EventCatalogue, type Instant, objectOf, type Recorded } from '@concord/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, DecimalColumn, InstantColumn, JsonColumn, PositionColumn, TextArrayColumn } from '../columns.js';
import { type Projection, rows } from '../projection.js';

export type GoodsPlaced = DomainEvent<
  'testing.shelf.GoodsPlaced',
  { readonly goods: string; readonly count: number; readonly at: Instant }
>;
export type GoodsTaken = DomainEvent<'testing.shelf.GoodsTaken', { readonly goods: string; readonly count: number }>;
export type ShelfCleared = DomainEvent<'testing.shelf.ShelfCleared', { readonly on: CalendarDate }>;
export type ShelfEvent = GoodsPlaced | GoodsTaken | ShelfCleared;

export const shelfEvents: EventCatalogue<ShelfEvent> = {
  'testing.shelf.GoodsPlaced': { phase: 'BEFORE', version: 1 },
  'testing.shelf.GoodsTaken': { phase: 'DURING', version: 1 },
  'testing.shelf.ShelfCleared': { phase: 'AFTER', version: 1 },
};

@Entity({ schema: 'testing_shelves', name: 'shelf' })
export class Shelf {
  @PrimaryColumn('text')
  id!: string;

  @Column('int')
  changes!: number;

  @TextArrayColumn()
  goods!: readonly string[];

  @JsonColumn()
  history!: readonly { readonly goods: string; readonly count: number }[];

  @DecimalColumn()
  value!: string;

  @InstantColumn({ nullable: true })
  filledAt!: string | null;

  @DateColumn({ nullable: true })
  clearedOn!: string | null;

  @PositionColumn()
  lastPosition!: string;

  @Column('boolean')
  isEmpty!: boolean;
}

@Entity({ schema: 'testing_shelves', name: 'stock' })
export class Stock {
  @PrimaryColumn('text')
  shelf!: string;

  @PrimaryColumn('text')
  goods!: string;

  @Column('int')
  count!: number;
}

function evolveShelf(row: Shelf | undefined, event: Recorded<ShelfEvent>): Shelf {
  const id = objectOf(event);
  const before: Shelf = row ?? {
    id,
    changes: 0,
    goods: [],
    history: [],
    value: '0.00',
    filledAt: null,
    clearedOn: null,
    lastPosition: '0',
    isEmpty: true,
  };
  const changed = { ...before, changes: before.changes + 1, lastPosition: event.position };
  switch (event.type) {
    case 'testing.shelf.GoodsPlaced': {
      const { goods, count, at } = event.data;
      const history = [...before.history.slice(-3), { goods, count }];
      const value = `${Number(before.value.slice(0, -3)) + count}.00`;
      return { ...changed, goods: [...new Set([...before.goods, goods])].sort(), history, value, filledAt: at, isEmpty: false };
    }
    case 'testing.shelf.GoodsTaken':
      return changed;
    case 'testing.shelf.ShelfCleared':
      return { ...changed, goods: [], history: [], value: '0.00', clearedOn: event.data.on, isEmpty: true };
  }
}

function evolveStock(row: Stock | undefined, event: Recorded<ShelfEvent>, [shelf = '', goods = '']: readonly string[]): Stock | undefined {
  if (event.type === 'testing.shelf.ShelfCleared') return row;
  const count = (row?.count ?? 0) + (event.type === 'testing.shelf.GoodsPlaced' ? 1 : -1) * event.data.count;
  return count > 0 ? { shelf, goods, count } : undefined;
}

export interface ShelvesOptions {
  readonly version?: number;
  readonly name?: string;
  /** Called with every event before it is folded: the place for a test to fail. */
  readonly before?: (event: Recorded<ShelfEvent>) => void;
}

/** Two tables with columns of every kind. */
export const shelves = ({ version = 1, before = () => undefined }: ShelvesOptions = {}): Projection => ({
  name: 'testing.shelves',
  version,
  tables: [
    rows<Shelf, ShelfEvent>({
      entity: Shelf,
      events: shelfEvents,
      keys: (event) => [objectOf(event)],
      evolve(row, event) {
        before(event);
        const shelf = evolveShelf(row, event);
        return version === 1 ? shelf : { ...shelf, value: `${shelf.value.slice(0, -3)}.0${version}` };
      },
    }),
    rows<Stock, ShelfEvent>({
      entity: Stock,
      events: shelfEvents,
      keys: (event) => (event.type === 'testing.shelf.ShelfCleared' ? [] : [[objectOf(event), event.data.goods]]),
      evolve: (row, event, key) => evolveStock(row, event, key as readonly string[]),
    }),
  ],
  indexes: ['CREATE INDEX ON shelf USING gin (goods)'],
});

@Entity({ schema: 'testing_visits', name: 'visit' })
export class Visit {
  @PrimaryColumn('text')
  shelf!: string;

  @Column('int')
  count!: number;
}

/** A neighbour that lives on the same events. */
export const visits: Projection = {
  name: 'testing.visits',
  version: 1,
  tables: [
    rows<Visit, ShelfEvent>({
      entity: Visit,
      events: shelfEvents,
      keys: (event) => [objectOf(event)],
      evolve: (row, event) => ({ shelf: objectOf(event), count: (row?.count ?? 0) + 1 }),
    }),
  ],
};
