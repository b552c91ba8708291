import { type DomainEvent, lift, type Recorded, type RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';
import type { RowKey } from '../projection.js';
import type { Model } from '../tables/model.js';
import { PoisonEvent } from './faults.js';
import { type Changes, Sheet } from './sheet.js';

/** The most rows that a batch touches: one event may touch more, alone. */
const MOST_ROWS = 10_000;

export interface Folded {
  readonly changes: readonly Changes[];
  /** How many of the events, from the first, are in the changes. */
  readonly count: number;
  /** Set where the event behind those cannot be handled. */
  readonly poison?: PoisonEvent;
}

/** One event, one table, one key. */
interface Step {
  readonly sheet: Sheet;
  readonly event: Recorded<DomainEvent>;
  readonly index: number;
  readonly key: RowKey;
  readonly id: string;
}

interface Plan {
  readonly sheets: readonly Sheet[];
  readonly steps: readonly Step[];
  readonly count: number;
  readonly poison?: PoisonEvent;
}

/** Which rows the events touch, up to the first event that cannot be read or the limit of a batch. */
function plan(model: Model, events: readonly RecordedEvent[]): Plan {
  const sheets = new Map(model.tables.map((table) => [table, new Sheet(table)]));
  const steps: Step[] = [];
  for (const [index, recorded] of events.entries()) {
    if (steps.length >= MOST_ROWS) return { sheets: [...sheets.values()], steps, count: index };
    const before = steps.length;
    try {
      const event = lifted(model, recorded);
      for (const table of model.tablesOf.get(event.type) ?? []) {
        const sheet = sheets.get(table) as Sheet;
        for (const key of table.rows.keys(event)) steps.push({ sheet, event, index, key, id: sheet.want(key) });
      }
    } catch (error) {
      steps.length = before;
      return { sheets: [...sheets.values()], steps, count: index, poison: new PoisonEvent(recorded, error) };
    }
  }
  return { sheets: [...sheets.values()], steps, count: events.length };
}

/** The event in its shape of today, as the projection's tables and reactions see it. */
export function lifted(model: Model, event: RecordedEvent): Recorded<DomainEvent> {
  const declaration = model.declarations.get(event.type);
  return (declaration ? lift(event, declaration) : event) as Recorded<DomainEvent>;
}

/** What the events make of the rows in a schema, reckoned in memory. Nothing is written. */
export async function fold(model: Model, schema: string, events: readonly RecordedEvent[], pool: Pool): Promise<Folded> {
  const { sheets, steps, ...planned } = plan(model, events);
  for (const sheet of sheets) await sheet.load(pool, schema);
  const failed = evolve(steps);
  if (!failed) return { ...planned, changes: sheets.map((sheet) => sheet.changes()) };

  // What an event did to some rows before it failed at another must not stay.
  for (const sheet of sheets) sheet.reset();
  evolve(steps.filter(({ index }) => index < failed.index));
  const event = events[failed.index] as RecordedEvent;
  return { changes: sheets.map((sheet) => sheet.changes()), count: failed.index, poison: new PoisonEvent(event, failed.error) };
}

function evolve(steps: readonly Step[]): { readonly index: number; readonly error: unknown } | undefined {
  for (const { sheet, event, index, key, id } of steps) {
    try {
      const row = sheet.get(id);
      const next = sheet.table.rows.evolve(row, event, key);
      if (next !== row) sheet.set(id, next && sheet.table.settle(next, id));
    } catch (error) {
      return { index, error };
    }
  }
  return undefined;
}
