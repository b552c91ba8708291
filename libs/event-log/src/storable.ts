import type { ProposedEvent, RecordedEvent } from '@concord/kernel';
import { EventIdReused, UnstorableEvent } from './errors.js';
import { NO_STREAM } from './event-log.js';

/** An event whose data and metadata have become the text that is stored. */
export interface StorableEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly metadata: string;
}

/** The longest name of a stream, in bytes of UTF-8: an index has to hold it. */
const MAX_NAME_BYTES = 1024;
/** The most characters of JSON that one append may hold, all events together. */
export const MAX_APPEND_LENGTH = 64 * 1024 * 1024;
const MAX_DEPTH = 200;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BAD_TEXT = /\0|\p{Surrogate}/u;
/** `JSON.stringify` escapes exactly the text we refuse; an escaped backslash may look alike, so a hit is only a suspicion. */
const SUSPECT_JSON = /\\u(?:0000|d[89a-f])/;

type Complaint = readonly [path: string, reason: string];

function textComplaint(path: string, text: string): Complaint | undefined {
  return BAD_TEXT.test(text) ? [path, 'holds a NUL character or half a surrogate pair'] : undefined;
}

function numberComplaint(path: string, value: number): Complaint | undefined {
  return Number.isFinite(value) ? undefined : [path, `is ${value}, which has no form in JSON`];
}

/** The first thing that JSON would drop or change without a word. Texts are looked at only where `texts` says so. */
function complaint(value: unknown, path: string, texts: boolean, depth = 0): Complaint | undefined {
  if (typeof value === 'string') return texts ? textComplaint(path, value) : undefined;
  if (typeof value === 'number') return numberComplaint(path, value);
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value !== 'object') return [path, `is of type ${typeof value}, which has no form in JSON`];
  if (depth > MAX_DEPTH) return [path, `is nested deeper than ${MAX_DEPTH} levels`];
  if ('toJSON' in value || value instanceof Map || value instanceof Set) {
    return [path, `is a ${value.constructor.name}, of which JSON keeps another thing`];
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = complaint(value[index], `${path}.${index}`, texts, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const found = (texts && textComplaint(`${path}, a key,`, key)) || complaint(member, `${path}.${key}`, texts, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function textOf(id: string, name: 'data' | 'metadata', value: object): string {
  if (typeof value !== 'object' || value === null) throw new UnstorableEvent(id, name, 'is no object');
  const changed = complaint(value, name, false);
  if (changed) throw new UnstorableEvent(id, ...changed);
  const text = JSON.stringify(value);
  const broken = SUSPECT_JSON.test(text) ? complaint(value, name, true) : undefined;
  if (broken) throw new UnstorableEvent(id, ...broken);
  return text;
}

function requireName(id: string, path: string, name: string): void {
  if (name === '') throw new UnstorableEvent(id, path, 'is empty');
  const broken = textComplaint(path, name);
  if (broken) throw new UnstorableEvent(id, ...broken);
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new UnstorableEvent(id, path, `is longer than ${MAX_NAME_BYTES} bytes`);
}

function storableEvent(event: ProposedEvent): StorableEvent {
  const { id, type, schemaVersion } = event;
  if (!UUID.test(id)) throw new UnstorableEvent(id, 'id', 'is no UUID in lower case');
  requireName(id, 'type', type);
  if (type.startsWith('$')) throw new UnstorableEvent(id, 'type', 'begins with "$", which is for the events of EventStoreDB itself');
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > 32767) {
    throw new UnstorableEvent(id, 'schemaVersion', `is ${schemaVersion}, not a whole number from 1 to 32767`);
  }
  return { id, type, schemaVersion, data: textOf(id, 'data', event.data), metadata: textOf(id, 'metadata', event.metadata) };
}

/** What several events hold, checked one by one and together. */
function storableEvents(events: readonly ProposedEvent[], streamOf: (index: number) => string): readonly StorableEvent[] {
  const ids = new Set<string>();
  let length = 0;
  return events.map((event, index) => {
    const checked = storableEvent(event);
    if (ids.has(checked.id)) throw new EventIdReused(checked.id, streamOf(index));
    ids.add(checked.id);
    length += checked.data.length + checked.metadata.length;
    if (length > MAX_APPEND_LENGTH)
      throw new UnstorableEvent(checked.id, 'data', `makes the append longer than ${MAX_APPEND_LENGTH} characters`);
    return checked;
  });
}

/**
 * What an append wants to store, checked: what passes here can be kept by every adapter and comes back as it was.
 * @throws RangeError when there is no event, or the expected revision is no revision
 * @throws UnstorableEvent naming the event and the place
 * @throws EventIdReused when two events of the append have one id
 */
export function storable(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): readonly StorableEvent[] {
  const [first] = events;
  if (!first) throw new RangeError(`An append to ${stream} holds no event`);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM) {
    throw new RangeError(`The expected revision of ${stream} is ${expectedRevision}, not a whole number from ${NO_STREAM}`);
  }
  requireName(first.id, 'stream', stream);
  return storableEvents(events, () => stream);
}

/** An event of another log, with its place there, whose data and metadata have become text. */
export interface RestorableEvent extends StorableEvent, Pick<RecordedEvent, 'stream' | 'revision' | 'recordedAt'> {}

/**
 * What another log has recorded, checked like an append.
 * @throws UnstorableEvent naming the event and the place
 * @throws EventIdReused when two of the events have one id
 */
export function restorable(events: readonly RecordedEvent[]): readonly RestorableEvent[] {
  for (const { id, stream } of events) requireName(id, 'stream', stream);
  const checked = storableEvents(events, (index) => events[index]?.stream ?? '');
  return events.map(({ stream, revision, recordedAt }, index) => ({ ...(checked[index] as StorableEvent), stream, revision, recordedAt }));
}
