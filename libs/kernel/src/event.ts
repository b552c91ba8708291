import type { Brand } from './brand.js';
import type { Instant } from './calendar.js';
import type { Uuid } from './ids.js';
import type { PersonalTexts } from './personal.js';

/** When, seen from the transaction, an act of governance takes place. */
export const PHASES = ['BEFORE', 'DURING', 'AFTER'] as const;
export type Phase = (typeof PHASES)[number];

/** What happened, as plain data. The type is stored for ever: `<context>.<aggregate>.<Fact>`. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Who did it, when and why; beside the data of every event. */
export interface EventMetadata {
  /** The party for which the actor acted. */
  readonly party: string;
  /** The person, or the clockwork of the platform, that acted. */
  readonly actor: string;
  readonly phase: Phase;
  /** Shared by everything that one request set in motion. */
  readonly correlationId: string;
  /** The event that caused the command, or null where a person did. */
  readonly causationId: string | null;
  /** The instant at which it was decided, by the clock of the node that decided. */
  readonly occurredAt: Instant;
  readonly jurisdiction: string | null;
  /** The command that made it, and a digest of its body: how a repeated idempotency key is recognised. */
  readonly commandId: string;
  readonly commandDigest: string;
}

/** An event on its way into the log. */
export interface ProposedEvent {
  readonly id: Uuid;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: object;
  readonly metadata: EventMetadata;
}

/**
 * A place in the log: opaque, safe in JSON, ordered by `comparePositions`. Its text is a decimal
 * number without leading zeros, below 2^63.
 */
export type Position = Brand<string, 'Position'>;

/** Before the first event. */
export const START = '0' as Position;

const LAST = '9223372036854775807';

export const isPosition = (text: string): text is Position =>
  /^(0|[1-9]\d{0,18})$/.test(text) && (text.length < LAST.length || text <= LAST);

/** Negative when `a` is before `b`, zero when they are the same place, positive when after. */
export const comparePositions = (a: Position, b: Position): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** An event as the log holds it. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  readonly id: Uuid;
  readonly type: E['type'];
  readonly schemaVersion: number;
  readonly data: E['data'];
  readonly metadata: EventMetadata;
  readonly stream: string;
  /** 0 for the first event of its stream. */
  readonly revision: number;
  readonly position: Position;
  /** The instant at which the log took it; never before that of an earlier position. */
  readonly recordedAt: Instant;
}

/** Lifts the data of one schema version to the next. */
export type Upcast = (data: never) => object;

/** What the platform must know of an event type, besides the shape of its data. */
export interface EventDeclaration {
  readonly phase: Phase;
  /** The schema version that is written today; 1 is the first. */
  readonly version: number;
  /** For every older version, how its data become those of the next one. */
  readonly upcasts?: { readonly [fromVersion: number]: Upcast };
  /** Left out: nothing in it belongs to a person. */
  readonly personal?: PersonalTexts;
}

/** One declaration for each event of a union: a forgotten one does not compile. */
export type EventCatalogue<E extends DomainEvent> = { readonly [T in E['type']]: EventDeclaration };

/** Distributes over a union, so that `switch (event.type)` narrows a recorded event's data. */
export type Recorded<E extends DomainEvent> = E extends DomainEvent ? RecordedEvent<E> & E : never;

export class UnreadableEvent extends Error {
  constructor(
    readonly event: Pick<RecordedEvent, 'id' | 'type' | 'schemaVersion'>,
    reason: string,
  ) {
    super(`Event ${event.id} (${event.type}, schema version ${event.schemaVersion}) cannot be read: ${reason}`);
  }
}

/**
 * The event with its data in the shape of today.
 * @throws UnreadableEvent when the version is newer than this code, or an upcast is missing.
 */
export function lift<T extends Pick<RecordedEvent, 'id' | 'type' | 'schemaVersion' | 'data'>>(event: T, declaration: EventDeclaration): T {
  if (event.schemaVersion === declaration.version) return event;
  if (event.schemaVersion > declaration.version) {
    throw new UnreadableEvent(event, `this version of Concord knows it up to schema version ${declaration.version}`);
  }
  let data = event.data;
  for (let version = event.schemaVersion; version < declaration.version; version++) {
    const upcast = declaration.upcasts?.[version];
    if (!upcast) throw new UnreadableEvent(event, `nothing lifts schema version ${version} to ${version + 1}`);
    data = upcast(data as never);
  }
  return { ...event, data, schemaVersion: declaration.version };
}

/** The declarations of some events of a catalogue: what a read model that needs only these asks for. */
export const pick = <Catalogue extends object, Type extends keyof Catalogue>(
  catalogue: Catalogue,
  ...types: readonly Type[]
): Pick<Catalogue, Type> => Object.fromEntries(types.map((type) => [type, catalogue[type]])) as Pick<Catalogue, Type>;
