import type { Position } from '@concord/kernel';
import { EventIdReused, UnstorableEvent, WrongExpectedRevision } from '../errors.js';
import type { AppendResult } from '../event-log.js';
import type { StorableEvent } from '../storable.js';
import type { Statement, TextRow } from './query.js';

/** One caller's append, waiting for its answer. */
export interface AppendRequest {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly StorableEvent[];
  /** How many characters of JSON it holds. */
  readonly length: number;
  /** By `performance.now()`: when the caller must have an answer. */
  readonly deadline: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The JSON of all events goes as one text a column, a line an event: JSON.stringify never leaves a
 * newline in its text, and nothing has to be escaped as in an array.
 */
export const APPEND: Statement = {
  name: 'concord_log.append.1',
  text: `SELECT request, status, revision, position, offender, holder
         FROM concord_log.append($1, $2, $3, $4, $5, $6, $7, string_to_array($8, E'\\n'), string_to_array($9, E'\\n'))`,
};

/** A PostgreSQL array of them. */
export const numbers = (values: readonly number[]): string => `{${values.join(',')}}`;

export function appendValues(batch: readonly AppendRequest[]): unknown[] {
  const events = batch.flatMap((request) => request.events);
  return [
    batch.map((request) => request.stream),
    numbers(batch.map((request) => request.expectedRevision)),
    numbers(batch.map((request) => request.events.length)),
    numbers(batch.flatMap((request, index) => request.events.map(() => index + 1))),
    `{${events.map((event) => event.id).join(',')}}`,
    events.map((event) => event.type),
    numbers(events.map((event) => event.schemaVersion)),
    events.map((event) => event.data).join('\n'),
    events.map((event) => event.metadata).join('\n'),
  ];
}

/** Gives the callers their answers. Returns those that have to wait for the next batch. */
export function settle(batch: readonly AppendRequest[], verdicts: readonly TextRow[]): AppendRequest[] {
  if (verdicts.length !== batch.length) throw new Error(`The log answered ${verdicts.length} of ${batch.length} requests`);
  const waiting: AppendRequest[] = [];
  for (const [ordinal, status, revision, position, offender, holder] of verdicts) {
    const request = batch[Number(ordinal) - 1];
    if (!request) continue;
    const { stream, expectedRevision } = request;
    if (status === 'appended' || status === 'replayed') {
      request.resolve({ stream, revision: Number(revision), position: position as Position, replayed: status === 'replayed' });
    } else if (status === 'wrong_revision') {
      request.reject(new WrongExpectedRevision(stream, expectedRevision, Number(revision)));
    } else if (status === 'id_reused') {
      request.reject(new EventIdReused(offender ?? '', holder ?? ''));
    } else {
      waiting.push(request);
    }
  }
  return waiting;
}

/** What the server would not take although it passed the checks here. */
export const refusal = (id: string, error: Error): UnstorableEvent =>
  new UnstorableEvent(id, 'an event of its append', `was refused by PostgreSQL: ${error.message}`);

export function refuse(request: AppendRequest, error: Error): void {
  request.reject(refusal(request.events[0]?.id ?? '', error));
}
