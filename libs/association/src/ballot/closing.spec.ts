import type { Actor, Duration, Instant } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { type CommitteeState, committee } from '../committee/committee.js';
import { BUILT_IN_RULES, withQuorum } from '../rule/built-in.js';
import type { Draft } from '../standard/drafts.js';
import { CloseBallot, ForgetBallotKey, RemindVoters, TurnNegative, VoidBallot } from './ballot.commands.js';
import type { BallotEvent, BallotOpened } from './ballot.events.js';
import { ballot } from './ballot.js';
import { appealsUntil, ballotOutcome } from './ballot-outcome.js';
import type { ClosingFacts } from './closing.js';
import {
  association,
  at,
  CLOSES,
  cast,
  castSealed,
  closedWith,
  content,
  cpsc,
  customs,
  HASH,
  LAST_MOMENT,
  OTHER_HASH,
  openedWith,
  publishedAs,
} from './testing/ballots.js';

const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { ballotId: 'first' }, body);
const draft: Draft = { version: 3, contentHash: HASH, submittedAt: at('2026-01-01T00:00:00.000Z') };
const changed = (submittedAt: Instant): readonly Draft[] => [draft, { version: 4, contentHash: OTHER_HASH, submittedAt }];
const known = (contents: ClosingFacts['contents'], key: string | null = null): ClosingFacts => ({ drafts: [draft], contents, key });
const closing = (...contents: ClosingFacts['contents']) => ({ now: CLOSES, facts: known(contents) });
const says = (receipt: string, choice: 'APPROVE' | 'DISAPPROVE' | 'ABSTAIN', technicalReason: string | null = null) => ({
  content: content(choice, { technicalReason }),
  receipt,
});

const opened = openedWith();
const voided = (reason: 'TEXT_CHANGED' | 'ANOTHER_BALLOT_OPEN' | 'KEY_LOST'): BallotEvent => ({
  type: 'association.ballot.BallotVoided',
  data: { standardId: 'returns', reason },
});

describe('The close', () => {
  it('counts the last vote of each party by the kind of its membership, and says so number by number', () => {
    given(ballot, opened, cast('cn-customs', 'DISAPPROVE'), cast('us-cpsc', 'DISAPPROVE'), cast('cn-customs', 'APPROVE'))
      .when(command(CloseBallot), closing(says('cn-customs', 'APPROVE'), says('us-cpsc', 'DISAPPROVE')))
      .then({
        type: 'association.ballot.BallotClosed',
        data: {
          standardId: 'returns',
          closedAt: CLOSES,
          votesCast: 2,
          rollSize: 2,
          key: null,
          pMembers: { inFavour: 1, against: 0, abstained: 0 },
          all: { inFavour: 1, against: 0, abstained: 0 },
          stripped: [{ voter: 'us-cpsc', choice: 'DISAPPROVE', reason: 'NEGATIVE_WITHOUT_TECHNICAL_REASON' }],
          criteria: [
            { name: 'VOTES_COUNTED', of: 'ALL', votes: 1, outOf: 2, threshold: 'at least 1', met: true },
            { name: 'P_MEMBERS_IN_FAVOUR', of: 'P_MEMBERS', votes: 1, outOf: 1, threshold: 'at least 2/3', met: true },
            { name: 'ALL_NEGATIVE', of: 'ALL', votes: 0, outOf: 1, threshold: 'at most 1/4', met: true },
          ],
          quorum: null,
          balance: null,
          approved: true,
        },
      });
  });

  it('of a ballot without a vote does not approve', () => {
    given(ballot, opened).when(command(CloseBallot), closing()).then(closedWith(opened, []));
    expect(closedWith(opened, [])).toMatchObject({ data: { approved: false } });
  });

  it('comes at the deadline, not before, and once', () => {
    given(ballot, opened)
      .when(command(CloseBallot), { ...closing(), now: LAST_MOMENT })
      .thenRejected('BALLOT_OPEN', 'ballotId');
    given(ballot, opened, closedWith(opened, [])).when(command(CloseBallot), closing()).thenNothing();
    given(ballot, opened, voided('TEXT_CHANGED')).when(command(CloseBallot), closing()).thenNothing();
    given(ballot).when(command(CloseBallot), closing()).thenRejected('BALLOT_NOT_FOUND', 'ballotId');
  });

  it('of a ballot whose text was changed while it was open voids it; a text at the deadline or later is too late', () => {
    given(ballot, opened)
      .when(command(CloseBallot), { now: CLOSES, facts: { ...known([]), drafts: changed(LAST_MOMENT) } })
      .then(voided('TEXT_CHANGED'));
    given(ballot, opened)
      .when(command(CloseBallot), { now: CLOSES, facts: { ...known([]), drafts: changed(CLOSES) } })
      .then(closedWith(opened, []));
  });

  it('of a sealed ballot publishes the votes with their names, and the key', () => {
    const sealed = openedWith({ secrecy: 'SEALED' });
    const votes = [
      publishedAs('r2', 'cn-customs', 'P_MEMBER', content('APPROVE')),
      publishedAs('r1', 'us-cpsc', 'O_MEMBER', content('ABSTAIN')),
    ];
    given(ballot, sealed, castSealed('us-cpsc', 'x'), castSealed('cn-customs', 'y'))
      .when(command(CloseBallot), { now: CLOSES, facts: known([says('r1', 'ABSTAIN'), says('r2', 'APPROVE')], 'the-key') })
      .then(
        ...votes.map((data): BallotEvent => ({ type: 'association.ballot.VotePublished', data })),
        closedWith(sealed, votes, 'the-key'),
      );
  });

  it('of a secret ballot publishes them without names, in the order of the receipts, and no key', () => {
    const secret = openedWith({ secrecy: 'SECRET' });
    const votes = [publishedAs('r1', null, 'O_MEMBER', content('DISAPPROVE')), publishedAs('r2', null, 'P_MEMBER', content('APPROVE'))];
    given(ballot, secret, castSealed('cn-customs', 'y'), castSealed('us-cpsc', 'x'))
      .when(command(CloseBallot), closing(says('r2', 'APPROVE'), says('r1', 'DISAPPROVE')))
      .then(...votes.map((data): BallotEvent => ({ type: 'association.ballot.VotePublished', data })), closedWith(secret, votes));
    expect(JSON.stringify(closedWith(secret, votes))).not.toMatch(/cn-customs|us-cpsc/);
  });

  it('of a secret ballot says nothing of kinds of members where its rule does not ask', () => {
    const secret = openedWith({ secrecy: 'SECRET', rule: BUILT_IN_RULES.SIMPLE_MAJORITY });
    const vote = publishedAs('r1', null, null, content('APPROVE'));
    const { type, data } = closedWith(secret, [vote]);
    given(ballot, secret, castSealed('cn-customs', 'y'))
      .when(command(CloseBallot), closing(says('r1', 'APPROVE')))
      .then({ type: 'association.ballot.VotePublished', data: vote }, { type, data: { ...data, pMembers: null } });
  });

  it('of a ballot whose key is lost voids it, so that nobody counts what cannot be opened', () => {
    given(ballot, openedWith({ secrecy: 'SEALED' }), castSealed('cn-customs', 'y'))
      .when(command(CloseBallot), closing({ content: null, receipt: '' }))
      .then(voided('KEY_LOST'));
  });
});

describe('A ballot without its quorum', () => {
  const rule = {
    ...withQuorum(BUILT_IN_RULES.SIMPLE_MAJORITY, { numerator: 1, denominator: 1 }),
    extension: { by: 'P7D' as Duration, times: 1 },
  };
  const quorate = openedWith({ rule, remindBefore: ['P1D' as Duration] });
  const extension: BallotEvent = {
    type: 'association.ballot.BallotExtended',
    data: {
      from: CLOSES,
      closesAt: at('2026-04-07T00:00:00.000Z'),
      extension: 1,
      rule: rule.source,
      remindAt: [at('2026-04-06T00:00:00.000Z')],
    },
  };

  it('stays open as its rule says, so often and no oftener', () => {
    given(ballot, quorate, cast('cn-customs', 'APPROVE'))
      .when(command(CloseBallot), closing(says('cn-customs', 'APPROVE')))
      .then(extension)
      .when(command(CloseBallot), closing(says('cn-customs', 'APPROVE')))
      .thenRejected('BALLOT_OPEN', 'ballotId');
    const { type, data } = closedWith(quorate, [publishedAs('cn-customs', 'cn-customs', 'P_MEMBER', content('APPROVE'))]);
    expect(data).toMatchObject({ approved: false, quorum: { votes: 1, outOf: 2, met: false } });
    given(ballot, quorate, cast('cn-customs', 'APPROVE'), extension)
      .when(command(CloseBallot), { ...closing(says('cn-customs', 'APPROVE')), now: at('2026-04-07T00:00:00.000Z') })
      .then({ type, data: { ...data, closedAt: at('2026-04-07T00:00:00.000Z') } });
  });

  it('is given the whole time, also by a platform that comes late', () => {
    given(ballot, quorate)
      .when(command(CloseBallot), { ...closing(), now: at('2026-05-01T00:00:00.000Z') })
      .then({
        ...extension,
        data: { ...extension.data, closesAt: at('2026-05-08T00:00:00.000Z'), remindAt: [at('2026-05-07T00:00:00.000Z')] },
      } as BallotEvent);
  });
});

describe('Reminders', () => {
  const remind = (when: string) => command(RemindVoters, { at: when });
  const reminded = (when: string): BallotEvent => ({
    type: 'association.ballot.VotersReminded',
    data: { standardId: 'returns', closesAt: CLOSES, remindedAt: at(when) },
  });

  it('are sent once each, while the ballot is open', () => {
    given(ballot, opened)
      .when(remind('2026-03-24T00:00:00.000Z'), { now: at('2026-03-24T00:00:01.000Z') })
      .then(reminded('2026-03-24T00:00:00.000Z'))
      .when(remind('2026-03-24T00:00:00.000Z'), { now: at('2026-03-24T00:00:02.000Z') })
      .thenNothing()
      .when(remind('2026-03-30T00:00:00.000Z'), { now: at('2026-03-30T00:00:00.000Z') })
      .then(reminded('2026-03-30T00:00:00.000Z'));
    given(ballot, opened).when(remind('2026-03-30T00:00:00.000Z'), { now: CLOSES }).thenNothing();
  });
});

describe('A ballot is void', () => {
  const textChanged = command(VoidBallot, { reason: 'TEXT_CHANGED' });

  it('when its text is changed while it is open, not when the text comes too late or is the same', () => {
    given(ballot, opened)
      .when(textChanged, { facts: changed(LAST_MOMENT) })
      .then(voided('TEXT_CHANGED'));
    given(ballot, opened)
      .when(textChanged, { facts: changed(CLOSES) })
      .thenNothing();
    given(ballot, opened)
      .when(textChanged, { facts: [draft] })
      .thenNothing();
  });

  it('when another one on the standard was open before it', () => {
    given(ballot, opened)
      .when(command(VoidBallot, { reason: 'ANOTHER_BALLOT_OPEN' }), { facts: [draft] })
      .then(voided('ANOTHER_BALLOT_OPEN'));
  });

  it('once, and never when it is closed or not there', () => {
    given(ballot, opened, voided('TEXT_CHANGED'))
      .when(textChanged, { facts: changed(TEST_NOW) })
      .thenNothing();
    given(ballot, opened, closedWith(opened, []))
      .when(textChanged, { facts: changed(TEST_NOW) })
      .thenNothing();
    given(ballot)
      .when(textChanged, { facts: [draft] })
      .thenRejected('BALLOT_NOT_FOUND', 'ballotId');
  });
});

describe('The key of a ballot', () => {
  const forget = command(ForgetBallotKey);
  const destroyed: BallotEvent = { type: 'association.ballot.KeyDestroyed', data: { destroyedAt: TEST_NOW } };
  const over = (secrecy: BallotOpened['data']['secrecy'], end: BallotEvent) => given(ballot, openedWith({ secrecy }), end).when(forget);

  it('is destroyed after the close of a secret ballot, and of any that came to nothing; once', () => {
    over('SECRET', closedWith(opened, [])).then(destroyed).when(forget).thenNothing();
    over('SECRET', voided('TEXT_CHANGED')).then(destroyed);
    over('SEALED', voided('TEXT_CHANGED')).then(destroyed);
  });

  it('stays where the votes are published with their names, and while the ballot is open', () => {
    over('SEALED', closedWith(opened, [])).thenNothing();
    over('OPEN', voided('TEXT_CHANGED')).thenNothing();
    given(ballot, openedWith({ secrecy: 'SECRET' }))
      .when(forget)
      .thenNothing();
  });
});

describe('A negative vote', () => {
  const ieee = openedWith({ rule: BUILT_IN_RULES.IEEE_SA });
  const objections = [cast('cn-customs', 'APPROVE'), cast('us-cpsc', 'DISAPPROVE', { technicalReason: 'clause 1' })];
  const votes = [
    publishedAs('cn-customs', 'cn-customs', 'P_MEMBER', content('APPROVE')),
    publishedAs('us-cpsc', 'us-cpsc', 'O_MEMBER', content('DISAPPROVE', { technicalReason: 'clause 1' })),
  ];
  const turn = command(TurnNegative, { reason: 'Clause 1 was rewritten.' });
  const resulting = (rule: BallotOpened) => given(ballot, rule, ...objections, closedWith(rule, votes));

  it('may turn after the close under the rule of IEEE, and the result is counted anew', () => {
    const { standardId, closedAt, votesCast, rollSize, key, ...tally } = closedWith(ieee, [
      votes[0]!,
      publishedAs('us-cpsc', 'us-cpsc', 'O_MEMBER', content('APPROVE')),
    ]).data;
    expect([closedAt, votesCast, rollSize, key]).toEqual([CLOSES, 2, 2, null]);
    resulting(ieee)
      .when(turn, { facts: null, actor: cpsc, now: CLOSES })
      .then(
        { type: 'association.ballot.NegativeTurned', data: { party: 'us-cpsc', turnedAt: CLOSES, reason: 'Clause 1 was rewritten.' } },
        { type: 'association.ballot.ResultRevised', data: { standardId, ...tally } },
      )
      .when(turn, { facts: null, actor: cpsc, now: CLOSES })
      .thenNothing();
  });

  it('stays where the rule says so, where it is none, and after the term', () => {
    resulting(opened).when(turn, { facts: null, actor: cpsc, now: CLOSES }).thenRejected('NEGATIVES_STAND', 'ballotId');
    resulting(ieee).when(turn, { facts: null, actor: customs, now: CLOSES }).thenRejected('NO_NEGATIVE', 'ballotId');
    resulting(ieee)
      .when(turn, { facts: null, actor: cpsc, now: at('2026-04-30T00:00:00.000Z') })
      .thenRejected('TERM_OVER', 'ballotId');
    given(ballot, ieee).when(turn, { facts: null, actor: cpsc }).thenRejected('BALLOT_OPEN', 'ballotId');
  });

  it('is turned by whoever may vote for the party, and by nobody else', () => {
    const named = (person: string): CommitteeState => ({
      ...committee.initialState,
      mandates: [{ party: 'us-cpsc', person, from: TEST_NOW, until: null }],
    });
    const turned = { type: 'association.ballot.NegativeTurned', data: { party: 'us-cpsc', turnedAt: CLOSES, reason: null } } as const;
    const again = given(ballot, ieee, ...objections, closedWith(ieee, votes), turned);
    resulting(ieee)
      .when(turn, { facts: named('wang'), actor: cpsc, now: CLOSES })
      .thenRejected('NO_MANDATE');
    again.when(turn, { facts: named('pat'), actor: cpsc, now: CLOSES }).thenNothing();
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
    expect(seenBy(opened, cast('cn-customs', 'APPROVE'))).toEqual([]);
  });

  it('is seen by everyone once it is closed', () => {
    expect(seenBy(opened, closedWith(opened, []))).toEqual(readers);
  });

  it('is seen by auditors alone when it is void, so that nobody submits a draft to find out how members vote', () => {
    expect(seenBy(opened, cast('cn-customs', 'APPROVE'), voided('TEXT_CHANGED'))).toEqual([auditor]);
  });
});

test('The outcome of a ballot is its result, which may be appealed for the term of its rule', () => {
  const outcomeOf = (...events: BallotEvent[]) =>
    events.reduce((before, event) => ballotOutcome.evolve(before, event), ballotOutcome.initialState);
  expect(outcomeOf(opened)).toMatchObject({ standardId: 'returns', draftVersion: 3, contentHash: HASH, result: null });
  expect(appealsUntil(outcomeOf(opened))).toBeNull();
  const closed = closedWith(opened, []);
  expect(outcomeOf(opened, closed).result).toMatchObject({ approved: false });
  expect(appealsUntil(outcomeOf(opened, closed))).toBe('2026-06-30T00:00:00.000Z');
});
