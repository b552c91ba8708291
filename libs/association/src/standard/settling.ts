import { type DecisionContext, type Duration, isRejection, type Load, type Outcome, type Rejection, reject } from '@concord/kernel';
import { type BallotOutcome, ballotOutcome } from '../ballot/ballot-outcome.js';
import { committee } from '../committee/committee.js';
import { draftBefore } from './drafts.js';
import { reviewNow } from './moving.js';
import { ballotAt } from './procedure.js';
import type { AnnulAdoption, LiftStay, RecordBallotResult, StayStandard } from './standard.commands.js';
import type { BallotVerdict, StandardEvent } from './standard.events.js';
import { evolve, knownStandard, type StandardState } from './standard-state.js';

/** What has to be known to settle what ballots decided. */
export interface Settlement {
  readonly outcomes: ReadonlyMap<string, BallotOutcome>;
  /** That of the committee now. */
  readonly reviewPeriod: Duration;
}

/** Reads the outcomes of some ballots, and the period of the committee where one of them may publish or confirm. */
export async function settlementOf(ballotIds: readonly string[], load: Load, { committeeId }: StandardState): Promise<Settlement> {
  const outcomes = new Map<string, BallotOutcome>();
  for (const ballotId of ballotIds) outcomes.set(ballotId, await load(ballotOutcome, ballotId));
  const isMoved = committeeId !== '' && [...outcomes.values()].some(({ result }) => result?.approved);
  const { reviewPeriod } = isMoved ? await load(committee, committeeId) : committee.initialState;
  return { outcomes, reviewPeriod };
}

/** The ballot is over, was about this standard where it stands, and its text was not changed while it was open. */
function stands(ballotId: string, standardId: string, state: StandardState, ballot: BallotOutcome | undefined): Rejection | undefined {
  const place = { field: 'ballotId', value: ballotId };
  if (!ballot || ballot.standardId !== standardId || ballot.result === null) {
    return reject('NO_RESULT', `There is no closed ballot ${ballotId} on the standard ${standardId}`, place);
  }
  const { stage, proposes } = ballot;
  if (state.stage !== stage || !ballotAt(state.procedure, stage, proposes)) {
    return reject('WRONG_STATUS', `The standard is at stage ${state.stage}; the ballot decided on its move from ${stage} to ${proposes}`, {
      ...place,
      rule: state.procedure.source,
    });
  }
  if (draftBefore(state.drafts, ballot.closesAt)?.contentHash === ballot.contentHash) return undefined;
  return reject('BALLOT_VOID', 'The text was changed while the ballot was open', place);
}

/** What follows from a ballot, were the standard not stayed. */
function settle(ballotId: string, standardId: string, state: StandardState, context: DecisionContext<Settlement>): Outcome<StandardEvent> {
  if (state.ballots.includes(ballotId)) return [];
  const { outcomes, reviewPeriod } = context.facts;
  const ballot = outcomes.get(ballotId);
  const refusal = stands(ballotId, standardId, state, ballot);
  if (refusal || !ballot) return refusal ?? [];
  const { draftVersion, contentHash, result, stage: from, proposes: to } = ballot;
  const verdict: BallotVerdict = { ballotId, draftVersion, contentHash, criteria: result?.criteria ?? [] };
  const { now } = context;
  if (!result?.approved) return [{ type: 'association.standard.StandardNotAdopted', data: { ...verdict, stage: from, proposes: to } }];
  if (to === 'PUBLISHED') {
    return [{ type: 'association.standard.StandardAdopted', data: { ...verdict, from, stage: to, publishedAt: now, reviewPeriod } }];
  }
  const period = to === 'CONFIRMED' ? reviewPeriod : null;
  return [{ type: 'association.standard.StandardMovedByBallot', data: { ...verdict, from, to, movedAt: now, reviewPeriod: period } }];
}

export function record(
  { ballotId, standardId }: RecordBallotResult,
  state: StandardState,
  context: DecisionContext<Settlement>,
): Outcome<StandardEvent> {
  const unknown = knownStandard(state, standardId);
  if (unknown) return unknown;
  const outcome = settle(ballotId, standardId, state, context);
  const isHeld = state.stays.length > 0 && context.facts.outcomes.get(ballotId)?.result?.approved;
  if (!isHeld || isRejection(outcome) || outcome.length === 0) return outcome;
  return state.held.includes(ballotId) ? [] : [{ type: 'association.standard.MoveHeld', data: { ballotId } }];
}

export function stay({ standardId, appealId }: StayStandard, state: StandardState): Outcome<StandardEvent> {
  const unknown = knownStandard(state, standardId);
  if (unknown) return unknown;
  return state.stays.includes(appealId) ? [] : [{ type: 'association.standard.StandardStayed', data: { appealId } }];
}

/** Lifts the stay; with the last one goes what fell due meanwhile, in its order. What no longer fits is left out. */
export function lift(
  { standardId, appealId }: LiftStay | AnnulAdoption,
  state: StandardState,
  context: DecisionContext<Settlement>,
): Outcome<StandardEvent> {
  const unknown = knownStandard(state, standardId);
  if (unknown) return unknown;
  if (!state.stays.includes(appealId)) return [];
  const events: StandardEvent[] = [{ type: 'association.standard.StayLifted', data: { appealId } }];
  if (state.stays.length > 1) return events;
  for (const held of state.held) {
    const now = events.reduce(evolve, state);
    const outcome = held === null ? reviewNow(now, context.now) : settle(held, standardId, now, context);
    if (!isRejection(outcome)) events.push(...outcome);
  }
  return events;
}

/** What moved nothing, or is annulled already, leaves nothing to return to: the stay alone ends. */
export function annul(command: AnnulAdoption, state: StandardState, context: DecisionContext<Settlement>): Outcome<StandardEvent> {
  const { appealId, ballotId } = command;
  const move = state.moves.find((each) => each.ballotId === ballotId);
  if (!move || state.stage === 'UNKNOWN') return lift(command, state, context);
  return [{ type: 'association.standard.AdoptionAnnulled', data: { appealId, ballotId, from: state.stage, to: move.from } }];
}
