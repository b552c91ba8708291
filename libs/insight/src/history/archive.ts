import { type Loaded, type LoadOptions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { badInput, notFound } from '@concord/graphql';
import {
  type Actor,
  type AnyAggregate,
  type Fold,
  instantOf,
  type Position,
  parseStream,
  type RecordedEvent,
  streamOf,
} from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';

/** An object whose whole history a reader may see. */
export interface DisclosedObject {
  readonly stream: string;
  readonly aggregate: AnyAggregate;
  readonly id: string;
}

/** An event without what nobody is shown of it. */
export type Shown = (event: RecordedEvent) => RecordedEvent;

function shownIn({ redaction }: AnyAggregate, state: unknown): Shown {
  return (event) => (redaction ? { ...event, data: redaction.event(event, state).data } : event);
}

/** The histories of all objects, each opened only to whom its aggregate discloses it. */
@Injectable()
export class Archive {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
  ) {}

  /** Whether the object behind the stream is disclosed to the reader as it stands now. */
  async discloses(stream: string, reader: Actor | null): Promise<boolean> {
    return (await this.opened(stream, reader)) !== null;
  }

  /** How the reader is shown events of the stream; null where the object is not disclosed to the reader as it stands now. */
  async opened(stream: string, reader: Actor | null): Promise<Shown | null> {
    const aggregate = this.registry.aggregateOf(stream);
    if (!aggregate) return null;
    const { state } = await load(this.log, this.registry, aggregate, parseStream(stream).id);
    return aggregate.disclosedTo(state, reader, instantOf(new Date())) ? shownIn(aggregate, state) : null;
  }

  /**
   * The object that a text names: its stream, as receipts give it, or its id alone where only one object has it.
   * What is hidden from the reader is not there for the reader.
   * @throws ConcordError NOT_FOUND, or BAD_INPUT where several objects have the id
   */
  async find(name: string, reader: Actor | null): Promise<DisclosedObject> {
    const candidates = name.includes('/') ? [name] : this.registry.aggregates.map((aggregate) => streamOf(aggregate, name));
    const found: DisclosedObject[] = [];
    for (const stream of candidates) {
      const aggregate = this.registry.aggregateOf(stream);
      if (aggregate && (await this.exists(stream)) && (await this.discloses(stream, reader))) {
        found.push({ stream, aggregate, id: parseStream(stream).id });
      }
    }
    const [only, ...others] = found;
    if (!only) throw notFound('object', name, 'id');
    if (others.length > 0) {
      const streams = found.map(({ stream }) => stream).join(', ');
      throw badInput(`Several objects have the id ${name}: name one of ${streams}`, { field: 'id', value: name });
    }
    return only;
  }

  /** Folds a history in another way than its aggregate does. Whether the reader may see it is for the caller to ask. */
  read<State>(fold: Fold<State, never>, id: string, options: LoadOptions = {}): Promise<Loaded<State>> {
    return load(this.log, this.registry, fold, id, options);
  }

  async load({ aggregate, id }: DisclosedObject, options: LoadOptions = {}): Promise<Loaded<unknown>> {
    const loaded = await load(this.log, this.registry, aggregate, id, options);
    return aggregate.redaction ? { ...loaded, state: aggregate.redaction.state(loaded.state) } : loaded;
  }

  /** The events of one object that is disclosed to whoever asks, in today's shape, oldest first. */
  async *events(stream: string, range: { readonly from?: number; readonly until?: Position } = {}): AsyncIterable<RecordedEvent> {
    const shown = await this.shownOf(stream);
    for await (const event of this.log.readStream(stream, range)) yield shown(this.lift(event));
  }

  /** How events of the stream are shown to those to whom it is disclosed. The object is read only where something of it is left out. */
  async shownOf(stream: string): Promise<Shown> {
    const aggregate = this.registry.aggregateOf(stream);
    if (!aggregate?.redaction) return (event) => event;
    return shownIn(aggregate, (await load(this.log, this.registry, aggregate, parseStream(stream).id)).state);
  }

  /** A whole history as the log holds it; null where it is not disclosed to the reader, or there is none. It is read once. */
  async whole(stream: string, reader: Actor | null): Promise<readonly RecordedEvent[] | null> {
    const aggregate = this.registry.aggregateOf(stream);
    if (!aggregate) return null;
    const events: RecordedEvent[] = [];
    let state: unknown = aggregate.initialState;
    for await (const event of this.log.readStream(stream)) {
      events.push(event);
      state = aggregate.evolve(state, this.lift(event));
    }
    return events.length > 0 && aggregate.disclosedTo(state, reader, instantOf(new Date())) ? events : null;
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
