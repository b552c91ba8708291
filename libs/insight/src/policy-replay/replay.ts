import { setImmediate as others } from 'node:timers/promises';
import type { ConcernColumns, Condition } from '@concord/graphql';
import { type CalendarDate, type Position, START } from '@concord/kernel';
import { countriesOf } from '@concord/reference-data';
import type { PlacedRequirement, Requirement } from '@concord/rules';
import { replayed } from '@concord/trade';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { type Outcome, Outcomes } from './outcome.js';
import { RecordedTrade } from './recorded-trade.js';

/** Over which transactions a draft is run. */
export interface Span {
  /** Country or bloc whose border the goods cross, in the direction of the draft. */
  readonly jurisdiction: string;
  /** Days in UTC, both included; null: no bound. */
  readonly openedFrom: CalendarDate | null;
  readonly openedUntil: CalendarDate | null;
  /** Transactions with goods of this code; null: all. */
  readonly hsCode: string | null;
  /** Which of them the reader may see. Left out: all. */
  readonly seen?: Condition;
}

/** How far a replay is. */
export interface Progress {
  readonly examined: number;
  /** How many there are to examine. */
  readonly total: number;
  /** Checks recorded in the log up to here count. */
  readonly position: Position;
  readonly outcomes: readonly Outcome[];
  readonly done: boolean;
}

const PAGE = 1_000;
/** Milliseconds of work after which others in the process have their turn. */
const TURN_MS = 10;
/** Milliseconds between two reports of progress. */
const REPORT_MS = 250;

/** A draft stands nowhere yet; its text is that of every day. */
const placed = (requirement: Requirement, jurisdiction: string): PlacedRequirement => ({
  normId: '',
  jurisdiction,
  version: 0,
  eId: '',
  inForceFrom: '0001-01-01' as CalendarDate,
  requirement,
});

const ALL: Condition = { sql: 'TRUE', parameters: {} };

/** By what an auditor's mandate covers a recorded trade, in rows that are called `trade`. */
export const CONCERNS: ConcernColumns = {
  aggregate: 'trade.transaction',
  id: 'trade.id',
  parties: [`(trade.facts->'seller'->>'party')`, `(trade.facts->'buyer'->>'party')`],
  jurisdictions: ['trade.origin', 'trade.destination'],
};

function tradesOver(
  manager: EntityManager,
  { direction }: Requirement,
  { jurisdiction, openedFrom, openedUntil, hsCode, seen = ALL }: Span,
) {
  const [inside, outside] = direction === 'IMPORT' ? ['destination', 'origin'] : ['origin', 'destination'];
  const countries = countriesOf(jurisdiction);
  const found = manager
    .getRepository(RecordedTrade)
    .createQueryBuilder('trade')
    .where(`trade.${inside} = ANY(:countries)`, { countries })
    // What stays inside a bloc does not cross its border.
    .andWhere(`trade.${outside} <> ALL(:countries)`)
    .andWhere(seen.sql, seen.parameters);
  if (openedFrom) found.andWhere('trade.openedOn >= :openedFrom', { openedFrom });
  if (openedUntil) found.andWhere('trade.openedOn <= :openedUntil', { openedUntil });
  if (hsCode) found.andWhere('trade.hsCodes @> :codes', { codes: [hsCode] });
  return found;
}

/** Pages in the order of the log. Each is a query of its own, so that nothing in the database is held in between. */
async function* pagesOf(found: SelectQueryBuilder<RecordedTrade>): AsyncGenerator<readonly RecordedTrade[]> {
  for (let after: Position = START; ; ) {
    const page = await found.clone().andWhere('trade.position > :after', { after }).orderBy('trade.position').limit(PAGE).getMany();
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.position;
  }
}

/** How many transactions there are to examine, and the last place in the log where one was checked. */
async function extentOf(found: SelectQueryBuilder<RecordedTrade>): Promise<{ readonly total: number; readonly position: Position }> {
  const { total, position } = (await found
    .clone()
    .select('count(*)', 'total')
    .addSelect('max(trade.position)::text', 'position')
    .getRawOne<{ total: string; position: Position | null }>()) ?? { total: '0', position: null };
  return { total: Number(total), position: position ?? START };
}

/**
 * Runs a draft over transactions as they were when they were checked, and tells now and then how far it is; the last report is
 * done. It reads, and writes nothing. Memory is that of a page, however many transactions there are.
 * @throws the signal's reason when that is aborted
 */
export async function* replay(manager: EntityManager, draft: Requirement, over: Span, signal: AbortSignal): AsyncGenerator<Progress> {
  const found = tradesOver(manager, draft, over);
  const { total, position } = await extentOf(found);
  const outcomes = new Outcomes(placed(draft, over.jurisdiction));
  const report = (examined: number, done: boolean): Progress => ({ examined, total, position, outcomes: outcomes.list(), done });
  yield report(0, false);
  let examined = 0;
  let reported = performance.now();
  let turn = reported;
  for await (const page of pagesOf(found.clone().andWhere('trade.position <= :position', { position }))) {
    for (const trade of page) {
      outcomes.add(trade, replayed(trade.facts));
      examined++;
      if (performance.now() - turn < TURN_MS) continue;
      await others();
      signal.throwIfAborted();
      turn = performance.now();
    }
    signal.throwIfAborted();
    if (performance.now() - reported < REPORT_MS) continue;
    yield report(examined, false);
    reported = performance.now();
  }
  yield report(examined, true);
}
