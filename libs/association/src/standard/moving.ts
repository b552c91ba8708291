import { type DecisionContext, firstRejection, type Instant, type Outcome, type Rejection, reject } from '@concord/kernel';
import { ballotAt } from './procedure.js';
import type { AdvanceStandard, CancelStandard, StartReview } from './standard.commands.js';
import { STAGES, type Stage, type StandardEvent } from './standard.events.js';
import { knownStandard, notStayed, ownStandard, reviewDueAt, type StandardState } from './standard-state.js';

const isLater = (a: Stage, b: Stage): boolean => STAGES.indexOf(a) > STAGES.indexOf(b);

/** The stages to which the association may move it now. */
const decisions = ({ procedure, stage, failed }: StandardState): readonly Stage[] =>
  procedure.moves
    .filter(({ from, by, afterFailure }) => from === stage && by === 'DECISION' && (failed || !afterFailure))
    .map(({ to }) => to);

/** Why the association may not move it there. */
function notByDecision(state: StandardState, to: Stage): Rejection {
  const { procedure } = state;
  const from = state.stage as Stage;
  const field = { field: 'stage', value: to };
  const open = decisions(state);
  const ballot = ballotAt(procedure, from);
  const reachedByBallot = procedure.moves.some(({ rule, to: end }) => rule !== null && end === to);
  if (isLater(to, from) && (reachedByBallot || (ballot && open.length === 0))) {
    const sentence = ballot
      ? `only an approved ballot leads on, to ${ballot.to.join(' or ')}`
      : `only an approved ballot at a later stage moves it to ${to}`;
    return reject('BALLOT_NEEDED', `The standard is at stage ${from}; ${sentence}`, { ...field, rule: procedure.source });
  }
  const sentence = open.length > 0 ? `the next stage is ${open.join(' or ')}` : 'no other stage follows by decision';
  return reject('WRONG_STATUS', `The standard is at stage ${from}; ${sentence}, not ${to}`, { ...field, rule: procedure.source });
}

export function advance(
  { standardId, stage: to }: AdvanceStandard,
  state: StandardState,
  context: DecisionContext,
): Outcome<StandardEvent> {
  const refusal = ownStandard(state, standardId, context);
  if (refusal) return refusal;
  const from = state.stage as Stage;
  if (to === from) return [];
  const stayed = notStayed(state, standardId);
  if (stayed) return stayed;
  return decisions(state).includes(to) ? [{ type: 'association.standard.StandardAdvanced', data: { from, to } }] : notByDecision(state, to);
}

/** On the way to publication: what can be given up. */
const ON_THE_WAY: readonly StandardState['stage'][] = ['NP', 'WD', 'CD', 'DIS', 'FDIS'];

export function cancel({ standardId, reason }: CancelStandard, state: StandardState, context: DecisionContext): Outcome<StandardEvent> {
  const { stage, adoptedBy } = state;
  const revises = adoptedBy !== null;
  const refusal = firstRejection(
    ownStandard(state, standardId, context),
    notStayed(state, standardId),
    ON_THE_WAY.includes(stage) || stage === 'REVISED'
      ? undefined
      : reject('WRONG_STATUS', `The standard is at stage ${stage}, and is given up only before it is published`, {
          field: 'standardId',
          value: standardId,
        }),
  );
  if (refusal) return refusal;
  return [
    {
      type: 'association.standard.StandardCancelled',
      data: { from: stage as Stage, to: revises ? 'REVIEW' : 'WITHDRAWN', reason },
    },
  ];
}

/** The review of a standard that rests where it was published or confirmed; none where it does not any more. */
export function reviewNow({ stage, review }: StandardState, now: Instant): Outcome<StandardEvent> {
  if (review === null || (stage !== 'PUBLISHED' && stage !== 'CONFIRMED')) return [];
  const due = review.since && reviewDueAt(review.since, review.reviewPeriod);
  if (due && now < due) return reject('NOT_YET_DUE', `The review of the standard falls due at ${due}`, { field: 'standardId' });
  return [{ type: 'association.standard.ReviewStarted', data: { from: stage, ...review } }];
}

export function startReview({ standardId }: StartReview, state: StandardState, { now }: DecisionContext): Outcome<StandardEvent> {
  const unknown = knownStandard(state, standardId);
  if (unknown) return unknown;
  const outcome = reviewNow(state, now);
  if (state.stays.length === 0 || !Array.isArray(outcome) || outcome.length === 0) return outcome;
  return state.held.includes(null) ? [] : [{ type: 'association.standard.MoveHeld', data: { ballotId: null } }];
}
