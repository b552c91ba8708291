import type { EventLog } from '@concord/event-log';
import type { RecordedEvent } from '@concord/kernel';
import type { EventRef } from './checkpoint.js';

/** The event at that place of its stream; nothing where there is none, or another one. */
export async function eventAt(log: EventLog, { stream, revision, eventId }: EventRef): Promise<RecordedEvent | undefined> {
  for await (const event of log.readStream(stream, { from: revision })) return event.id === eventId ? event : undefined;
  return undefined;
}
