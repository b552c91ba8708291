import type { RecordedEvent } from '@concord/kernel';

/**
 * A log that takes over what another log has recorded. Only for moving a log: who has something to say, appends it.
 *
 * Its contract, the same for every adapter: `testing/contract/copy.contract.ts`.
 */
export interface CopyTarget {
  /**
   * Takes over recorded events in the order given, each in its own stream at its own revision, with id, type, schema
   * version, data, metadata and the instant at which it was recorded; the positions are this log's own. Several streams may
   * be mixed. Events that stand in the log already, just so, are passed over, so that an interrupted copy is simply repeated.
   * @throws WrongExpectedRevision when an event is not the next one of its stream, or its place is taken by another event;
   *   what precedes it may have been taken
   * @throws EventIdReused when an id is in the log with other content or at another place
   * @throws RecordedTooEarly when an event was recorded before the last one of this log: order and instants would disagree
   * @throws UnstorableEvent when the text of an event cannot be kept
   * @throws EventLogUnavailable when the outcome could not be learnt in time; the same call again decides it
   */
  restore(events: readonly RecordedEvent[]): Promise<void>;
}
