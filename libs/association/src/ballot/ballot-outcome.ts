import { addToInstant, type Fold, type Instant } from '@concord/kernel';
import type { BallotEvent } from './ballot.events.js';
import { type BallotState, evolve, initialState } from './ballot-state.js';

/** What became of a ballot, and on which text. */
export type BallotOutcome = Pick<BallotState, 'standardId' | 'stage' | 'proposes' | 'draftVersion' | 'contentHash' | 'closesAt' | 'result'>;

/** How the events of a ballot become its outcome: the same for everyone who rests a decision on it. */
export const ballotOutcome: Fold<BallotState, BallotEvent> = { name: 'association.ballot', initialState, evolve };

/** From this instant on the result of a ballot is appealed no more; null while there is none. */
export const appealsUntil = ({ status, closesAt, rule }: Pick<BallotState, 'status' | 'closesAt' | 'rule'>): Instant | null =>
  status === 'CLOSED' ? addToInstant(closesAt, rule.appealTerm) : null;
