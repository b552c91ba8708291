import { type EventMetadata, type Instant, newId, type ProposedEvent } from '@concord/kernel';

export interface Proposal extends Partial<Omit<ProposedEvent, 'metadata'>> {
  readonly metadata?: Partial<EventMetadata>;
}

/** An event on its way into the log, with a fresh id; name only what the test is about. */
export function proposed({ metadata, ...event }: Proposal = {}): ProposedEvent {
  return {
    id: newId(),
    type: 'testing.sample.SampleTaken',
    schemaVersion: 1,
    data: {},
    ...event,
    metadata: {
      party: 'association/a',
      actor: 'person/a',
      phase: 'BEFORE',
      correlationId: 'correlation',
      causationId: null,
      occurredAt: '2026-11-20T09:00:00.000Z' as Instant,
      jurisdiction: null,
      commandId: 'command',
      commandDigest: 'digest',
      ...metadata,
    },
  };
}

/** So many events, told apart by `data.number`, from 0. */
export const proposals = (count: number, proposal: Proposal = {}): ProposedEvent[] =>
  Array.from({ length: count }, (_, number) => proposed({ data: { number }, ...proposal }));
