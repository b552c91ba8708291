import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { CloseBallot } from './ballot.commands.js';
import { type BallotClosed, type BallotOpened, type BallotVoided, ballotEvents } from './ballot.events.js';

/** A ballot closes by itself, at the instant that its opening named. */
export const ballotDeadline = deadlineRule<BallotOpened | BallotClosed | BallotVoided>({
  name: 'association.ballot.close',
  events: pick(ballotEvents, 'association.ballot.BallotOpened', 'association.ballot.BallotClosed', 'association.ballot.BallotVoided'),
  changes(event) {
    const ballotId = objectOf(event);
    if (event.type !== 'association.ballot.BallotOpened') return [{ clear: ballotId }];
    return [{ set: ballotId, dueAt: event.data.closesAt, command: Object.assign(new CloseBallot(), { ballotId }) }];
  },
});
