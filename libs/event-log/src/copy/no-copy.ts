import type { RecordedEvent } from '@concord/kernel';

/** The target has events of its own: it is no copy of the source, and nothing was added to it. */
export class NoCopy extends Error {
  constructor(readonly event: Pick<RecordedEvent, 'id' | 'stream' | 'revision'>) {
    super(
      `The target ends with the event ${event.id}, at revision ${event.revision} of ${event.stream}, and the source has another or none there: the target is no copy of this log`,
    );
  }
}
