import { type Actor, aggregate, on } from '@concord/kernel';
import {
  CastVote,
  CloseBallot,
  ForgetBallotKey,
  OpenBallot,
  RemindVoters,
  TurnNegative,
  VoidBallot,
  WithdrawVote,
} from './ballot.commands.js';
import { type BallotEvent, ballotEvents } from './ballot.events.js';
import { type BallotState, evolve, initialState } from './ballot-state.js';
import { close, closingFacts, destroyKey, forget, makeVoid, mandatesFor, remind, turn } from './closing.js';
import { draftsOf } from './common.js';
import { groundOf, open } from './opening.js';
import { redaction } from './redaction.js';
import { cast, castingFacts, votingFacts, withdraw } from './voting.js';

/**
 * Nobody sees the history while the ballot is open. When it is closed everybody can count again; when it came to nothing
 * only auditors see who voted, so that no draft is submitted just to find out.
 */
function disclosedTo({ status }: BallotState, reader: Actor | null): boolean {
  if (status === 'VOID') return reader?.kind === 'AUDITOR';
  return status !== 'OPEN';
}

/** The vote of a committee on one draft: fixed at its opening, counted by a rule, for everyone to count again. */
export const ballot = aggregate<BallotState, BallotEvent>({
  name: 'association.ballot',
  events: ballotEvents,
  initialState,
  evolve,
  disclosedTo,
  redaction,
  concerns: ({ association }) => ({ parties: [association], jurisdictions: [] }),
  decisions: [
    on(OpenBallot, 'ballotId', open, groundOf),
    on(CastVote, 'ballotId', cast, castingFacts),
    on(WithdrawVote, 'ballotId', withdraw, votingFacts),
    on(CloseBallot, 'ballotId', close, closingFacts),
    on(RemindVoters, 'ballotId', remind),
    on(TurnNegative, 'ballotId', turn, mandatesFor),
    on(VoidBallot, 'ballotId', makeVoid, (_, load, __, state) => draftsOf(state, load)),
    on(ForgetBallotKey, 'ballotId', forget, destroyKey),
  ],
});
