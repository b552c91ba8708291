import { canonicalJson, type EventMetadata, type ProposedEvent, type RecordedEvent } from '@concord/kernel';
import type { Engine } from '../reading/engine.js';

/** So many events of a stream from a revision on, as far as they are there. */
export async function standingAt(engine: Engine, stream: string, from: number, count: number): Promise<readonly RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for await (const events of engine.stream(stream, from, Number.MAX_SAFE_INTEGER)) {
    found.push(...events);
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}

/** A retry is decided at a later moment and by another request, so it need not agree in these. */
const without = ({ occurredAt, correlationId, causationId, ...metadata }: EventMetadata): object => metadata;

const content = ({ id, type, schemaVersion, data }: ProposedEvent, metadata: object): string =>
  canonicalJson([id, type, schemaVersion, data, metadata]);

/** Whether an append that proposes the one event is answered by the other, which is in the log. */
export const repeats = (proposed: ProposedEvent, recorded: RecordedEvent): boolean =>
  content(proposed, without(proposed.metadata)) === content(recorded, without(recorded.metadata));

/** Whether two logs hold the same event, whatever their positions. */
export const equals = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.stream === other.stream &&
  one.revision === other.revision &&
  one.recordedAt === other.recordedAt &&
  content(one, one.metadata) === content(other, other.metadata);
