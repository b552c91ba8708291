import {
  aggregate,
  type DomainEvent,
  type EventCatalogue,
  IssuedBy,
  objectOf,
  on,
  type Recorded,
  reject,
  THE_PLATFORM,
} from '@concord/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type DeadlineRule, deadlineRule, type ProcessManager, processManager, rows } from '../projection.js';
import { type GoodsPlaced, type GoodsTaken, type ShelfCleared, shelfEvents } from './shelf.js';

type Ordered = DomainEvent<'testing.supply.Ordered', { readonly of: string; readonly seen: number }>;
type SupplyEvent = Ordered;

export const supplyEvents: EventCatalogue<SupplyEvent> = { 'testing.supply.Ordered': { phase: 'DURING', version: 1 } };

@IssuedBy(THE_PLATFORM)
export class Order {
  supplyId!: string;
  of!: string;
  seen!: number;
}

/** Takes any number of orders, so that one issued twice would show; refuses those of 13. */
export const supply = aggregate<number, SupplyEvent>({
  name: 'testing.supply',
  initialState: 0,
  events: supplyEvents,
  evolve: (count) => count + 1,
  decisions: [
    on(Order, 'supplyId', ({ of, seen }: Order) =>
      seen === 13 ? reject('UNLUCKY', '13 are never ordered') : [{ type: 'testing.supply.Ordered', data: { of, seen } }],
    ),
  ],
  disclosedTo: () => true,
});

const order = (supplyId: string, of: string, seen: number): Order => Object.assign(new Order(), { supplyId, of, seen });

@Entity({ schema: 'testing_restocking', name: 'taken' })
export class Taken {
  @PrimaryColumn('text')
  shelf!: string;

  @Column('int')
  times!: number;
}

/** Whenever goods are taken, orders as many as its own table has seen taken. */
export const restocking = (version = 1): ProcessManager =>
  processManager<GoodsTaken | GoodsPlaced>({
    name: 'testing.restocking',
    version,
    tables: [
      rows<Taken, GoodsTaken>({
        entity: Taken,
        events: { 'testing.shelf.GoodsTaken': shelfEvents['testing.shelf.GoodsTaken'] },
        keys: (event) => [objectOf(event)],
        evolve: (row, event) => ({ shelf: objectOf(event), times: (row?.times ?? 0) + 1 }),
      }),
    ],
    reactsTo: { 'testing.shelf.GoodsTaken': shelfEvents['testing.shelf.GoodsTaken'] },
    async react(event, state) {
      const [seen] = await state.find(Taken, 't.shelf = $1', [objectOf(event)]);
      return [order(objectOf(event), event.id, seen?.times ?? 0)];
    },
  });

/** Goods that were placed are ordered again at the instant that the event names, unless the shelf is cleared before. */
export const reorderDeadline: DeadlineRule = deadlineRule<GoodsPlaced | ShelfCleared>({
  name: 'testing.shelf.reorder',
  events: {
    'testing.shelf.GoodsPlaced': shelfEvents['testing.shelf.GoodsPlaced'],
    'testing.shelf.ShelfCleared': shelfEvents['testing.shelf.ShelfCleared'],
  },
  changes(event: Recorded<GoodsPlaced | ShelfCleared>) {
    const shelf = objectOf(event);
    if (event.type === 'testing.shelf.ShelfCleared') return [{ clear: shelf }];
    return [{ set: shelf, dueAt: event.data.at, command: order(shelf, event.id, event.data.count) }];
  },
});
