import type { DomainEvent, EventCatalogue } from '@concord/kernel';

/* The name of the type below is stored for ever. */
export type KeySucceeded = DomainEvent<
  'transparency.notary.KeySucceeded',
  {
    /** The key that signed until then, as verifiers know it. */
    readonly retired: string;
    /** The key that signs from the checkpoint on that covers this event. */
    readonly successor: string;
    /** The retired key's word on its successor, as a signed note (docs/transparency-log.md). */
    readonly note: string;
  }
>;

export type NotaryEvent = KeySucceeded;

export const notaryEvents: EventCatalogue<NotaryEvent> = {
  'transparency.notary.KeySucceeded': { phase: 'AFTER', version: 1 },
};
