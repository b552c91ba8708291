import { instantOf, type RecordedEvent } from '@concord/kernel';
import type { Pool } from 'pg';
import { EventIdReused, EventLogUnavailable, RecordedTooEarly, WrongExpectedRevision } from '../errors.js';
import { type RestorableEvent, restorable } from '../storable.js';
import { ask, type Patience } from './ask.js';
import { numbers, refusal } from './batch.js';
import type { Statement, TextRow } from './query.js';

/** As in an append, the JSON of all events goes as one text a column, a line an event. */
const RESTORE: Statement = {
  name: 'concord_log.restore.1',
  text: `SELECT status, culprit, holder, actual
         FROM concord_log.restore($1, $2, $3, $4, $5, string_to_array($6, E'\\n'), string_to_array($7, E'\\n'), $8)`,
};

const valuesOf = (events: readonly RestorableEvent[]): unknown[] => [
  `{${events.map(({ id }) => id).join(',')}}`,
  events.map(({ stream }) => stream),
  numbers(events.map(({ revision }) => revision)),
  events.map(({ type }) => type),
  numbers(events.map(({ schemaVersion }) => schemaVersion)),
  events.map(({ data }) => data).join('\n'),
  events.map(({ metadata }) => metadata).join('\n'),
  numbers(events.map(({ recordedAt }) => Date.parse(recordedAt))),
];

/** Takes over events that another log has recorded, in one transaction: all or none. */
export async function restore(pool: Pool, events: readonly RecordedEvent[], patience: Patience): Promise<void> {
  const checked = restorable(events);
  const [first] = checked;
  if (!first) return;
  const [verdict] = await ask(pool, RESTORE, valuesOf(checked), patience).catch((error: Error) => {
    throw error instanceof EventLogUnavailable ? error : refusal(first.id, error);
  });
  if (verdict) settle(verdict, checked);
}

function settle([status, culprit, holder, actual]: TextRow, events: readonly RestorableEvent[]): void {
  const event = events[Number(culprit) - 1];
  if (!event) return;
  if (status === 'id_reused') throw new EventIdReused(event.id, holder ?? '');
  if (status === 'wrong_revision') throw new WrongExpectedRevision(event.stream, event.revision - 1, Number(actual));
  throw new RecordedTooEarly(event.id, event.recordedAt, instantOf(new Date(Number(actual))));
}
