import { badInput, notFound } from '@concord/graphql';
import { type Actor, type AnyAggregate, type Concern, type RecordedEvent, streamOf } from '@concord/kernel';
import type { Archive, DisclosedObject } from './archive.js';

/**
 * What one reader sees of the archive, for one answer. Each object is opened once, and what of them is not for everybody is noted,
 * so that the access can be written down before the answer is given.
 */
export class Reading {
  private readonly opened = new Map<string, Promise<DisclosedObject | undefined>>();
  private readonly noted = new Map<string, Concern>();

  constructor(
    private readonly archive: Archive,
    private readonly aggregates: readonly AnyAggregate[],
    readonly reader: Actor | null,
  ) {}

  /** What was shown, and what not everybody may see. */
  get reserved(): readonly Concern[] {
    return [...this.noted.values()];
  }

  /** The object behind the stream, also before it exists; undefined where it is hidden from the reader. */
  open(stream: string): Promise<DisclosedObject | undefined> {
    const known = this.opened.get(stream) ?? this.archive.open(stream, this.reader).then((object) => this.note(object));
    this.opened.set(stream, known);
    return known;
  }

  async discloses(stream: string): Promise<boolean> {
    return (await this.open(stream)) !== undefined;
  }

  /** A whole history as the log holds it; null where it is hidden from the reader, or there is none. It is read once. */
  async whole(stream: string): Promise<readonly RecordedEvent[] | null> {
    const events: RecordedEvent[] = [];
    const object = await this.archive.open(stream, this.reader, (_, recorded) => events.push(recorded));
    if (!object?.isThere) return null;
    this.note(object);
    return events;
  }

  /**
   * The object that a text names: its stream, as receipts give it, or its id alone where only one object has it.
   * What is hidden from the reader is not there for the reader.
   * @throws ConcordError NOT_FOUND, or BAD_INPUT where several objects have the id
   */
  async find(name: string): Promise<DisclosedObject> {
    const candidates = name.includes('/') ? [name] : this.aggregates.map((aggregate) => streamOf(aggregate, name));
    const found: DisclosedObject[] = [];
    for (const stream of candidates) {
      const object = await this.archive.open(stream, this.reader);
      if (object?.isThere) found.push(object);
    }
    const [only, ...others] = found;
    if (!only) throw notFound('object', name, 'id');
    if (others.length > 0) {
      const streams = found.map(({ stream }) => stream).join(', ');
      throw badInput(`Several objects have the id ${name}: name one of ${streams}`, { field: 'id', value: name });
    }
    this.note(only);
    return only;
  }

  private note<Found extends DisclosedObject | undefined>(object: Found): Found {
    if (object?.isThere && object.reserved) this.noted.set(object.stream, object.reserved);
    return object;
  }
}
