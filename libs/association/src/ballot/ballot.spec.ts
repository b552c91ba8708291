import type { Actor, Instant } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import type { MemberKind } from '../committee/committee.events.js';
import { committee } from '../committee/committee.js';
import { type Draft } from '../standard/drafts.js';
import { standard } from '../standard/standard.js';
import { CastVote, CloseBallot, OpenBallot, VoidBallot, WithdrawVote } from './ballot.commands.js';
import type { BallotEvent, Vote } from './ballot.events.js';
import { ballot, type Ground } from './ballot.js';
import { ballotOutcome } from './ballot-outcome.js';
import { tally } from './iso-rule.js';

const at = (text: string) => text as Instant;
const HASH = 'a'.repeat(64);
const OTHER_HASH = 'b'.repeat(64);
const CLOSES = at('2026-03-31T00:00:00.000Z');
const LAST_MOMENT = at('2026-03-30T23:59:59.999Z');

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const customs: Actor = { person: 'chen', party: 'cn-customs', kind: 'AGENCY', roles: ['OFFICER'] };
const stranger: Actor = { person: 'sam', party: 'stranger', kind: 'ENTERPRISE', roles: ['OFFICER'] };

const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { ballotId: 'first' }, body);
const member = (party: string, kind: MemberKind) => ({ party, kind });

const draft: Draft = { version: 3, contentHash: HASH, submittedAt: at('2026-01-01T00:00:00.000Z') };
const changed = (submittedAt: Instant): readonly Draft[] => [draft, { version: 4, contentHash: OTHER_HASH, submittedAt }];
const unchanged: readonly Draft[] = [draft];

const ground: Ground = {
  standard: { ...standard.initialState, stage: 'DIS', association: 'trade-standards', committeeId: 'odr', drafts: unchanged },
  committee: {
    ...committee.initialState,
    created: true,
    association: 'trade-standards',
    members: [member('us-cpsc', 'O_MEMBER'), member('cn-customs', 'P_MEMBER')].map((each) => ({ ...each, interest: null })),
  },
};
const open = (body: Partial<OpenBallot> = {}) => command(OpenBallot, { standardId: 'returns', closesAt: CLOSES, ...body });
const opened: BallotEvent = {
  type: 'association.ballot.BallotOpened',
  data: {
    association: 'trade-standards',
    committeeId: 'odr',
    standardId: 'returns',
    draftVersion: 3,
    contentHash: HASH,
    rule: 'ISO_IEC_DIS',
    electorate: [member('cn-customs', 'P_MEMBER'), member('us-cpsc', 'O_MEMBER')],
    openedAt: TEST_NOW,
    closesAt: CLOSES,
  },
};
const opening = (changes: Partial<Ground> = {}) => ({ actor: association, facts: { ...ground, ...changes } });

describe('A ballot', () => {
  it('is bound to the latest draft, and to the members of the committee at its opening', () => {
    given(ballot).when(open(), opening()).then(opened);
  });

  it('is opened on the draft that was meant', () => {
    given(ballot)
      .when(open({ draftHash: HASH }), opening())
      .then(opened);
    given(ballot)
      .when(open({ draftHash: OTHER_HASH }), opening())
      .thenRejected('DRAFT_NOT_CURRENT', 'draftHash');
  });

  it('keeps its deadline in UTC', () => {
    given(ballot)
      .when(open({ closesAt: '2026-03-31T08:00:00+08:00' }), opening())
      .then(opened);
  });

  it('is refused under an id that is taken', () => {
    given(ballot, opened).when(open(), opening()).thenRejected('BALLOT_EXISTS', 'ballotId');
  });

  it('is refused on a standard that is not there', () => {
    given(ballot)
      .when(open(), opening({ standard: standard.initialState }))
      .thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });

  it('is opened only by the association that owns the standard', () => {
    given(ballot)
      .when(open(), { ...opening(), actor: { ...association, party: 'other-standards' } })
      .thenRejected('NOT_YOURS', 'standardId');
  });

  it.each(['NP', 'WD', 'CD', 'PUBLISHED'] as const)('is refused on a standard at stage %s', (stage) => {
    given(ballot)
      .when(open(), opening({ standard: { ...ground.standard, stage } }))
      .thenRejected('WRONG_STATUS', 'standardId');
  });

  it('is refused on a standard without a draft', () => {
    given(ballot)
      .when(open(), opening({ standard: { ...ground.standard, drafts: [] } }))
      .thenRejected('NO_DRAFT', 'standardId');
  });

  it('is refused in a committee without a P-member', () => {
    given(ballot)
      .when(open(), opening({ committee: { ...ground.committee, members: [{ ...member('us-cpsc', 'O_MEMBER'), interest: null }] } }))
      .thenRejected('NO_P_MEMBER', 'standardId');
  });

  it('is refused when it would close at this moment or earlier', () => {
    given(ballot)
      .when(open({ closesAt: TEST_NOW }), opening())
      .thenRejected('CLOSES_IN_THE_PAST', 'closesAt');
  });
});

const vote = (party: string, choice: Vote['choice'], technicalReason: string | null = null): BallotEvent => ({
  type: 'association.ballot.VoteCast',
  data: { party, choice, technicalReason, comment: null },
});
const approve = command(CastVote, { choice: 'APPROVE' });
const withdraw = command(WithdrawVote);
const voting = { actor: customs, facts: unchanged };
const voided = (reason: 'TEXT_CHANGED' | 'ANOTHER_BALLOT_OPEN'): BallotEvent => ({
  type: 'association.ballot.BallotVoided',
  data: { standardId: 'returns', reason },
});

describe('A vote', () => {
  it('is cast by a party on the roll', () => {
    given(ballot, opened).when(approve, voting).then(vote('cn-customs', 'APPROVE'));
  });

  it('can be changed while the ballot is open, with its history', () => {
    given(ballot, opened, vote('cn-customs', 'APPROVE'))
      .when(command(CastVote, { choice: 'DISAPPROVE', technicalReason: 'clause 1 is unclear' }), voting)
      .then(vote('cn-customs', 'DISAPPROVE', 'clause 1 is unclear'));
  });

  it('that is cast the same again writes nothing', () => {
    given(ballot, opened, vote('cn-customs', 'APPROVE')).when(approve, voting).thenNothing();
  });

  it('that differs only in its comment is another one', () => {
    given(ballot, opened, vote('cn-customs', 'APPROVE'))
      .when(command(CastVote, { choice: 'APPROVE', comment: 'Well done.' }), voting)
      .then({
        type: 'association.ballot.VoteCast',
        data: { party: 'cn-customs', choice: 'APPROVE', technicalReason: null, comment: 'Well done.' },
      });
  });

  it('against the text is accepted without a technical reason: whether it counts is the tally', () => {
    given(ballot, opened)
      .when(command(CastVote, { choice: 'DISAPPROVE' }), voting)
      .then(vote('cn-customs', 'DISAPPROVE'));
  });

  it('that is not against the text has no technical reason', () => {
    given(ballot, opened)
      .when(command(CastVote, { choice: 'APPROVE', technicalReason: 'none' }), voting)
      .thenRejected('REASON_WITHOUT_NEGATIVE', 'technicalReason');
  });

  it('can be withdrawn, and cast again', () => {
    given(ballot, opened, vote('cn-customs', 'APPROVE'))
      .when(withdraw, voting)
      .then({ type: 'association.ballot.VoteWithdrawn', data: { party: 'cn-customs' } })
      .when(approve, voting)
      .then(vote('cn-customs', 'APPROVE'));
  });

  it('that was not cast cannot be withdrawn: nothing is written', () => {
    given(ballot, opened, vote('us-cpsc', 'APPROVE')).when(withdraw, voting).thenNothing();
  });
});

describe.each([
  ['cast', approve],
  ['withdrawn', withdraw],
])('No vote is %s', (_, act) => {
  it('in a ballot that is not there', () => {
    given(ballot).when(act, voting).thenRejected('BALLOT_NOT_FOUND', 'ballotId');
  });

  it('by a party that is not on the roll', () => {
    given(ballot, opened)
      .when(act, { ...voting, actor: stranger })
      .thenRejected('NOT_ON_ROLL', 'ballotId');
  });

  it('at the deadline or later, even if the platform has not closed the ballot yet', () => {
    given(ballot, opened)
      .when(act, { ...voting, now: CLOSES })
      .thenRejected('BALLOT_CLOSED', 'ballotId');
  });

  it('in a ballot that is closed', () => {
    given(ballot, opened, closed()).when(act, voting).thenRejected('BALLOT_CLOSED', 'ballotId');
  });

  it('on a text that was changed, even if the platform has not voided the ballot yet', () => {
    given(ballot, opened)
      .when(act, { ...voting, facts: changed(TEST_NOW) })
      .thenRejected('BALLOT_VOID', 'ballotId');
  });

  it('in a ballot that is void', () => {
    given(ballot, opened, voided('TEXT_CHANGED')).when(act, voting).thenRejected('BALLOT_VOID', 'ballotId');
  });
});

it('A vote is accepted up to the last moment before the deadline', () => {
  given(ballot, opened)
    .when(approve, { ...voting, now: LAST_MOMENT })
    .then(vote('cn-customs', 'APPROVE'));
});

const closing = { now: CLOSES, facts: unchanged };
function closed(...votes: readonly Vote[]): BallotEvent {
  const kinds = new Map([
    ['cn-customs', 'P_MEMBER' as const],
    ['us-cpsc', 'O_MEMBER' as const],
  ]);
  const counted = votes.map(({ party, choice, technicalReason }) => ({ party, kind: kinds.get(party)!, choice, technicalReason }));
  return {
    type: 'association.ballot.BallotClosed',
    data: { standardId: 'returns', closedAt: CLOSES, votesCast: votes.length, rollSize: 2, ...tally(counted) },
  };
}

describe('The close', () => {
  it('counts the last vote of each party by the kind of its membership', () => {
    given(ballot, opened, vote('cn-customs', 'DISAPPROVE', 'unclear'), vote('us-cpsc', 'DISAPPROVE'), vote('cn-customs', 'APPROVE'))
      .when(command(CloseBallot), closing)
      .then({
        type: 'association.ballot.BallotClosed',
        data: {
          standardId: 'returns',
          closedAt: CLOSES,
          votesCast: 2,
          rollSize: 2,
          pMembers: { inFavour: 1, against: 0 },
          all: { inFavour: 1, against: 0 },
          stripped: [{ party: 'us-cpsc', choice: 'DISAPPROVE', reason: 'NEGATIVE_WITHOUT_TECHNICAL_REASON' }],
          criteria: [
            { name: 'VOTES_COUNTED', votes: 1, outOf: 2, threshold: 'at least 1', met: true },
            { name: 'P_MEMBERS_IN_FAVOUR', votes: 1, outOf: 1, threshold: 'at least 2/3', met: true },
            { name: 'ALL_NEGATIVE', votes: 0, outOf: 1, threshold: 'at most 1/4', met: true },
          ],
          approved: true,
        },
      });
  });

  it('of a ballot without a vote does not approve', () => {
    given(ballot, opened).when(command(CloseBallot), closing).then(closed());
    expect(closed()).toMatchObject({ data: { approved: false } });
  });

  it('comes at the deadline, not before', () => {
    given(ballot, opened)
      .when(command(CloseBallot), { ...closing, now: LAST_MOMENT })
      .thenRejected('BALLOT_OPEN', 'ballotId');
  });

  it('comes once', () => {
    given(ballot, opened, closed()).when(command(CloseBallot), closing).thenNothing();
    given(ballot, opened, voided('TEXT_CHANGED')).when(command(CloseBallot), closing).thenNothing();
  });

  it('of a ballot whose text was changed while it was open voids it', () => {
    given(ballot, opened, vote('cn-customs', 'APPROVE'))
      .when(command(CloseBallot), { ...closing, facts: changed(LAST_MOMENT) })
      .then(voided('TEXT_CHANGED'));
  });

  it('counts when the text was changed at the deadline or later', () => {
    given(ballot, opened)
      .when(command(CloseBallot), { ...closing, facts: changed(CLOSES) })
      .then(closed());
  });

  it('is refused for a ballot that is not there', () => {
    given(ballot).when(command(CloseBallot), closing).thenRejected('BALLOT_NOT_FOUND', 'ballotId');
  });
});

describe('A ballot is void', () => {
  const textChanged = command(VoidBallot, { reason: 'TEXT_CHANGED' });

  it('when its text is changed while it is open', () => {
    given(ballot, opened)
      .when(textChanged, { facts: changed(LAST_MOMENT) })
      .then(voided('TEXT_CHANGED'));
  });

  it('not when the text comes too late, or is the same', () => {
    given(ballot, opened)
      .when(textChanged, { facts: changed(CLOSES) })
      .thenNothing();
    given(ballot, opened).when(textChanged, { facts: unchanged }).thenNothing();
  });

  it('when another one on the standard was open before it', () => {
    given(ballot, opened)
      .when(command(VoidBallot, { reason: 'ANOTHER_BALLOT_OPEN' }), { facts: unchanged })
      .then(voided('ANOTHER_BALLOT_OPEN'));
  });

  it('once, and never when it is closed', () => {
    given(ballot, opened, voided('TEXT_CHANGED'))
      .when(textChanged, { facts: changed(TEST_NOW) })
      .thenNothing();
    given(ballot, opened, closed())
      .when(textChanged, { facts: changed(TEST_NOW) })
      .thenNothing();
  });

  it('only when it is there', () => {
    given(ballot).when(textChanged, { facts: unchanged }).thenRejected('BALLOT_NOT_FOUND', 'ballotId');
  });
});

describe('The history of a ballot', () => {
  const auditor: Actor = { person: 'ava', party: 'auditors', kind: 'AUDITOR', roles: ['READER'] };
  const readers = [null, association, customs, auditor];
  const seenBy = (...events: BallotEvent[]) => {
    const state = events.reduce((before, event) => ballot.evolve(before, event), ballot.initialState);
    return readers.filter((reader) => ballot.disclosedTo(state, reader, at('2026-04-01T00:00:00.000Z')));
  };

  it('is seen by nobody while it is open, not even by the association or an auditor', () => {
    expect(seenBy(opened, vote('cn-customs', 'APPROVE'))).toEqual([]);
  });

  it('is seen by everyone once it is closed', () => {
    expect(seenBy(opened, closed())).toEqual(readers);
  });

  it('is seen by auditors alone when it is void, so that nobody submits a draft to find out how members vote', () => {
    expect(seenBy(opened, vote('cn-customs', 'APPROVE'), voided('TEXT_CHANGED'))).toEqual([auditor]);
  });
});

describe('The outcome of a ballot', () => {
  const outcomeOf = (...events: BallotEvent[]) =>
    events.reduce((before, event) => ballotOutcome.evolve(before, event as never), ballotOutcome.initialState);

  it('names the text that was voted on, and has no result while it is open or void', () => {
    expect(outcomeOf(opened, vote('cn-customs', 'APPROVE'))).toEqual({
      standardId: 'returns',
      stage: 'DIS',
      proposes: 'PUBLISHED',
      draftVersion: 3,
      contentHash: HASH,
      closesAt: CLOSES,
      result: null,
    });
    expect(outcomeOf(opened, voided('TEXT_CHANGED')).result).toBeNull();
  });

  it('is the tally once it is closed', () => {
    expect(outcomeOf(opened, closed()).result).toEqual(tally([]));
  });
});
