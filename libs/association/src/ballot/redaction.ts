import type { Redaction } from '@concord/kernel';
import type { BallotEvent } from './ballot.events.js';
import type { BallotState } from './ballot-state.js';
import type { Vote } from './vote.js';

const unsealed = (vote: Vote): Vote => ({ ...vote, sealed: null });

/**
 * The ciphertexts of a secret ballot stay in the log: the names of the voters stand beside them, their length tells how much
 * a voter wrote, and whoever came to have the key would read them.
 */
export const redaction: Redaction<BallotState, BallotEvent> = {
  event: (event, { secrecy }) =>
    secrecy === 'SECRET' && event.type === 'association.ballot.VoteCast' ? { ...event, data: unsealed(event.data) } : event,
  state: (state) => (state.secrecy === 'SECRET' ? { ...state, votes: state.votes.map(unsealed) } : state),
};
