import type { Actor, Instant } from '@concord/kernel';
import { TEST_NOW } from '@concord/kernel/testing';
import type { MemberKind } from '../../committee/committee.events.js';
import { BUILT_IN_RULES } from '../../rule/built-in.js';
import { count } from '../../rule/count.js';
import type { Choice } from '../../rule/rule.js';
import type { RollEntry } from '../../rule/tally.js';
import type { BallotClosed, BallotOpened, VoteCast } from '../ballot.events.js';
import { counted } from '../counted-votes.js';
import type { PublishedVote, VoteContent } from '../vote.js';

export const at = (text: string): Instant => text as Instant;
export const HASH = 'a'.repeat(64);
export const OTHER_HASH = 'b'.repeat(64);
export const CLOSES = at('2026-03-31T00:00:00.000Z');
export const LAST_MOMENT = at('2026-03-30T23:59:59.999Z');

export const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
export const customs: Actor = { person: 'chen', party: 'cn-customs', kind: 'AGENCY', roles: ['OFFICER'] };
export const cpsc: Actor = { person: 'pat', party: 'us-cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
export const stranger: Actor = { person: 'sam', party: 'stranger', kind: 'ENTERPRISE', roles: ['OFFICER'] };

export const member = (party: string, kind: MemberKind, interest: string | null = null): RollEntry => ({ party, kind, interest });
export const ROLL = [member('cn-customs', 'P_MEMBER'), member('us-cpsc', 'O_MEMBER')];

export const content = (choice: Choice, more: Partial<VoteContent> = {}): VoteContent => ({
  choice,
  technicalReason: null,
  comment: null,
  experts: [],
  clauses: [],
  mark: null,
  ...more,
});

export const openedWith = (more: Partial<BallotOpened['data']> = {}): BallotOpened => ({
  type: 'association.ballot.BallotOpened',
  data: {
    association: 'trade-standards',
    committeeId: 'odr',
    standardId: 'returns',
    stage: 'DIS',
    proposes: 'PUBLISHED',
    draftVersion: 3,
    contentHash: HASH,
    rule: BUILT_IN_RULES.ISO_IEC_DIS,
    secrecy: 'OPEN',
    showsTurnout: true,
    electorate: ROLL,
    openedAt: TEST_NOW,
    closesAt: CLOSES,
    remindBefore: [],
    remindAt: [],
    recirculation: null,
    ...more,
  },
});

export const cast = (party: string, choice: Choice, more: Partial<VoteContent> = {}, castBy = party): VoteCast => ({
  type: 'association.ballot.VoteCast',
  data: { party, castBy, content: content(choice, more), sealed: null },
});

export const castSealed = (party: string, sealed: string | null, castBy = party): VoteCast => ({
  type: 'association.ballot.VoteCast',
  data: { party, castBy, content: null, sealed },
});

/** The close of a ballot with these votes, which are published under their parties' names. */
export function closedWith({ data }: BallotOpened, votes: readonly PublishedVote[], key: string | null = null): BallotClosed {
  const { rule, electorate, standardId, closesAt } = data;
  const tally = count(rule, electorate, counted(electorate, votes));
  return {
    type: 'association.ballot.BallotClosed',
    data: { standardId, closedAt: closesAt, votesCast: votes.length, rollSize: electorate.length, ...tally, key },
  };
}

export const publishedAs = (receipt: string, party: string | null, kind: MemberKind | null, what: VoteContent): PublishedVote => ({
  receipt,
  party,
  kind,
  content: what,
});
