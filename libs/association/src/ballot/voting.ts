import {
  type Actor,
  type DecisionContext,
  firstRejection,
  type Load,
  type Outcome,
  type Rejection,
  reject,
  type Secrets,
} from '@concord/kernel';
import { type CommitteeState, committee, delegateOf, mandateFor } from '../committee/committee.js';
import type { Draft } from '../standard/drafts.js';
import type { CastVote, WithdrawVote } from './ballot.commands.js';
import type { BallotEvent } from './ballot.events.js';
import { type BallotState, voteOf } from './ballot-state.js';
import { ballotVoid, draftsOf, known, noMandate } from './common.js';
import { openVote, sealVote } from './sealed-votes.js';
import { isSameVote, type VoteContent } from './vote.js';
import { tooLong } from './vote-size.js';

/** What must be known to vote, beside the ballot itself. */
export interface VotingFacts {
  readonly drafts: readonly Draft[];
  /** Where mandates and delegations stand; null where the party votes for itself through somebody who speaks for it anyway. */
  readonly committee: CommitteeState | null;
}

/** And to cast a vote. */
export interface CastingFacts extends VotingFacts {
  /** The vote as it stands; null where there is none. */
  readonly before: VoteContent | null;
  /** The new vote as ciphertext; null where votes are open. */
  readonly sealed: string | null;
}

const voterOf = ({ onBehalfOf }: CastVote | WithdrawVote, { party }: Actor): string => onBehalfOf ?? party;

export async function votingFacts(command: CastVote | WithdrawVote, load: Load, actor: Actor, state: BallotState): Promise<VotingFacts> {
  const speaksForItself = actor.roles.includes('ADMIN') && voterOf(command, actor) === actor.party;
  const [drafts, found] = await Promise.all([
    draftsOf(state, load),
    speaksForItself || state.committeeId === '' ? null : load(committee, state.committeeId),
  ]);
  return { drafts, committee: found };
}

const contentOf = ({ choice, technicalReason, comment, experts, clauses, mark }: CastVote): VoteContent => ({
  choice,
  technicalReason: technicalReason ?? null,
  comment: comment ?? null,
  experts: experts ?? [],
  clauses: clauses ?? [],
  mark: mark ?? null,
});

export async function castingFacts(
  command: CastVote,
  load: Load,
  actor: Actor,
  state: BallotState,
  secrets: Secrets,
): Promise<CastingFacts> {
  const party = voterOf(command, actor);
  const { ballotId } = command;
  const facts = await votingFacts(command, load, actor, state);
  const isSealed = state.status === 'OPEN' && state.secrecy !== 'OPEN';
  const vote = voteOf(state, party);
  return {
    ...facts,
    before: vote ? await openVote(secrets, ballotId, vote) : null,
    sealed: isSealed ? await sealVote(secrets, ballotId, party, contentOf(command)) : null,
  };
}

/** The person may vote for the party that acts, and that party for the voter. */
function mayActFor(
  voter: string,
  vote: { readonly castBy: string } | undefined,
  context: DecisionContext<VotingFacts>,
): Rejection | undefined {
  const { actor, now, facts } = context;
  if (facts.committee === null) return undefined;
  if (!mandateFor(facts.committee, actor, now)) return noMandate(actor);
  if (voter === actor.party) return undefined;
  const place = { field: 'onBehalfOf', value: voter };
  if (!delegateOf(facts.committee, voter, actor.party, now)) {
    return reject('NOT_DELEGATED', `${voter} has not delegated its vote to ${actor.party}, or not until now`, place);
  }
  return vote?.castBy === voter ? reject('OWN_VOTE_STANDS', `${voter} has voted itself`, place) : undefined;
}

/** The party may vote now, on the text that the ballot is about. */
function mayVote(command: CastVote | WithdrawVote, state: BallotState, context: DecisionContext<VotingFacts>): Rejection | undefined {
  const { ballotId } = command;
  const { actor, now, facts } = context;
  const { status, closesAt, electorate, contentHash } = state;
  const voter = voterOf(command, actor);
  const place = { field: 'ballotId', value: ballotId };
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  if (status === 'VOID') return ballotVoid(ballotId);
  if (status === 'CLOSED' || now >= closesAt) return reject('BALLOT_CLOSED', `The ballot closed at ${closesAt}`, place);
  if (!electorate.some(({ party }) => party === voter)) {
    return reject('NOT_ON_ROLL', `${voter} is not on the roll that was fixed when the ballot was opened`, place);
  }
  return firstRejection(
    facts.drafts.at(-1)?.contentHash === contentHash ? undefined : ballotVoid(ballotId),
    mayActFor(voter, voteOf(state, voter), context),
  );
}

/** What a vote says goes with its choice. */
function consistent({ choice, technicalReason, experts, clauses }: CastVote, { recirculation, rule }: BallotState): Rejection | undefined {
  if (technicalReason && choice !== 'DISAPPROVE') {
    return reject('REASON_WITHOUT_NEGATIVE', `A technical reason goes with DISAPPROVE, not with ${choice}; say it in the comment`, {
      field: 'technicalReason',
      value: technicalReason,
      rule: rule.source,
    });
  }
  if (experts?.length && choice !== 'APPROVE') {
    return reject('EXPERTS_WITHOUT_APPROVAL', `Experts are named by those who approve, not with ${choice}`, {
      field: 'experts',
      value: experts,
      rule: rule.source,
    });
  }
  return clauses?.length && (choice !== 'DISAPPROVE' || recirculation === null)
    ? reject('CLAUSES_WITHOUT_OBJECTION', 'Clauses are named with DISAPPROVE in a recirculation, and nowhere else', {
        field: 'clauses',
        value: clauses,
      })
    : undefined;
}

/** In a recirculation only what changed is objected to anew; what was objected to before and is not resolved stays open. */
function onWhatChanged(voter: string, { choice, clauses }: CastVote, { recirculation }: BallotState): Rejection | undefined {
  if (recirculation === null || choice !== 'DISAPPROVE' || recirculation.unresolved.includes(voter)) return undefined;
  const { changed } = recirculation;
  const rule = 'IEEE SA: a recirculation is about what changed and what is unresolved';
  if (!clauses?.length) {
    return reject('CLAUSES_MISSING', `A new objection names the changed places that it is about: ${changed.join(', ')}`, {
      field: 'clauses',
      value: clauses ?? [],
      rule,
    });
  }
  const index = clauses.findIndex((clause) => !changed.includes(clause));
  return index < 0
    ? undefined
    : reject('CLAUSE_NOT_CHANGED', `${clauses[index]} did not change since the ballot before; changed are ${changed.join(', ')}`, {
        field: `clauses.${index}`,
        value: clauses[index],
        rule,
      });
}

export function cast(command: CastVote, state: BallotState, context: DecisionContext<CastingFacts>): Outcome<BallotEvent> {
  const { actor, facts } = context;
  const party = voterOf(command, actor);
  const content = contentOf(command);
  const refusal = firstRejection(
    mayVote(command, state, context),
    consistent(command, state),
    onWhatChanged(party, command, state),
    tooLong(content, state.electorate.length),
  );
  if (refusal) return refusal;
  const before = voteOf(state, party);
  if (facts.before && before?.castBy === actor.party && isSameVote(facts.before, content)) return [];
  const { sealed } = facts;
  const vote = { party, castBy: actor.party, content: sealed === null ? content : null, sealed };
  return [{ type: 'association.ballot.VoteCast', data: vote }];
}

export function withdraw(command: WithdrawVote, state: BallotState, context: DecisionContext<VotingFacts>): Outcome<BallotEvent> {
  const refusal = mayVote(command, state, context);
  if (refusal) return refusal;
  const { party: withdrawnBy } = context.actor;
  const party = voterOf(command, context.actor);
  return voteOf(state, party) ? [{ type: 'association.ballot.VoteWithdrawn', data: { party, withdrawnBy } }] : [];
}
