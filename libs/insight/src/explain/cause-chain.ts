import type { RecordedEvent } from '@concord/kernel';

/** How far a chain is followed. The longest that the platform makes by itself has three events. */
export const MOST_CAUSES = 20;

/** Why a chain ends before a person: it is longer than is followed, or the log does not have what it names. */
export const CUTS = ['TOO_LONG', 'NOT_FOUND'] as const;
export type Cut = (typeof CUTS)[number];

/** One event on the way back; of one that the reader may not see, the kind of its object alone. */
export type Link = { readonly event: RecordedEvent } | { readonly withheld: string };

/** What led to an event, the nearest cause first. */
export interface Chain {
  readonly links: readonly Link[];
  /** The event of the command with which it began; null where that is withheld or not reached. */
  readonly first: RecordedEvent | null;
  readonly cut: Cut | null;
}

/** Where the cause of an event is found, and whether who asks may see it. */
export interface CauseFinder {
  causeOf(event: RecordedEvent): Promise<RecordedEvent | undefined>;
  discloses(stream: string): Promise<boolean>;
}

/** Follows `causationId` from event to event, through whatever streams, to one that a command of a person made. */
export async function chainOf(event: RecordedEvent, finder: CauseFinder): Promise<Chain> {
  const links: Link[] = [];
  let at = event;
  let disclosed = true;
  while (at.metadata.causationId !== null) {
    if (links.length >= MOST_CAUSES) return { links, first: null, cut: 'TOO_LONG' };
    const cause = await finder.causeOf(at);
    if (!cause) return { links, first: null, cut: 'NOT_FOUND' };
    disclosed = await finder.discloses(cause.stream);
    links.push(disclosed ? { event: cause } : { withheld: cause.stream.slice(0, cause.stream.indexOf('/')) });
    at = cause;
  }
  return { links, first: disclosed ? at : null, cut: null };
}
