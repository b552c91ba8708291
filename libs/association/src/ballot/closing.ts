import {
  type Actor,
  addToInstant,
  type DecisionContext,
  type Duration,
  firstRejection,
  type Instant,
  type Load,
  type Outcome,
  reject,
  type Secrets,
} from '@concord/kernel';
import { type CommitteeState, committee, mandateFor } from '../committee/committee.js';
import { count } from '../rule/count.js';
import type { Draft } from '../standard/drafts.js';
import type { CloseBallot, ForgetBallotKey, RemindVoters, TurnNegative, VoidBallot } from './ballot.commands.js';
import type { BallotEvent } from './ballot.events.js';
import type { BallotState } from './ballot-state.js';
import { ballotVoid, draftsOf, known, noMandate, textChanged, voided } from './common.js';
import { asksForKinds, counted, type OpenedVote, publish, publishedBy } from './counted-votes.js';
import { remindersBefore } from './reminders.js';
import { keyOfBallot, openVote, receiptOf } from './sealed-votes.js';
import type { VoteContent } from './vote.js';

/** What must be known to close a ballot. */
export interface ClosingFacts {
  readonly drafts: readonly Draft[];
  /** What each vote says, with its receipt, in the order of the votes; null where the key is lost. */
  readonly contents: readonly { readonly content: VoteContent | null; readonly receipt: string }[];
  /** The key of a sealed ballot, to be published; null where nothing was sealed or the ballot is secret. */
  readonly key: string | null;
}

const isDue = ({ status, closesAt }: BallotState, now: Instant): boolean => status === 'OPEN' && now >= closesAt;

export async function closingFacts(
  { ballotId }: CloseBallot,
  load: Load,
  _: Actor,
  state: BallotState,
  secrets: Secrets,
): Promise<ClosingFacts> {
  const drafts = await draftsOf(state, load);
  if (state.secrecy === 'OPEN') {
    return { drafts, contents: state.votes.map(({ content, party }) => ({ content, receipt: party })), key: null };
  }
  const contents: ClosingFacts['contents'][number][] = [];
  for (const vote of state.votes) {
    const content = await openVote(secrets, ballotId, vote);
    const receipt = content && (await receiptOf(secrets, ballotId, vote.party));
    contents.push(receipt === null ? { content: null, receipt: '' } : { content, receipt });
  }
  return { drafts, contents, key: state.secrecy === 'SEALED' ? await secrets.reveal(keyOfBallot(ballotId)) : null };
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

export function close({ ballotId }: CloseBallot, state: BallotState, { now, facts }: DecisionContext<ClosingFacts>): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  const { status, standardId, electorate, rule, secrecy, votes, closesAt, extensions } = state;
  if (status !== 'OPEN') return [];
  if (!isDue(state, now)) {
    return reject('BALLOT_OPEN', `The ballot is open until ${closesAt}`, { field: 'ballotId', value: ballotId });
  }
  if (textChanged(state, facts.drafts)) return voided(state, 'TEXT_CHANGED');
  const opened = votes.flatMap((vote, index): OpenedVote[] => {
    const { content = null, receipt = '' } = facts.contents[index] ?? {};
    return content ? [{ ...vote, content, receipt }] : [];
  });
  if (opened.length < votes.length) return voided(state, 'KEY_LOST');

  const published = publish(secrecy, rule, electorate, opened);
  const tally = count(rule, electorate, counted(electorate, published));
  const { extension } = rule;
  if (tally.quorum?.met === false && extension && extensions < extension.times) {
    return extended(state, extension.by, later(now, closesAt));
  }
  const turnout = { votesCast: votes.length, rollSize: electorate.length };
  const pMembers = secrecy === 'SECRET' && !asksForKinds(rule) ? null : tally.pMembers;
  return [
    ...(secrecy === 'OPEN' ? [] : published.map((vote): BallotEvent => ({ type: 'association.ballot.VotePublished', data: vote }))),
    {
      type: 'association.ballot.BallotClosed',
      data: { standardId, closedAt: closesAt, ...turnout, ...tally, pMembers, key: facts.key },
    },
  ];
}

/** A platform that comes late to the close gives the whole time all the same. */
function extended({ closesAt: from, rule, extensions, remindBefore }: BallotState, by: Duration, now: Instant): readonly BallotEvent[] {
  const closesAt = addToInstant(now, by);
  const data = { from, closesAt, extension: extensions + 1, rule: rule.source, remindAt: remindersBefore(closesAt, remindBefore, now) };
  return [{ type: 'association.ballot.BallotExtended', data }];
}

export function remind({ ballotId, at }: RemindVoters, state: BallotState, { now }: DecisionContext): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  const { status, closesAt, remindedAt, standardId } = state;
  if (status !== 'OPEN' || now >= closesAt || (remindedAt !== null && at <= remindedAt)) return [];
  return [{ type: 'association.ballot.VotersReminded', data: { standardId, closesAt, remindedAt: at as Instant } }];
}

export function makeVoid(
  { ballotId, reason }: VoidBallot,
  state: BallotState,
  { facts }: DecisionContext<readonly Draft[]>,
): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  if (state.status !== 'OPEN' || (reason === 'TEXT_CHANGED' && !textChanged(state, facts))) return [];
  return voided(state, reason);
}

/** The votes are published without names, or never: nobody may open them any more. */
const isOver = ({ status, secrecy }: BallotState): boolean =>
  (status === 'CLOSED' && secrecy === 'SECRET') || (status === 'VOID' && secrecy !== 'OPEN');

/** The key goes before the event that says so is recorded; destroying it once more changes nothing. */
export async function destroyKey({ ballotId }: ForgetBallotKey, _: Load, __: Actor, state: BallotState, secrets: Secrets): Promise<void> {
  if (isOver(state) && !state.keyDestroyed) await secrets.destroy(keyOfBallot(ballotId));
}

export function forget({ ballotId }: ForgetBallotKey, state: BallotState, { now }: DecisionContext<void>): Outcome<BallotEvent> {
  const unknown = known(state, ballotId);
  if (unknown) return unknown;
  return isOver(state) && !state.keyDestroyed ? [{ type: 'association.ballot.KeyDestroyed', data: { destroyedAt: now } }] : [];
}

/** Where mandates stand; null for an ADMIN, who speaks for the party anyway. */
export const mandatesFor = async (
  _: TurnNegative,
  load: Load,
  { roles }: Actor,
  { committeeId }: BallotState,
): Promise<CommitteeState | null> => (roles.includes('ADMIN') || committeeId === '' ? null : load(committee, committeeId));

export function turn(
  { ballotId, reason }: TurnNegative,
  state: BallotState,
  { actor, now, facts }: DecisionContext<CommitteeState | null>,
): Outcome<BallotEvent> {
  const place = { field: 'ballotId', value: ballotId };
  const { status, rule, secrecy, closesAt, electorate, standardId, turned } = state;
  const refusal = firstRejection(
    known(state, ballotId),
    status === 'VOID' ? ballotVoid(ballotId) : undefined,
    status === 'OPEN' ? reject('BALLOT_OPEN', `The ballot is open until ${closesAt}: change your vote instead`, place) : undefined,
    rule.negativesMayTurn
      ? undefined
      : reject('NEGATIVES_STAND', `Under the rule ${rule.name} votes stay as they were at the close`, { ...place, rule: rule.source }),
    secrecy === 'SECRET' ? reject('NAMES_UNKNOWN', 'In a secret ballot nobody knows whose negative vote it was', place) : undefined,
    status === 'CLOSED' && now >= addToInstant(closesAt, rule.appealTerm)
      ? reject('TERM_OVER', `Negative votes could turn until ${addToInstant(closesAt, rule.appealTerm)}`, { ...place, rule: rule.source })
      : undefined,
    facts === null || mandateFor(facts, actor, now) ? undefined : noMandate(actor),
  );
  if (refusal) return refusal;
  if (turned.includes(actor.party)) return [];
  const published = publishedBy(state);
  if (published.find(({ party }) => party === actor.party)?.content.choice !== 'DISAPPROVE') {
    return reject('NO_NEGATIVE', `${actor.party} has no negative vote in this ballot`, place);
  }
  const tally = count(rule, electorate, counted(electorate, published, [...turned, actor.party]));
  return [
    { type: 'association.ballot.NegativeTurned', data: { party: actor.party, turnedAt: now, reason: reason ?? null } },
    { type: 'association.ballot.ResultRevised', data: { standardId, ...tally } },
  ];
}
