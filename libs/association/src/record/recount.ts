import { addToInstant, canonicalJson, isRejection } from '@concord/kernel';
import { openSealed } from '@concord/secrets';
import type { BallotClosed, BallotEvent, BallotOpened, NegativeTurned, PublishedTally, VoteCast } from '../ballot/ballot.events.js';
import { type BallotState, evolve, initialState, tallyIn, voteOf } from '../ballot/ballot-state.js';
import { counted, publish, publishedBy } from '../ballot/counted-votes.js';
import { keyOfBallot, placeOfVote } from '../ballot/sealed-votes.js';
import type { Vote, VoteContent } from '../ballot/vote.js';
import { count } from '../rule/count.js';
import type { Tally } from '../rule/tally.js';
import { faultOf } from '../rule/validate-rule.js';
import { contentHash } from '../standard/content-hash.js';
import type { BallotRecord, RecordedAct } from './ballot-record.js';
import type { Check, Difference } from './difference.js';

/** What a recount comes to. */
export interface Recount {
  readonly ballotId: string;
  /** The result as it was counted again; null where the record has no ballot that closed. */
  readonly tally: Tally | null;
  readonly votes: number;
  readonly rollSize: number;
  /** None: the record bears out the result that was published. */
  readonly differences: readonly Difference[];
}

type Told = (check: Check, where: string, expected: unknown, found: unknown) => void;
type Act<E extends BallotEvent> = Extract<RecordedAct, { readonly type: E['type'] }>;

const written = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value ?? null));

/**
 * Counts a ballot again from its record, and checks everything that the record can prove of itself: text, electorate, seals,
 * receipts, times, extensions, the published votes and the result. Pure: no database, no network, no clock.
 */
export function recount({ ballotId, text, acts }: BallotRecord): Recount {
  const differences: Difference[] = [];
  const tell: Told = (check, where, expected, found) => {
    if (written(expected) !== written(found)) differences.push({ check, where, expected: written(expected), found: written(found) });
  };
  const opening = acts[0];
  if (opening?.type !== 'association.ballot.BallotOpened') {
    tell('ORDER', 'act 0', 'the opening of the ballot', opening?.type ?? 'nothing');
    return { ballotId, tally: null, votes: 0, rollSize: 0, differences };
  }
  checkOpening(opening, text, tell);
  const closing = acts.find((act): act is Act<BallotClosed> => act.type === 'association.ballot.BallotClosed');
  let state = initialState;
  for (const [index, act] of acts.entries()) {
    tell('ORDER', `act ${index}`, index, act.revision);
    checkAct(ballotId, act, state, closing?.data.key ?? null, tell);
    state = evolve(state, act);
  }
  if (!closing) tell('RESULT', 'the last act', 'a closed ballot', state.status);
  return {
    ballotId,
    tally: closing ? recounted(state) : null,
    votes: publishedBy(state).length,
    rollSize: state.electorate.length,
    differences,
  };
}

function checkOpening({ data }: Act<BallotOpened>, text: BallotRecord['text'], tell: Told): void {
  const { electorate, rule, recirculation } = data;
  tell('TEXT', `draft ${data.draftVersion}`, data.contentHash, contentHash(text));
  const parties = electorate.map(({ party }) => party);
  tell('ELECTORATE', 'the roll', [...new Set(parties)].sort(), parties);
  const carried = (recirculation?.carried ?? []).map(({ party }) => party);
  const onRoll = carried.filter((party, index) => parties.includes(party) && carried.indexOf(party) === index);
  tell('ROLL', 'the votes that carry over', onRoll, carried);
  const fault = faultOf(rule, electorate);
  tell('RULE', rule.name, 'a rule that can be met', isRejection(fault) ? fault.message : 'a rule that can be met');
}

function checkAct(ballotId: string, act: RecordedAct, before: BallotState, key: string | null, tell: Told): void {
  const where = `act ${act.revision}`;
  switch (act.type) {
    case 'association.ballot.VoteCast':
      checkMoment(act, before, tell);
      checkVote(ballotId, act, before, key, tell);
      return;
    case 'association.ballot.VoteWithdrawn':
      checkMoment(act, before, tell);
      checkHand(act, act.data.party, act.data.withdrawnBy, before, tell);
      return;
    case 'association.ballot.BallotExtended':
      tell('EXTENSION', where, 'one that the rule gives', permitted(act.data.extension, before));
      return;
    case 'association.ballot.BallotClosed':
      checkClose(ballotId, act, before, tell);
      return;
    case 'association.ballot.NegativeTurned':
      checkTurn(act, before, tell);
      return;
    case 'association.ballot.ResultRevised':
      tell('RESULT', where, recounted(before), tallyIn(act.data));
      return;
    default:
      return;
  }
}

const permitted = (extension: number, { rule, extensions }: BallotState): string =>
  rule.extension && extension === extensions + 1 && extension <= rule.extension.times
    ? 'one that the rule gives'
    : `extension ${extension}`;

/** Votes come while the ballot is open. */
function checkMoment({ occurredAt, revision }: RecordedAct, { status, closesAt }: BallotState, tell: Told): void {
  const isOpen = status === 'OPEN' && occurredAt < closesAt;
  tell('TIME', `act ${revision}`, `before ${closesAt}`, isOpen ? `before ${closesAt}` : occurredAt);
}

/**
 * It is done about the vote of a party on the roll, by the party that says so, and by a delegate only as long as the voter has not
 * voted itself. Whether the delegation was valid is in the history of the committee, not in the record.
 */
function checkHand({ revision, by }: RecordedAct, voter: string, hand: string, before: BallotState, tell: Told): void {
  const where = `act ${revision}`;
  const isOnRoll = before.electorate.some(({ party }) => party === voter);
  tell('ROLL', where, 'a party on the roll', isOnRoll ? 'a party on the roll' : voter);
  tell('ROLL', where, hand, by);
  if (voteOf(before, voter)?.castBy === voter)
    tell('ROLL', where, `${voter}, which has voted itself`, hand === voter ? `${voter}, which has voted itself` : hand);
}

/** The vote is cast by whoever may, and sealed as the ballot says. */
function checkVote(ballotId: string, act: Act<VoteCast>, before: BallotState, key: string | null, tell: Told): void {
  const { revision, data } = act;
  checkHand(act, data.party, data.castBy, before, tell);
  const where = `act ${revision}`;
  if (before.secrecy !== 'SECRET' && data.content === null && data.sealed === null) tell('SEAL', where, 'a vote', 'nothing');
  if (data.sealed === null || key === null) return;
  const opens = openedWith(ballotId, data, key) ? 'opens with the published key' : 'does not open';
  tell('SEAL', where, 'opens with the published key', opens);
}

function openedWith(ballotId: string, { party, content, sealed }: Vote, key: string): VoteContent | null {
  if (sealed === null) return content;
  try {
    return JSON.parse(openSealed(key, keyOfBallot(ballotId), placeOfVote(ballotId, party), sealed)) as VoteContent;
  } catch {
    return null;
  }
}

function checkClose(ballotId: string, { revision, data }: Act<BallotClosed>, before: BallotState, tell: Told): void {
  const { secrecy, rule, electorate, votes, published, closesAt } = before;
  tell('TIME', `act ${revision}`, closesAt, data.closedAt);
  tell('TURNOUT', `act ${revision}`, { votesCast: votes.length, rollSize: electorate.length }, turnoutIn(data));
  const receipts = published.map(({ receipt }) => receipt);
  tell('RECEIPT', 'the published votes', [...new Set(receipts)].length, receipts.length);
  const publishes = publishesAtClose(before);
  tell('PUBLISHED', 'the published votes', publishes ? votes.length : 0, published.length);
  if (publishes && secrecy === 'SEALED') {
    const key = data.key ?? '';
    const receiptOf = new Map(published.map(({ party, receipt }) => [party, receipt]));
    const opened = votes.flatMap((vote) => {
      const content = openedWith(ballotId, vote, key);
      return content ? [{ ...vote, content, receipt: receiptOf.get(vote.party) ?? '' }] : [];
    });
    const expected = new Map(publish(secrecy, rule, electorate, opened).map((vote) => [vote.party, vote]));
    for (const vote of published) tell('PUBLISHED', vote.party ?? vote.receipt, expected.get(vote.party) ?? 'no vote that opens', vote);
  }
  tell('RESULT', `act ${revision}`, comparable(recounted(before), data.pMembers), comparable(tallyIn(data), data.pMembers));
}

/** Open votes are published as they are cast, and so were those of the ballots before votes were sealed. */
const publishesAtClose = ({ secrecy, votes, recirculation }: BallotState): boolean =>
  secrecy !== 'OPEN' && (recirculation !== null || votes.some(({ content }) => content === null));

const turnoutIn = ({ votesCast, rollSize }: BallotClosed['data']) => ({ votesCast, rollSize });

/** A secret ballot does not say what kinds of members voted where its rule does not ask; an old one, who of the P-members abstained. */
function comparable(tally: PublishedTally, published: PublishedTally['pMembers']): object {
  if (published === null || tally.pMembers === null) return { ...tally, pMembers: null };
  const { abstained, ...rest } = tally.pMembers;
  return { ...tally, pMembers: published.abstained === null ? rest : { ...rest, abstained } };
}

/** An objection that turned was one, and turned within the term. */
function checkTurn({ revision, occurredAt, data }: Act<NegativeTurned>, before: BallotState, tell: Told): void {
  const vote = publishedBy(before).find(({ party }) => party === data.party);
  tell('TURNED', `act ${revision}`, 'DISAPPROVE', vote?.content.choice ?? 'no vote');
  const term = addToInstant(before.closesAt, before.rule.appealTerm);
  tell('TIME', `act ${revision}`, `before ${term}`, before.rule.negativesMayTurn && occurredAt < term ? `before ${term}` : occurredAt);
}

const recounted = (state: BallotState): Tally =>
  count(state.rule, state.electorate, counted(state.electorate, publishedBy(state), state.turned));
