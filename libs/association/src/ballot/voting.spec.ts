import type { Instant } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { type CommitteeState, committee } from '../committee/committee.js';
import type { Draft } from '../standard/drafts.js';
import { CastVote, WithdrawVote } from './ballot.commands.js';
import type { BallotEvent } from './ballot.events.js';
import { ballot } from './ballot.js';
import {
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
  stranger,
} from './testing/ballots.js';
import type { CastingFacts } from './voting.js';

const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { ballotId: 'first' }, body);
const approve = command(CastVote, { choice: 'APPROVE' });
const against = (body: Partial<CastVote> = {}) => command(CastVote, { choice: 'DISAPPROVE', ...body });
const withdraw = command(WithdrawVote);

const draft: Draft = { version: 3, contentHash: HASH, submittedAt: at('2026-01-01T00:00:00.000Z') };
const facts: CastingFacts = { drafts: [draft], committee: null, before: null, sealed: null };
const voting = { actor: customs, facts };
const opened = openedWith();
const withdrawn = (party: string, withdrawnBy = party): BallotEvent => ({
  type: 'association.ballot.VoteWithdrawn',
  data: { party, withdrawnBy },
});
const voided: BallotEvent = { type: 'association.ballot.BallotVoided', data: { standardId: 'returns', reason: 'TEXT_CHANGED' } };
const changed = (submittedAt: Instant): CastingFacts => ({
  ...facts,
  drafts: [draft, { version: 4, contentHash: OTHER_HASH, submittedAt }],
});

describe('A vote', () => {
  it('is cast by a party on the roll', () => {
    given(ballot, opened).when(approve, voting).then(cast('cn-customs', 'APPROVE'));
  });

  it('can be changed while the ballot is open, with its history', () => {
    given(ballot, opened, cast('cn-customs', 'APPROVE'))
      .when(against({ technicalReason: 'clause 1 is unclear' }), { ...voting, facts: { ...facts, before: content('APPROVE') } })
      .then(cast('cn-customs', 'DISAPPROVE', { technicalReason: 'clause 1 is unclear' }));
  });

  it('that is cast the same again writes nothing', () => {
    given(ballot, opened, cast('cn-customs', 'APPROVE'))
      .when(approve, { ...voting, facts: { ...facts, before: content('APPROVE') } })
      .thenNothing();
  });

  it('that differs only in its comment or its mark is another one', () => {
    for (const more of [{ comment: 'Well done.' }, { mark: 'blue heron' }]) {
      given(ballot, opened, cast('cn-customs', 'APPROVE'))
        .when(command(CastVote, { choice: 'APPROVE', ...more }), { ...voting, facts: { ...facts, before: content('APPROVE') } })
        .then(cast('cn-customs', 'APPROVE', more));
    }
  });

  it('against the text is accepted without a technical reason: whether it counts is the tally', () => {
    given(ballot, opened).when(against(), voting).then(cast('cn-customs', 'DISAPPROVE'));
  });

  it('says what goes with its choice, and nothing else', () => {
    given(ballot, opened)
      .when(command(CastVote, { choice: 'APPROVE', technicalReason: 'none' }), voting)
      .thenRejected('REASON_WITHOUT_NEGATIVE', 'technicalReason');
    given(ballot, opened)
      .when(against({ experts: ['Li Wei'] }), voting)
      .thenRejected('EXPERTS_WITHOUT_APPROVAL', 'experts');
    given(ballot, opened)
      .when(against({ clauses: ['clause_1'] }), voting)
      .thenRejected('CLAUSES_WITHOUT_OBJECTION', 'clauses');
  });

  it('can be withdrawn, and cast again', () => {
    given(ballot, opened, cast('cn-customs', 'APPROVE'))
      .when(withdraw, voting)
      .then(withdrawn('cn-customs'))
      .when(approve, voting)
      .then(cast('cn-customs', 'APPROVE'));
  });

  it('that was not cast cannot be withdrawn: nothing is written', () => {
    given(ballot, opened, cast('us-cpsc', 'APPROVE')).when(withdraw, voting).thenNothing();
  });

  it('in a sealed or secret ballot is recorded as what it was sealed to, and nothing of it in the clear', () => {
    for (const secrecy of ['SEALED', 'SECRET'] as const) {
      given(ballot, openedWith({ secrecy }))
        .when(against({ technicalReason: 'clause 1' }), { ...voting, facts: { ...facts, sealed: 'ciphertext' } })
        .then(castSealed('cn-customs', 'ciphertext'));
    }
  });

  it('is accepted up to the last moment before the deadline', () => {
    given(ballot, opened)
      .when(approve, { ...voting, now: LAST_MOMENT })
      .then(cast('cn-customs', 'APPROVE'));
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
    given(ballot, opened, closedWith(opened, [])).when(act, voting).thenRejected('BALLOT_CLOSED', 'ballotId');
  });

  it('on a text that was changed, even if the platform has not voided the ballot yet', () => {
    given(ballot, opened)
      .when(act, { ...voting, facts: changed(TEST_NOW) })
      .thenRejected('BALLOT_VOID', 'ballotId');
  });

  it('in a ballot that is void', () => {
    given(ballot, opened, voided).when(act, voting).thenRejected('BALLOT_VOID', 'ballotId');
  });
});

describe('Who votes for a member', () => {
  const odr = (changes: Partial<CommitteeState>): CastingFacts => ({ ...facts, committee: { ...committee.initialState, ...changes } });
  const mandate = (party: string, person: string) => ({ party, person, from: TEST_NOW, until: null });
  const delegation = { from: 'cn-customs', to: 'us-cpsc', until: null };
  const forCustoms = command(CastVote, { choice: 'APPROVE', onBehalfOf: 'cn-customs' });

  it('is any officer while the member has given no mandate, and then only who holds one', () => {
    given(ballot, opened)
      .when(approve, { ...voting, facts: odr({}) })
      .then(cast('cn-customs', 'APPROVE'));
    given(ballot, opened)
      .when(approve, { ...voting, facts: odr({ mandates: [mandate('cn-customs', 'chen')] }) })
      .then(cast('cn-customs', 'APPROVE'));
    given(ballot, opened)
      .when(approve, { ...voting, facts: odr({ mandates: [mandate('cn-customs', 'wang')] }) })
      .thenRejected('NO_MANDATE');
  });

  it('may be the member to which it delegated its vote, and whose name stands with it', () => {
    given(ballot, opened)
      .when(forCustoms, { actor: cpsc, facts: odr({ delegations: [delegation] }) })
      .then(cast('cn-customs', 'APPROVE', {}, 'us-cpsc'));
  });

  it('is no other member', () => {
    given(ballot, opened)
      .when(forCustoms, { actor: cpsc, facts: odr({}) })
      .thenRejected('NOT_DELEGATED', 'onBehalfOf');
    given(ballot, opened)
      .when(forCustoms, { actor: cpsc, facts: odr({ delegations: [{ ...delegation, until: TEST_NOW }] }) })
      .thenRejected('NOT_DELEGATED', 'onBehalfOf');
  });

  it('is the member itself, once it has voted itself', () => {
    given(ballot, opened, cast('cn-customs', 'DISAPPROVE'))
      .when(forCustoms, { actor: cpsc, facts: odr({ delegations: [delegation] }) })
      .thenRejected('OWN_VOTE_STANDS', 'onBehalfOf');
    given(ballot, opened, cast('cn-customs', 'DISAPPROVE', {}, 'us-cpsc'))
      .when(approve, { ...voting, facts: { ...odr({ delegations: [delegation] }), before: content('DISAPPROVE') } })
      .then(cast('cn-customs', 'APPROVE'));
  });
});

describe('In a recirculation', () => {
  const again = openedWith({
    recirculation: {
      of: 'before',
      changed: ['clause_2'],
      unresolved: ['us-cpsc'],
      carried: [
        { party: 'cn-customs', castBy: 'cn-customs', content: content('APPROVE') },
        { party: 'us-cpsc', castBy: 'us-cpsc', content: content('DISAPPROVE', { technicalReason: 'clause 1' }) },
      ],
    },
  });
  const objecting = { ...voting, facts: { ...facts, before: content('APPROVE') } };

  it('a new objection is about what changed', () => {
    given(ballot, again)
      .when(against({ clauses: ['clause_2'] }), objecting)
      .then(cast('cn-customs', 'DISAPPROVE', { clauses: ['clause_2'] }));
    given(ballot, again).when(against(), objecting).thenRejected('CLAUSES_MISSING', 'clauses');
    given(ballot, again)
      .when(against({ clauses: ['clause_2', 'clause_1'] }), objecting)
      .thenRejected('CLAUSE_NOT_CHANGED', 'clauses.1');
  });

  it('an objection that is not resolved may be said again', () => {
    given(ballot, again)
      .when(against({ technicalReason: 'still clause 1' }), { actor: cpsc, facts: { ...facts, before: content('DISAPPROVE') } })
      .then(cast('us-cpsc', 'DISAPPROVE', { technicalReason: 'still clause 1' }));
  });

  it('votes carry over until they are cast anew or withdrawn', () => {
    given(ballot, again).when(approve, objecting).thenNothing();
    given(ballot, again).when(withdraw, voting).then(withdrawn('cn-customs'));
  });
});
