import { type EventMetadata, type Instant, instantOf, type RecordedEvent, type Uuid } from '@concord/kernel';
import type { ResolvedEvent } from '@eventstore/db-client';
import { toPosition } from '../positions.js';
import type { StorableEvent } from '../storable.js';
import type { Namespace } from './namespace.js';

/**
 * What Concord must know of an event and the server has no field for; it stands in the server's metadata beside ours.
 *
 * Our id is here, and the id under which the server knows the event is made anew for every attempt. So the server never
 * answers a repetition as if it were the first: it says that the stream has moved, and we compare. (Its own recognition
 * looks at ids alone and not at content, does not say that it has recognised something, and leaves a repetition without
 * an answer until the first is replicated.)
 */
interface Envelope {
  readonly id: Uuid;
  readonly schemaVersion: number;
  /** Only on an event that was taken over from another log: when that one recorded it. */
  readonly recordedAt?: Instant;
}

/** The text of the server's metadata. */
export function metadataFor({ id, schemaVersion, metadata }: StorableEvent, recordedAt?: Instant): string {
  const envelope = JSON.stringify({ id, schemaVersion, recordedAt });
  return `{"concord":${envelope}${metadata === '{}' ? '}' : `,${metadata.slice(1)}`}`;
}

export type ServerEvent = NonNullable<ResolvedEvent['event']>;

/** The place in `$all`. One event has one place: Concord never writes in explicit transactions. */
export const placeOfServer = (event: ServerEvent): number => Number(event.position?.commit ?? -1n);

/** The event as the log tells it, or undefined when it is not of the log. */
export function fromServer(event: ServerEvent, namespace: Namespace): RecordedEvent | undefined {
  const stream = namespace.streamIn(event.streamId);
  const { concord, ...metadata } = (event.metadata ?? {}) as unknown as EventMetadata & { readonly concord?: Envelope };
  if (stream === undefined || !concord) return undefined;
  return {
    id: concord.id,
    type: event.type,
    schemaVersion: concord.schemaVersion,
    data: event.data as object,
    metadata,
    stream,
    revision: Number(event.revision),
    position: toPosition(placeOfServer(event)),
    recordedAt: concord.recordedAt ?? instantOf(event.created),
  };
}
