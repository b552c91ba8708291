import { type Fold, type Instant, ignored } from '@concord/kernel';
import type { Stage } from '../standard/standard.events.js';
import type { BallotEvent } from './ballot.events.js';
import type { Tally } from './iso-rule.js';

/** What became of a ballot, and on which text. */
export interface BallotOutcome {
  readonly standardId: string;
  readonly draftVersion: number;
  readonly contentHash: string;
  readonly closesAt: Instant;
  /** The stage of the standard at which it was opened. */
  readonly stage: Stage;
  /** Where an approval leads. */
  readonly proposes: Stage;
  /** The result of a closed ballot; null while it is open, and for ever when it is void. */
  readonly result: Tally | null;
}

function evolve(outcome: BallotOutcome, event: BallotEvent): BallotOutcome {
  switch (event.type) {
    case 'association.ballot.BallotOpened': {
      const { standardId, draftVersion, contentHash, closesAt } = event.data;
      return { standardId, draftVersion, contentHash, closesAt, stage: 'DIS', proposes: 'PUBLISHED', result: null };
    }
    case 'association.ballot.BallotClosed': {
      const { pMembers, all, stripped, criteria, approved } = event.data;
      return { ...outcome, result: { pMembers, all, stripped, criteria, approved } };
    }
    case 'association.ballot.VoteCast':
    case 'association.ballot.VoteWithdrawn':
    case 'association.ballot.BallotVoided':
      return outcome;
    default:
      return ignored(outcome, event);
  }
}

/** How the events of a ballot become its outcome: the same for everyone who rests a decision on it. */
export const ballotOutcome: Fold<BallotOutcome, BallotEvent> = {
  name: 'association.ballot',
  initialState: {
    standardId: '',
    draftVersion: 0,
    contentHash: '',
    closesAt: '' as Instant,
    stage: 'DIS',
    proposes: 'PUBLISHED',
    result: null,
  },
  evolve,
};
