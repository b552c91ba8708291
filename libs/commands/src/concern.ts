import { type EventLog } from '@concord/event-log';
import { type AnyAggregate, type Concern, parseStream, type RecordedEvent } from '@concord/kernel';
import { type Loaded, type LoadOptions, load } from './load.js';
import type { Registry } from './registry.js';

/** An object, with what it concerns. */
export interface Beheld extends Loaded<unknown> {
  readonly aggregate: AnyAggregate;
  readonly concern: Concern;
}

/**
 * Reads an object as it is now, and what it concerns; undefined where no aggregate has such objects.
 * @param also is given each event, in its shape of today and as the log holds it
 */
export async function behold(log: EventLog, registry: Registry, stream: string, also?: LoadOptions['seen']): Promise<Beheld | undefined> {
  const aggregate = registry.aggregateOf(stream);
  if (!aggregate) return undefined;
  let first: RecordedEvent | undefined;
  const seen = (event: RecordedEvent, recorded: RecordedEvent) => {
    first ??= event;
    also?.(event, recorded);
  };
  const loaded = await load(log, registry, aggregate, parseStream(stream).id, { seen });
  const concerns = first && aggregate.concerns?.(loaded.state, first);
  return { ...loaded, aggregate, concern: { parties: [], jurisdictions: [], ...concerns, stream } };
}
