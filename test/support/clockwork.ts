import {
  type AnyAggregate,
  addToInstant,
  type Duration,
  derivedId,
  type EventDeclaration,
  type EventMetadata,
  isRejection,
  newId,
  PLATFORM,
  parseStream,
} from '@concord/kernel';
import type { Stream, Streams } from './choose-histories.js';
import { digestOf, type KeptEvent } from './histories.js';

/** What the clock of the platform does when more time has passed than a recording can wait. */
const LATER = [
  { stream: 'government.licence/to-expire', command: 'ExpireLicence', after: 'P366D' as Duration },
] as const satisfies readonly { stream: string; command: string; after: Duration }[];

/** The streams, each with what the aggregate itself decides for the platform when that time has come. */
export function withClockwork(streams: Streams, aggregates: readonly AnyAggregate[]): Streams {
  const longer = new Map(streams);
  for (const { stream, command, after } of LATER) {
    const aggregate = aggregates.find(({ name }) => name === parseStream(stream).aggregate);
    const events = streams.get(stream);
    if (!aggregate || !events) throw new Error(`${stream} was not recorded`);
    longer.set(stream, [...events, ...decidedLater(aggregate, [stream, events], command, after)]);
  }
  return longer;
}

function decidedLater(aggregate: AnyAggregate, [stream, events]: Stream, name: string, after: Duration): readonly KeptEvent[] {
  const decision = aggregate.decisions.find(({ command }) => command.name === name);
  const last = events.at(-1);
  if (!decision || !last) throw new Error(`${aggregate.name} knows no command ${name}, or ${stream} has no event`);
  const now = addToInstant(last.recordedAt, after);
  const command = Object.assign(new decision.command(), { [decision.target]: parseStream(stream).id });
  const state = events.reduce((before, event) => aggregate.evolve(before, event), aggregate.initialState);
  const outcome = decision.decide(command as never, state, { actor: PLATFORM, now, facts: undefined } as never);
  if (isRejection(outcome)) throw new Error(`${name} in ${stream} was refused: ${outcome.message}`);
  const [commandId, correlationId, commandDigest] = [newId(), newId(), digestOf([name, command])];
  return outcome.map(({ type, data }, index) => {
    const { phase, version } = aggregate.events[type] as EventDeclaration;
    const who = { party: PLATFORM.party, actor: PLATFORM.person, phase, jurisdiction: null };
    const metadata: EventMetadata = { ...who, correlationId, causationId: last.id, occurredAt: now, commandId, commandDigest };
    const place = { revision: last.revision + 1 + index, position: last.position, recordedAt: now };
    return { id: derivedId('event', commandId, index), type, schemaVersion: version, data, metadata, ...place };
  });
}
