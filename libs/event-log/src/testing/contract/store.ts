import { newId, type Position, type RecordedEvent } from '@concord/kernel';
import type { CopyTarget } from '../../copy-target.js';
import type { EventLog, LogBatch, SubscribeOptions } from '../../event-log.js';

/** A store to hold to the contract. */
export interface LogUnderTest {
  readonly log: EventLog & CopyTarget;
  /** A second client of the same store, as another process would have it. */
  another(): Promise<EventLog & CopyTarget>;
  /** Cuts every connection between the clients and the store; the store goes on. */
  breakConnections?(): Promise<void>;
  close(): Promise<void>;
}

/** Gives the store once it is set up. */
export type Store = () => LogUnderTest;

export const freshStream = (): string => `testing.sample/${newId()}`;

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

export interface Followed {
  readonly events: RecordedEvent[];
  readonly batches: LogBatch[];
}

/** Subscribes until `enough`, and gives what has been seen. */
export async function follow(
  log: EventLog,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (seen: Followed, latest: LogBatch) => boolean,
): Promise<Followed> {
  const seen: Followed = { events: [], batches: [] };
  for await (const batch of log.subscribe(options)) {
    seen.batches.push(batch);
    seen.events.push(...batch.events);
    if (enough(seen, batch)) break;
  }
  return seen;
}

export const untilCaughtUp = (_seen: Followed, latest: LogBatch): boolean => latest.caughtUp;

/** Runs so many callers side by side, each doing its share of the tasks one after the other. */
export async function sideBySide(callers: number, tasks: number, act: (task: number, caller: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const call = async (caller: number): Promise<void> => {
    while (next < tasks) await act(next++, caller);
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
}

export const positionsOf = (events: readonly RecordedEvent[]): Position[] => events.map(({ position }) => position);
