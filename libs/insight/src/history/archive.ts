import { type Beheld, behold, type Loaded, type LoadOptions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog, NO_STREAM } from '@concord/event-log';
import { MANDATES, type Mandates, withMandates } from '@concord/identity';
import {
  type Actor,
  type AnyAggregate,
  type Concern,
  eyesOn,
  type Fold,
  instantOf,
  type Position,
  parseStream,
  type RecordedEvent,
} from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Reading } from './reading.js';

/** An event without what nobody is shown of it. */
export type Shown = (event: RecordedEvent) => RecordedEvent;

/** An object whose whole history a reader may see. */
export interface DisclosedObject {
  readonly stream: string;
  readonly aggregate: AnyAggregate;
  readonly id: string;
  /** What it concerns, where not everybody may see it; null where everybody may. */
  readonly reserved: Concern | null;
  /** Whether it has a history yet. */
  readonly isThere: boolean;
  readonly shown: Shown;
}

export interface EventRange {
  /** The first revision. */
  readonly from?: number;
  readonly until?: Position;
}

/** The histories of all objects, each opened only to whom its aggregate discloses it, and to auditors under a mandate. */
@Injectable()
export class Archive {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @Optional() @Inject(MANDATES) private readonly mandates?: Mandates,
  ) {}

  /** What a reader sees of it, for one answer. */
  readBy(reader: Actor | null): Reading {
    return new Reading(this, this.registry.aggregates, reader);
  }

  /** The reader with the mandates of this moment: for what goes on while a term ends, or a mandate is revoked. */
  async asOfNow(reader: Actor | null): Promise<Actor | null> {
    return reader && withMandates(reader, this.mandates);
  }

  /**
   * The object behind the stream, where it is disclosed to the reader as it stands now; an object that does not exist yet counts.
   * @param seen is given each event, in its shape of today and as the log holds it
   */
  async open(stream: string, reader: Actor | null, seen?: LoadOptions['seen']): Promise<DisclosedObject | undefined> {
    const beheld = await behold(this.log, this.registry, stream, seen);
    return beheld && opened(beheld, reader);
  }

  /** An object as it was, without what nobody is shown. */
  async load({ aggregate, id }: DisclosedObject, options: LoadOptions = {}): Promise<Loaded<unknown>> {
    const loaded = await load(this.log, this.registry, aggregate, id, options);
    return aggregate.redaction ? { ...loaded, state: aggregate.redaction.state(loaded.state) } : loaded;
  }

  /** Folds a history in another way than its aggregate does. Whether the reader may see it is for the caller to ask. */
  read<State>(fold: Fold<State, never>, id: string, options: LoadOptions = {}): Promise<Loaded<State>> {
    return load(this.log, this.registry, fold, id, options);
  }

  /** The events of an object, in today's shape, oldest first. */
  async *events({ stream, shown }: DisclosedObject, range: EventRange = {}): AsyncIterable<RecordedEvent> {
    for await (const event of this.log.readStream(stream, range)) yield shown(this.lift(event));
  }

  /** The event in its shape of today. */
  lift(event: RecordedEvent): RecordedEvent {
    return this.registry.lift(event);
  }

  async exists(stream: string): Promise<boolean> {
    for await (const _ of this.log.readStream(stream)) return true;
    return false;
  }
}

function opened({ stream, aggregate, state, revision, concern }: Beheld, reader: Actor | null): DisclosedObject | undefined {
  const now = instantOf(new Date());
  const object = { stream, aggregate, id: parseStream(stream).id, isThere: revision !== NO_STREAM, shown: shownIn(aggregate, state) };
  if (aggregate.disclosedTo(state, null, now)) return { ...object, reserved: null };
  return aggregate.disclosedTo(state, eyesOn(reader, concern), now) ? { ...object, reserved: concern } : undefined;
}

function shownIn({ redaction }: AnyAggregate, state: unknown): Shown {
  return (event) => (redaction ? { ...event, data: redaction.event(event, state).data } : event);
}
