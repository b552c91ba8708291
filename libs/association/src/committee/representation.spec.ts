import { type Actor, type Duration, type Instant } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { DelegateVote, DismissMember, GrantMandate, RevokeDelegation, RevokeMandate } from './committee.commands.js';
import type { CommitteeEvent, Delegation, Mandate } from './committee.events.js';
import { type CommitteeState, committee, delegateOf, MOST_MANDATES, mandateFor } from './committee.js';

const at = (text: string) => text as Instant;
const EARLIER = at('2026-02-28T12:00:00.000Z');
const APRIL = at('2026-04-01T00:00:00.000Z');
const MAY = at('2026-05-01T00:00:00.000Z');

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const admin: Actor = { person: 'chen', party: 'cn-customs', kind: 'AGENCY', roles: ['ADMIN'] };
const officer: Actor = { person: 'li', party: 'cn-customs', kind: 'AGENCY', roles: ['OFFICER'] };
const stranger: Actor = { ...admin, party: 'stranger' };
const asMember = { actor: admin };

const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { committeeId: 'odr' }, body);
const grant = (body: Partial<GrantMandate> = {}) => command(GrantMandate, { person: 'li', ...body });
const granted = (changes: Partial<Mandate> = {}): CommitteeEvent => ({
  type: 'association.committee.MandateGranted',
  data: { party: 'cn-customs', person: 'li', from: TEST_NOW, until: null, ...changes },
});
const delegate = (body: Partial<DelegateVote> = {}) => command(DelegateVote, { to: 'us-cpsc', ...body });
const delegated = (changes: Partial<Delegation> = {}): CommitteeEvent => ({
  type: 'association.committee.VoteDelegated',
  data: { from: 'cn-customs', to: 'us-cpsc', until: null, ...changes },
});
const member = (party: string): CommitteeEvent => ({
  type: 'association.committee.MemberAppointed',
  data: { party, kind: 'P_MEMBER', interest: null },
});
const dismissed = (party: string): CommitteeEvent => ({ type: 'association.committee.MemberDismissed', data: { party } });

const founded: readonly CommitteeEvent[] = [
  {
    type: 'association.committee.CommitteeCreated',
    data: {
      association: 'trade-standards',
      names: [],
      scope: [],
      procedure: 'FAST_TRACK',
      reviewPeriod: 'P5Y' as Duration,
      reminders: [],
    },
  },
  member('cn-customs'),
  member('us-cpsc'),
  member('shop'),
];
const having = (...events: readonly CommitteeEvent[]): CommitteeState =>
  [...founded, ...events].reduce((state, event) => committee.evolve(state, event), committee.initialState);

describe('A mandate', () => {
  it('is granted by a member for itself, from now on and until it is revoked', () => {
    given(committee, ...founded)
      .when(grant(), asMember)
      .then(granted())
      .when(grant(), { ...asMember, now: APRIL })
      .thenNothing()
      .when(command(RevokeMandate, { person: 'li' }), asMember)
      .then({ type: 'association.committee.MandateRevoked', data: { party: 'cn-customs', person: 'li' } })
      .when(command(RevokeMandate, { person: 'li' }), asMember)
      .thenRejected('MANDATE_NOT_FOUND', 'person');
  });

  it('has dates, which a later one changes', () => {
    given(committee, ...founded)
      .when(grant({ from: '2026-04-01T02:00:00+02:00', until: MAY }), asMember)
      .then(granted({ from: APRIL, until: MAY }))
      .when(grant(), asMember)
      .then(granted({ from: APRIL }));
  });

  it('cannot end before it begins', () => {
    for (const until of [APRIL, at('2026-03-15T00:00:00.000Z')]) {
      given(committee, ...founded)
        .when(grant({ from: APRIL, until }), asMember)
        .thenRejected('DATE_IN_WRONG_ORDER', 'until');
    }
  });

  it('cannot begin or end in the past', () => {
    given(committee, ...founded)
      .when(grant({ from: EARLIER }), asMember)
      .thenRejected('BEGINS_IN_THE_PAST', 'from');
    given(committee, ...founded, granted({ from: at('2026-01-01T00:00:00.000Z') }))
      .when(grant({ until: TEST_NOW }), asMember)
      .thenRejected('ENDS_IN_THE_PAST', 'until');
  });

  it('that has begun can be given again as it was', () => {
    given(committee, ...founded, granted({ from: EARLIER }))
      .when(grant({ from: EARLIER, until: APRIL }), asMember)
      .then(granted({ from: EARLIER, until: APRIL }));
  });

  it('is for so many persons of a member, and no more', () => {
    const all = Array.from({ length: MOST_MANDATES }, (_, index) => granted({ person: `person-${index}` }));
    given(committee, ...founded, ...all)
      .when(grant(), asMember)
      .thenRejected('TOO_MANY_MANDATES', 'person')
      .when(grant(), { actor: { ...admin, party: 'us-cpsc' } })
      .then(granted({ party: 'us-cpsc' }));
  });

  it('makes the history one that the association and auditors read', () => {
    const readers: readonly (Actor | null)[] = [association, { ...admin, kind: 'AUDITOR' }, admin, stranger, null];
    const sees = (state: CommitteeState) => readers.map((reader) => committee.disclosedTo(state, reader, TEST_NOW));
    expect(sees(having())).toEqual([true, true, true, true, true]);
    const revoked: CommitteeEvent = { type: 'association.committee.MandateRevoked', data: { party: 'cn-customs', person: 'li' } };
    expect(sees(having(granted(), revoked))).toEqual([true, true, false, false, false]);
  });
});

describe('Whoever votes for a member', () => {
  it('is every officer where it has granted no mandate, or has revoked them all', () => {
    expect(mandateFor(having(), officer, TEST_NOW)).toBe(true);
    expect(mandateFor(having(granted({ party: 'us-cpsc' })), officer, TEST_NOW)).toBe(true);
    expect(mandateFor(having(), { ...officer, roles: ['READER'] }, TEST_NOW)).toBe(false);
  });

  it('is of the officers the one with a mandate, in its dates', () => {
    const state = having(granted({ from: APRIL, until: MAY }));
    const may = (now: string) => mandateFor(state, officer, at(now));
    expect([may('2026-03-31T23:59:59.999Z'), may(APRIL), may('2026-04-30T23:59:59.999Z'), may(MAY)]).toEqual([false, true, true, false]);
    expect(mandateFor(state, { ...officer, person: 'wang' }, APRIL)).toBe(false);
  });

  it('is an ADMIN in any case, who speaks for the party itself', () => {
    expect(mandateFor(having(granted({ from: APRIL })), admin, TEST_NOW)).toBe(true);
  });
});

describe('A delegation', () => {
  const isDelegate = (state: CommitteeState, from: string, to: string, now = TEST_NOW) => delegateOf(state, from, to, now);

  it('puts the vote of a member into the hands of another', () => {
    given(committee, ...founded)
      .when(delegate(), asMember)
      .then(delegated())
      .when(delegate(), asMember)
      .thenNothing();
    expect(isDelegate(having(delegated()), 'cn-customs', 'us-cpsc')).toBe(true);
    expect(isDelegate(having(delegated()), 'us-cpsc', 'cn-customs')).toBe(false);
  });

  it('replaces the one before', () => {
    const state = having(delegated(), delegated({ to: 'shop' }));
    expect([isDelegate(state, 'cn-customs', 'us-cpsc'), isDelegate(state, 'cn-customs', 'shop')]).toEqual([false, true]);
  });

  it('ends at its moment', () => {
    given(committee, ...founded)
      .when(delegate({ until: TEST_NOW }), asMember)
      .thenRejected('ENDS_IN_THE_PAST', 'until')
      .when(delegate({ until: APRIL }), asMember)
      .then(delegated({ until: APRIL }));
    const state = having(delegated({ until: APRIL }));
    expect(isDelegate(state, 'cn-customs', 'us-cpsc', at('2026-03-31T23:59:59.999Z'))).toBe(true);
    expect(isDelegate(state, 'cn-customs', 'us-cpsc', APRIL)).toBe(false);
  });

  it('is not passed on, while the delegate may still delegate its own vote', () => {
    given(committee, ...founded, delegated())
      .when(delegate({ to: 'shop' }), { actor: { ...admin, party: 'us-cpsc' } })
      .then(delegated({ from: 'us-cpsc', to: 'shop' }));
    const state = having(delegated(), delegated({ from: 'us-cpsc', to: 'shop' }));
    expect([isDelegate(state, 'cn-customs', 'shop'), isDelegate(state, 'us-cpsc', 'shop')]).toEqual([false, true]);
  });

  it('is revoked by whoever gave it', () => {
    given(committee, ...founded, delegated())
      .when(command(RevokeDelegation), asMember)
      .then({ type: 'association.committee.DelegationRevoked', data: { from: 'cn-customs', to: 'us-cpsc' } })
      .when(command(RevokeDelegation), asMember)
      .thenRejected('DELEGATION_NOT_FOUND', 'committeeId');
  });

  it('goes to a member, and not to oneself', () => {
    given(committee, ...founded)
      .when(delegate({ to: 'stranger' }), asMember)
      .thenRejected('MEMBER_NOT_FOUND', 'to')
      .when(delegate({ to: 'cn-customs' }), asMember)
      .thenRejected('OWN_VOTE', 'to');
  });

  it.each(['cn-customs', 'us-cpsc'])('ends when %s ceases to be a member, and does not come back with it', (party) => {
    given(committee, ...founded, delegated())
      .when(command(DismissMember, { party }), { actor: association })
      .then(dismissed(party));
    expect(isDelegate(having(delegated(), dismissed(party), member(party)), 'cn-customs', 'us-cpsc')).toBe(false);
  });
});

it('The mandates of a member end with its membership', () => {
  expect(having(granted(), dismissed('cn-customs')).mandates).toEqual([]);
});

describe.each([
  ['grants a mandate', grant()],
  ['revokes a mandate', command(RevokeMandate, { person: 'li' })],
  ['delegates a vote', delegate()],
  ['revokes a delegation', command(RevokeDelegation)],
])('Nobody %s', (_, act) => {
  it('in a committee that is not there', () => {
    given(committee).when(act, asMember).thenRejected('COMMITTEE_NOT_FOUND', 'committeeId');
  });

  it('but a member', () => {
    given(committee, ...founded)
      .when(act, { actor: stranger })
      .thenRejected('NOT_A_MEMBER', 'committeeId');
  });

  it('but an ADMIN of it', () => {
    expect(() => given(committee, ...founded).when(act, { actor: officer })).toThrow('is not for AGENCY OFFICER');
  });
});
