import type { EventLog } from '@concord/event-log';
import { comparePositions, type Instant, type Position, START } from '@concord/kernel';
import { OperationRefused } from '../operating/refused.js';

/** A moment of the log, inclusive: a position, or what had been recorded by an instant. */
export type Moment = { readonly position: Position } | { readonly knownAt: Instant };

/**
 * The position up to which the log had come at the moment. For an instant the log is read from its end back to there.
 * @throws OperationRefused when the moment has not come yet, so that what belongs to it may still change
 */
export async function positionAt(log: EventLog, moment: Moment, now: Instant): Promise<Position> {
  if ('position' in moment) {
    const head = await log.head();
    if (comparePositions(moment.position, head) <= 0) return moment.position;
    throw new OperationRefused(`The position ${moment.position} lies beyond the end of the log, which is ${head}`);
  }
  if (moment.knownAt > now) throw new OperationRefused(`The instant ${moment.knownAt} has not come yet`);
  for await (const { position, recordedAt } of log.readAll({ backwards: true })) if (recordedAt <= moment.knownAt) return position;
  return START;
}
