import { type Instant, instantOf, type Position, type RecordedEvent, type Uuid } from '@concord/kernel';
import type { TextRow } from './query.js';

/** The columns of a recorded event, in the order that `toEvent` reads; the instant in milliseconds, whatever the session's time zone. */
export const COLUMNS =
  'position, id, stream, revision, type, schema_version, data, metadata, (extract(epoch FROM recorded_at) * 1000)::bigint';

const instants = { milliseconds: '', instant: '' as Instant };

/** Events of one append share their instant, so the last one is kept. */
function toInstant(milliseconds: string): Instant {
  if (instants.milliseconds !== milliseconds) {
    instants.instant = instantOf(new Date(Number(milliseconds)));
    instants.milliseconds = milliseconds;
  }
  return instants.instant;
}

export function toEvent(row: TextRow): RecordedEvent {
  const [position, id, stream, revision, type, schemaVersion, data, metadata, recordedAt] = row as readonly string[];
  return {
    id: id as Uuid,
    type: type as string,
    schemaVersion: Number(schemaVersion),
    data: JSON.parse(data as string),
    metadata: JSON.parse(metadata as string),
    stream: stream as string,
    revision: Number(revision),
    position: position as Position,
    recordedAt: toInstant(recordedAt as string),
  };
}

/** Characters of JSON in a row: what it weighs in memory, roughly. */
export const weightOf = (row: TextRow): number => (row[6]?.length ?? 0) + (row[7]?.length ?? 0);
