import type { Instant, Position, RecordedEvent, Uuid } from '@concord/kernel';
import { EventIdReused, UnstorableEvent, WrongExpectedRevision } from '../errors.js';
import type { AppendResult } from '../event-log.js';
import { toPosition } from '../positions.js';
import type { Page } from '../reading/engine.js';
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
const JSON_COLUMNS = (data: string, metadata: string): string => `string_to_array(${data}, E'\\n'), string_to_array(${metadata}, E'\\n')`;

/** Records all or tells that some request is in dispute. */
export const APPEND_UNDISPUTED: Statement = {
  name: 'concord_log.append_undisputed.1',
  text: `SELECT last_position, recorded_at FROM concord_log.append_undisputed($1, $2, $3, $4, $5, $6, ${JSON_COLUMNS('$7', '$8')}, $9)`,
};

/** Has a verdict for each request. */
export const APPEND: Statement = {
  name: 'concord_log.append.1',
  text: `SELECT request, status, revision, position, offender, holder
         FROM concord_log.append($1, $2, $3, $4, $5, $6, $7, ${JSON_COLUMNS('$8', '$9')})`,
};

/** A PostgreSQL array of them. */
export const numbers = (values: readonly (number | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`;

const eventsOf = (batch: readonly AppendRequest[]): readonly StorableEvent[] => batch.flatMap(({ events }) => events);

/** What both statements are told of the events, one value a column. */
const eventColumns = (events: readonly StorableEvent[]): readonly unknown[] => [
  `{${events.map(({ id }) => id).join(',')}}`,
  events.map(({ type }) => type),
  numbers(events.map(({ schemaVersion }) => schemaVersion)),
  events.map(({ data }) => data).join('\n'),
  events.map(({ metadata }) => metadata).join('\n'),
];

export const undisputedValues = ({ leaders, losers }: Sorted): readonly unknown[] => [
  leaders.flatMap(({ stream, events }) => events.map(() => stream)),
  numbers(leaders.flatMap(({ expectedRevision, events }) => events.map((_, index) => (index === 0 ? expectedRevision : null)))),
  numbers(leaders.flatMap(({ expectedRevision, events }) => events.map((_, index) => expectedRevision + 1 + index))),
  ...eventColumns(eventsOf(leaders)),
  `{${eventsOf(losers)
    .map(({ id }) => id)
    .join(',')}}`,
];

export const appendValues = (batch: readonly AppendRequest[]): readonly unknown[] => [
  batch.map(({ stream }) => stream),
  numbers(batch.map(({ expectedRevision }) => expectedRevision)),
  numbers(batch.map(({ events }) => events.length)),
  numbers(batch.flatMap(({ events }, index) => events.map(() => index + 1))),
  ...eventColumns(eventsOf(batch)),
];

/** A batch by who can win: of each stream, the first that expects the highest revision. */
export interface Sorted {
  readonly leaders: readonly AppendRequest[];
  readonly losers: readonly AppendRequest[];
}

export function sorted(batch: readonly AppendRequest[]): Sorted {
  const leaders = new Map<string, AppendRequest>();
  for (const request of batch) {
    const leader = leaders.get(request.stream);
    if (!leader || request.expectedRevision > leader.expectedRevision) leaders.set(request.stream, request);
  }
  return { leaders: [...leaders.values()], losers: batch.filter((request) => leaders.get(request.stream) !== request) };
}

/** Tells the losers at which revision their streams are now. Returns those that expect just that, and wait for the next batch. */
export function tellLosers({ leaders, losers }: Sorted): readonly AppendRequest[] {
  const revisions = new Map(leaders.map(({ stream, expectedRevision, events }) => [stream, expectedRevision + events.length]));
  return losers.filter(({ stream, expectedRevision, reject }) => {
    const actual = revisions.get(stream) as number;
    if (actual !== expectedRevision) reject(new WrongExpectedRevision(stream, expectedRevision, actual));
    return actual === expectedRevision;
  });
}

/** What has been recorded by one batch: all its requests, one after the other. */
export interface Recorded {
  readonly batch: readonly AppendRequest[];
  /** The place of the last event. */
  readonly last: number;
  readonly at: Instant;
}

/** The place behind which its events stand. */
export const placeBefore = ({ batch, last }: Recorded): number => last - eventsOf(batch).length;

export function accept(recorded: Recorded): void {
  let place = placeBefore(recorded);
  for (const { stream, expectedRevision, events, resolve } of recorded.batch) {
    place += events.length;
    resolve({ stream, revision: expectedRevision + events.length, position: toPosition(place), replayed: false });
  }
}

/** The events as they will be read. */
export function pageOf(recorded: Recorded): Page {
  let place = placeBefore(recorded);
  const events = recorded.batch.flatMap(({ stream, expectedRevision, events }) =>
    events.map(({ id, type, schemaVersion, data, metadata }, index): RecordedEvent => {
      place++;
      const content = { id: id as Uuid, type, schemaVersion, data: JSON.parse(data), metadata: JSON.parse(metadata) };
      return { ...content, stream, revision: expectedRevision + 1 + index, position: toPosition(place), recordedAt: recorded.at };
    }),
  );
  return { events, weight: recorded.batch.reduce((sum, { length }) => sum + length, 0) };
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
