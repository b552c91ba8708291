import type { PartyFacts } from '@concord/identity';
import type { Actor } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { type CommitteeState, committee } from '../committee/committee.js';
import { type PledgeState, pledge } from '../pledge/pledge.js';
import { type BulletinAudienceInput, ConfirmReading, CorrectBulletin, PublishBulletin, WithdrawBulletin } from './bulletin.commands.js';
import type { Audience, BulletinEvent } from './bulletin.events.js';
import { bulletin } from './bulletin.js';

const association: Actor = { person: 'ida', party: 'fair-trade', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-trade' };
const shop: Actor = { person: 'li', party: 'shop', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const shopOfficer: Actor = { ...shop, roles: ['OFFICER'] };
const otherShop: Actor = { ...shop, party: 'other-shop' };
const customs: Actor = { person: 'wei', party: 'customs', kind: 'AGENCY', roles: ['OFFICER'] };

const titles = [{ language: 'en', text: 'New rules' }];
const text = [{ language: 'en', text: 'They come in May.' }];
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { bulletinId: 'may' }, body);
const publishTo = (audience: BulletinAudienceInput, body: Partial<PublishBulletin> = {}) =>
  command(PublishBulletin, { audience, titles, text, ...body });
const confirm = (committeeId: string | null = null) => command(ConfirmReading, { committeeId });

// Only what tells who belongs to it matters here.
const members = ['fair-trade', 'shop', 'customs'].map((party) => ({ party, kind: 'P_MEMBER' })) as unknown as CommitteeState['members'];
const ownCommittee: CommitteeState = { ...committee.initialState, created: true, association: 'fair-trade', members };
const ownPledge: PledgeState = {
  ...pledge.initialState,
  status: 'OPEN',
  association: 'fair-trade',
  signatories: [{ enterprise: 'shop', periods: [{ version: 1, from: TEST_NOW, until: null }], suspendedUntil: null, expelled: false }],
};
const nothing = { committee: null, pledge: null, party: null, files: [] };
const withCommittee = { ...nothing, committee: ownCommittee };
const chinese: PartyFacts = { registered: true, kind: 'AGENCY', jurisdiction: 'CN' };

const published = (audience: Audience, publisher = 'fair-trade'): BulletinEvent => ({
  type: 'association.bulletin.BulletinPublished',
  data: {
    publisher,
    audience,
    version: 1,
    titles,
    text,
    attachments: [],
    readBy: null,
    zone: 'UTC' as never,
    publishedAt: TEST_NOW,
  },
});
const toCommittee: Audience = { kind: 'COMMITTEE', committeeId: 'odr', members: ['shop', 'customs'] };
const confirmed = ({ party, person }: Actor, version = 1): BulletinEvent => ({
  type: 'association.bulletin.ReadingConfirmed',
  data: { party, person, version, readAt: TEST_NOW },
});

const correctedText = [{ language: 'en', text: 'They come in June.' }];
const correct = command(CorrectBulletin, { text: correctedText, reason: 'June' });
const corrected: BulletinEvent = {
  type: 'association.bulletin.BulletinCorrected',
  data: { version: 2, titles, text: correctedText, attachments: [], reason: 'June', correctedAt: TEST_NOW },
};
const withdraw = command(WithdrawBulletin, { reason: 'There are none.' });
const withdrawn: BulletinEvent = {
  type: 'association.bulletin.BulletinWithdrawn',
  data: { reason: 'There are none.', withdrawnAt: TEST_NOW },
};

describe('A bulletin', () => {
  it('to a committee goes to its members at the publication, but for the publisher', () => {
    const toOdr = publishTo({ kind: 'COMMITTEE', committeeId: 'odr' });
    given(bulletin).when(toOdr, { actor: association, facts: withCommittee }).then(published(toCommittee));
    given(bulletin)
      .when(toOdr, { actor: shopOfficer, facts: withCommittee })
      .then(published({ ...toCommittee, members: ['fair-trade', 'customs'] }, 'shop'));
  });

  it('of an association goes to the members of any of its committees, to the signatories of its pledge, or to agencies', () => {
    const facts = { actor: association, facts: { ...nothing, pledge: ownPledge } };
    given(bulletin)
      .when(publishTo({ kind: 'MEMBERS' }), facts)
      .then(published({ kind: 'MEMBERS' }));
    given(bulletin)
      .when(publishTo({ kind: 'SIGNATORIES', pledgeId: 'honest' }), facts)
      .then(published({ kind: 'SIGNATORIES', pledgeId: 'honest' }));
    given(bulletin)
      .when(publishTo({ kind: 'AGENCIES' }), facts)
      .then(published({ kind: 'AGENCIES', jurisdictions: [] }));
    given(bulletin)
      .when(publishTo({ kind: 'AGENCIES', jurisdictions: ['EU'] }), facts)
      .then(published({ kind: 'AGENCIES', jurisdictions: ['EU'] }));
  });

  it.each([
    ['COMMITTEE without one', { kind: 'COMMITTEE' }, association, nothing, 'AUDIENCE_DOES_NOT_FIT', 'audience.committeeId'],
    ['SIGNATORIES of nothing', { kind: 'SIGNATORIES' }, association, nothing, 'AUDIENCE_DOES_NOT_FIT', 'audience.pledgeId'],
    ['MEMBERS with more', { kind: 'MEMBERS', pledgeId: 'honest' }, association, nothing, 'AUDIENCE_DOES_NOT_FIT', 'audience.pledgeId'],
    [
      'a committee that is not there',
      { kind: 'COMMITTEE', committeeId: 'no' },
      association,
      nothing,
      'COMMITTEE_NOT_FOUND',
      'audience.committeeId',
    ],
    [
      'a committee of others',
      { kind: 'COMMITTEE', committeeId: 'odr' },
      otherAssociation,
      withCommittee,
      'NOT_YOURS',
      'audience.committeeId',
    ],
    [
      'nobody',
      { kind: 'COMMITTEE', committeeId: 'odr' },
      association,
      { ...nothing, committee: { ...ownCommittee, members: [] } },
      'NO_RECIPIENTS',
      'audience.committeeId',
    ],
    [
      'the signatories of a pledge of others',
      { kind: 'SIGNATORIES', pledgeId: 'honest' },
      otherAssociation,
      { ...nothing, pledge: ownPledge },
      'NOT_YOURS',
      'audience.pledgeId',
    ],
    ['agencies, by an enterprise', { kind: 'AGENCIES' }, shopOfficer, nothing, 'NOT_AN_ASSOCIATION', 'audience.kind'],
  ] as const)('to %s is refused', (_, audience, actor, facts, code, field) => {
    given(bulletin).when(publishTo(audience), { actor, facts }).thenRejected(code, field);
  });

  it('is asked to be read today or later', () => {
    given(bulletin)
      .when(publishTo({ kind: 'MEMBERS' }, { readBy: '2026-02-28' }), { actor: association, facts: nothing })
      .thenRejected('DATE_IN_WRONG_ORDER', 'readBy');
  });

  it('is refused under an id that is taken', () => {
    given(bulletin, published(toCommittee))
      .when(publishTo({ kind: 'MEMBERS' }), { actor: association, facts: nothing })
      .thenRejected('BULLETIN_EXISTS', 'bulletinId');
  });

  it('is corrected by its publisher, where that changes something', () => {
    given(bulletin, published(toCommittee))
      .when(correct, { actor: association, facts: [] })
      .then(corrected)
      .when(correct, { actor: association, facts: [] })
      .thenNothing()
      .when(withdraw, { actor: association })
      .then(withdrawn)
      .when(withdraw, { actor: association })
      .thenNothing()
      .when(correct, { actor: association, facts: [] })
      .thenRejected('WRONG_STATUS');
  });

  it('is not there for others to change', () => {
    given(bulletin, published(toCommittee))
      .when(correct, { actor: shopOfficer, facts: [] })
      .thenRejected('BULLETIN_NOT_FOUND', 'bulletinId');
    given(bulletin, published(toCommittee)).when(withdraw, { actor: otherAssociation }).thenRejected('BULLETIN_NOT_FOUND', 'bulletinId');
    given(bulletin).when(withdraw, { actor: association }).thenRejected('BULLETIN_NOT_FOUND', 'bulletinId');
  });

  it('shows its history, which tells who has read it, to its publisher and auditors', () => {
    const state = bulletin.evolve(bulletin.initialState, published(toCommittee));
    const reads = (reader: Actor | null) => bulletin.disclosedTo(state, reader, TEST_NOW);
    expect([association, { ...customs, kind: 'AUDITOR' as const }, shop, null].map(reads)).toEqual([true, true, false, false]);
  });
});

describe('A receipt', () => {
  it('is given once by each person, and again after a correction', () => {
    const colleague: Actor = { ...shop, person: 'mei' };
    given(bulletin, published(toCommittee))
      .when(confirm(), { actor: shop, facts: nothing })
      .then(confirmed(shop))
      .when(confirm(), { actor: shop, facts: nothing })
      .thenNothing()
      .when(confirm(), { actor: colleague, facts: nothing })
      .then(confirmed(colleague));
    given(bulletin, published(toCommittee), confirmed(shop), corrected)
      .when(confirm(), { actor: shop, facts: nothing })
      .then(confirmed(shop, 2));
  });

  it.each([
    ['a member of the committee', toCommittee, customs, nothing],
    ['a member of any committee, named', { kind: 'MEMBERS' }, shop, withCommittee],
    ['a signatory', { kind: 'SIGNATORIES', pledgeId: 'honest' }, shop, { ...nothing, pledge: ownPledge }],
    ['any agency', { kind: 'AGENCIES', jurisdictions: [] }, customs, { ...nothing, party: chinese }],
    [
      'an agency of a member of a bloc',
      { kind: 'AGENCIES', jurisdictions: ['EU'] },
      customs,
      { ...nothing, party: { ...chinese, jurisdiction: 'DE' } },
    ],
  ] as const)('is given by %s', (_, audience, actor, facts) => {
    given(bulletin, published(audience)).when(confirm(), { actor, facts }).then(confirmed(actor));
  });

  it.each([
    ['who is no member', toCommittee, otherShop, nothing],
    ['the publisher', toCommittee, association, nothing],
    ['a member of no committee that is named', { kind: 'MEMBERS' }, shop, nothing],
    [
      'a member of a committee of another association',
      { kind: 'MEMBERS' },
      shop,
      { ...nothing, committee: { ...ownCommittee, association: 'other-trade' } },
    ],
    ['who has not signed', { kind: 'SIGNATORIES', pledgeId: 'honest' }, otherShop, { ...nothing, pledge: ownPledge }],
    ['an agency of elsewhere', { kind: 'AGENCIES', jurisdictions: ['EU'] }, customs, { ...nothing, party: chinese }],
    ['an enterprise, where it goes to agencies', { kind: 'AGENCIES', jurisdictions: [] }, shop, { ...nothing, party: chinese }],
  ] as const)('is not given by %s: for them there is no bulletin', (_, audience, actor, facts) => {
    given(bulletin, published(audience)).when(confirm(), { actor, facts }).thenRejected('BULLETIN_NOT_FOUND', 'bulletinId');
  });

  it('is not given for what was withdrawn, nor for what is not there', () => {
    given(bulletin, published(toCommittee), withdrawn).when(confirm(), { actor: shop, facts: nothing }).thenRejected('WRONG_STATUS');
    given(bulletin).when(confirm(), { actor: shop, facts: nothing }).thenRejected('BULLETIN_NOT_FOUND', 'bulletinId');
  });
});
