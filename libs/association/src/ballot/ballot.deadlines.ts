import { objectOf, pick, type Recorded } from '@concord/kernel';
import { type DeadlineChange, deadlineRule } from '@concord/projections';
import { CloseBallot, RemindVoters } from './ballot.commands.js';
import { type BallotClosed, type BallotExtended, type BallotOpened, type BallotVoided, ballotEvents } from './ballot.events.js';
import { MOST_REMINDERS } from './reminders.js';

type Timed = BallotOpened | BallotExtended | BallotClosed | BallotVoided;

const timed = pick(
  ballotEvents,
  'association.ballot.BallotOpened',
  'association.ballot.BallotExtended',
  'association.ballot.BallotClosed',
  'association.ballot.BallotVoided',
);

const isOver = (event: Recorded<Timed>): event is Recorded<BallotClosed | BallotVoided> =>
  event.type === 'association.ballot.BallotClosed' || event.type === 'association.ballot.BallotVoided';

/** A ballot closes by itself, at the instant that its opening named, or that its rule has moved it to. */
export const ballotDeadline = deadlineRule<Timed>({
  name: 'association.ballot.close',
  events: timed,
  changes(event) {
    const ballotId = objectOf(event);
    if (isOver(event)) return [{ clear: ballotId }];
    return [{ set: ballotId, dueAt: event.data.closesAt, command: Object.assign(new CloseBallot(), { ballotId }) }];
  },
});

/** Before it closes, those who have not voted are reminded. */
export const ballotReminders = deadlineRule<Timed>({
  name: 'association.ballot.remind',
  events: timed,
  changes(event) {
    const ballotId = objectOf(event);
    const moments = isOver(event) ? [] : event.data.remindAt;
    return Array.from({ length: MOST_REMINDERS }, (_, index): DeadlineChange => {
      const [key, at] = [`${ballotId}/${index}`, moments[index]];
      if (at === undefined) return { clear: key };
      return { set: key, dueAt: at, command: Object.assign(new RemindVoters(), { ballotId, at }) };
    });
  },
});
