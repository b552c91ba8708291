import { type Beheld, behold, type Loaded, type LoadOptions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { badInput, notFound } from '@concord/graphql';
import { MANDATES, type Mandates, withMandates } from '@concord/identity';
import {
  type Actor,
  type AnyAggregate,
  type Concern,
  eyesOn,
  instantOf,
  type Position,
  parseStream,
  type RecordedEvent,
  streamOf,
} from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';

/** An object whose whole history a reader may see. */
export interface DisclosedObject {
  readonly stream: string;
  readonly aggregate: AnyAggregate;
  readonly id: string;
  /** What it concerns, where not everybody may see it; null where everybody may. */
  readonly reserved: Concern | null;
}

/** The histories of all objects, each opened only to whom its aggregate discloses it, and to auditors under a mandate. */
@Injectable()
export class Archive {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @Optional() @Inject(MANDATES) private readonly mandates?: Mandates,
  ) {}

  /** The object behind the stream, where it is disclosed to the reader as it stands now; an object that does not exist yet counts. */
  async open(stream: string, reader: Actor | null): Promise<DisclosedObject | undefined> {
    const beheld = await behold(this.log, this.registry, stream);
    return beheld && opened(beheld, reader);
  }

  /** Whether the object behind the stream is disclosed to the reader as it stands now. */
  async discloses(stream: string, reader: Actor | null): Promise<boolean> {
    return (await this.open(stream, reader)) !== undefined;
  }

  /** The reader with the mandates of this moment: for what goes on while a term ends, or a mandate is revoked. */
  async asOfNow(reader: Actor | null): Promise<Actor | null> {
    return reader && withMandates(reader, this.mandates);
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
      const object = (await this.exists(stream)) ? await this.open(stream, reader) : undefined;
      if (object) found.push(object);
    }
    const [only, ...others] = found;
    if (!only) throw notFound('object', name, 'id');
    if (others.length > 0) {
      const streams = found.map(({ stream }) => stream).join(', ');
      throw badInput(`Several objects have the id ${name}: name one of ${streams}`, { field: 'id', value: name });
    }
    return only;
  }

  load({ aggregate, id }: Pick<DisclosedObject, 'aggregate' | 'id'>, options: LoadOptions = {}): Promise<Loaded<unknown>> {
    return load(this.log, this.registry, aggregate, id, options);
  }

  /** The events of one object, in today's shape, oldest first. */
  async *events(stream: string, range: { readonly from?: number; readonly until?: Position } = {}): AsyncIterable<RecordedEvent> {
    for await (const event of this.log.readStream(stream, range)) yield this.lift(event);
  }

  /** The event in its shape of today. */
  lift(event: RecordedEvent): RecordedEvent {
    return this.registry.lift(event);
  }

  private async exists(stream: string): Promise<boolean> {
    if (!this.registry.aggregateOf(stream)) return false;
    for await (const _ of this.log.readStream(stream)) return true;
    return false;
  }
}

function opened({ stream, aggregate, state, concern }: Beheld, reader: Actor | null): DisclosedObject | undefined {
  const now = instantOf(new Date());
  const object = { stream, aggregate, id: parseStream(stream).id };
  if (aggregate.disclosedTo(state, null, now)) return { ...object, reserved: null };
  return aggregate.disclosedTo(state, eyesOn(reader, concern), now) ? { ...object, reserved: concern } : undefined;
}
