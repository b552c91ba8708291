import { proposed } from '@concord/event-log/testing';
import type { Instant, Position, RecordedEvent, Uuid } from '@concord/kernel';

export interface Told extends Partial<Omit<RecordedEvent, 'metadata' | 'position' | 'id'>> {
  readonly id?: string;
  readonly metadata?: Partial<RecordedEvent['metadata']>;
}

/** An event as the log would hold it at a position; name only what the test is about. */
export function recordedAt(position: number, { metadata, id, ...told }: Told = {}): RecordedEvent {
  const { id: fresh, ...event } = proposed({ ...(metadata && { metadata }) });
  return {
    ...event,
    ...{ id: (id ?? fresh) as Uuid, stream: 'testing.sample/one', revision: position - 1, position: String(position) as Position },
    recordedAt: event.metadata.occurredAt as Instant,
    ...told,
  };
}
