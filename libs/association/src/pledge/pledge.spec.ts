import type { Actor, CalendarDate, Instant, TimeZone } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { contentHash } from '../standard/content-hash.js';
import {
  ClosePledge,
  ExpelSignatory,
  LeavePledge,
  PublishPledge,
  ReadmitSignatory,
  RevisePledge,
  SignPledge,
  SuspendSignatory,
} from './pledge.commands.js';
import type { PledgeEvent } from './pledge.events.js';
import { pledge } from './pledge.js';
import { signatoryOf, versionsOn } from './signatories.js';

const association: Actor = { person: 'ida', party: 'fair-trade', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-trade' };
const shop: Actor = { person: 'li', party: 'shop', kind: 'ENTERPRISE', roles: ['ADMIN'] };
const ours = { actor: association };
const theirs = { actor: shop };
const at = (text: string) => text as Instant;

const titles = [{ language: 'en', text: 'Honest advertising' }];
const sectionsOf = (...texts: string[]) =>
  texts.map((text, index) => ({ eId: `clause_${index + 1}`, heading: null, text: [{ language: 'en', text }] }));
const first = sectionsOf('We name the full price.');
const second = sectionsOf('We name the full price.', 'We pay for no reviews.');
const given1 = first.map(({ eId, text }) => ({ eId, text }));
const given2 = second.map(({ eId, text }) => ({ eId, text }));
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { pledgeId: 'honest' }, body);

const publish = command(PublishPledge, { titles, sections: given1 });
const revise = command(RevisePledge, { sections: given2, reason: 'Reviews' });
const sign = (sections = first) => command(SignPledge, { contentHash: contentHash(sections) });
const suspend = (until: string) => command(SuspendSignatory, { enterprise: 'shop', until, zone: 'UTC' });
const expel = command(ExpelSignatory, { enterprise: 'shop' });

const text = { titles, sections: first, contentHash: contentHash(first), hearingTerm: 'P15D' as never, publishedAt: TEST_NOW };
const published: PledgeEvent = {
  type: 'association.pledge.PledgePublished',
  data: { ...text, association: 'fair-trade', version: 1 },
};
const revised: PledgeEvent = {
  type: 'association.pledge.PledgeRevised',
  data: { ...text, version: 2, sections: second, contentHash: contentHash(second), reason: 'Reviews' },
};
const closed: PledgeEvent = { type: 'association.pledge.PledgeClosed', data: { reason: null, closedAt: TEST_NOW } };
const signed = (version: number, signedAt = TEST_NOW, before: number | null = null): PledgeEvent => ({
  type: 'association.pledge.PledgeSigned',
  data: { enterprise: 'shop', version, contentHash: contentHash(version === 1 ? first : second), signedAt, before },
});
const left = (leftAt = TEST_NOW): PledgeEvent => ({
  type: 'association.pledge.PledgeLeft',
  data: { enterprise: 'shop', reason: null, leftAt },
});
const expelled: PledgeEvent = { type: 'association.pledge.SignatoryExpelled', data: { enterprise: 'shop', expelledAt: TEST_NOW } };
const readmitted: PledgeEvent = { type: 'association.pledge.SignatoryReadmitted', data: { enterprise: 'shop', reason: 'It has changed.' } };
const suspended = (until: string, endsAt: string): PledgeEvent => ({
  type: 'association.pledge.SignatorySuspended',
  data: { enterprise: 'shop', until: until as CalendarDate, zone: 'UTC' as TimeZone, endsAt: at(endsAt) },
});

describe('A pledge', () => {
  it('is published by an association, with 15 days for a hearing unless it says otherwise', () => {
    given(pledge).when(publish, ours).then(published);
    given(pledge)
      .when(command(PublishPledge, { titles, sections: given1, hearingTerm: 'P1M' }), ours)
      .then({ ...published, data: { ...published.data, hearingTerm: 'P1M' } } as PledgeEvent);
  });

  it('is refused under an id that is taken', () => {
    given(pledge, published).when(publish, ours).thenRejected('PLEDGE_EXISTS', 'pledgeId');
  });

  it('has each eId once', () => {
    const twice = [...given1, ...given1];
    given(pledge)
      .when(command(PublishPledge, { titles, sections: twice }), ours)
      .thenRejected('SECTION_EXISTS', 'sections.1.eId');
  });

  it.each(['PT0S', 'PT0.5S', 'P1Y1D', 'P9999Y'])('has no hearing of %s', (hearingTerm) => {
    given(pledge)
      .when(command(PublishPledge, { titles, sections: given1, hearingTerm }), ours)
      .thenRejected('DURATION_OUT_OF_BOUNDS', 'hearingTerm');
  });

  it('gets a new version when its text changes, and none when nothing does', () => {
    given(pledge, published)
      .when(revise, ours)
      .then(revised)
      .when(command(RevisePledge, { sections: given2 }), ours)
      .thenNothing();
  });

  it('is closed for good', () => {
    given(pledge, published)
      .when(command(ClosePledge), ours)
      .then(closed)
      .when(command(ClosePledge), ours)
      .thenNothing()
      .when(revise, ours)
      .thenRejected('WRONG_STATUS', 'pledgeId');
  });

  it.each([
    ['revised', revise],
    ['closed', command(ClosePledge)],
    ['told whom to readmit', command(ReadmitSignatory, { enterprise: 'shop', reason: 'It has changed.' })],
  ])('is %s by the association to which it belongs alone', (_, act) => {
    given(pledge).when(act, ours).thenRejected('PLEDGE_NOT_FOUND', 'pledgeId');
    given(pledge, published).when(act, { actor: otherAssociation }).thenRejected('NOT_YOURS', 'pledgeId');
  });
});

describe('A signature', () => {
  it('is bound to the version that was read', () => {
    given(pledge, published).when(sign(), theirs).then(signed(1)).when(sign(), theirs).thenNothing();
  });

  it('wants somebody who speaks for the enterprise', () => {
    const officer: Actor = { ...shop, roles: ['OFFICER'] };
    expect(() => given(pledge, published).when(sign(), { actor: officer })).toThrow('SignPledge is not for ENTERPRISE OFFICER');
  });

  it('on a text that is not the current one is refused', () => {
    given(pledge, published, revised).when(sign(first), theirs).thenRejected('PLEDGE_NOT_CURRENT', 'contentHash');
    given(pledge, published)
      .when(command(SignPledge, { contentHash: '0'.repeat(64) }), theirs)
      .thenRejected('PLEDGE_NOT_CURRENT', 'contentHash');
  });

  it('of an older version stays until the enterprise signs the newer', () => {
    given(pledge, published, signed(1), revised)
      .when(sign(second), theirs)
      .then(signed(2, TEST_NOW, 1));
  });

  it('is refused where there is no pledge, and where it is closed', () => {
    given(pledge).when(sign(), theirs).thenRejected('PLEDGE_NOT_FOUND', 'pledgeId');
    given(pledge, published, closed).when(sign(), theirs).thenRejected('WRONG_STATUS', 'pledgeId');
  });

  it('ends when the enterprise leaves, also a pledge that is closed, and can be given again', () => {
    given(pledge, published, signed(1), closed)
      .when(command(LeavePledge), theirs)
      .then(left())
      .when(command(LeavePledge), theirs)
      .thenNothing();
    given(pledge, published, signed(1), left()).when(sign(), theirs).then(signed(1));
    given(pledge, published).when(command(LeavePledge), theirs).thenRejected('NOT_A_SIGNATORY', 'pledgeId');
  });

  it('that was ended by an expulsion is given again only after the association has readmitted the enterprise', () => {
    given(pledge, published, signed(1))
      .when(expel)
      .then(expelled)
      .when(expel)
      .thenNothing()
      .when(sign(), theirs)
      .thenRejected('EXPELLED', 'pledgeId')
      .when(command(ReadmitSignatory, { enterprise: 'shop', reason: 'It has changed.' }), ours)
      .then(readmitted)
      .when(command(ReadmitSignatory, { enterprise: 'shop', reason: 'It has changed.' }), ours)
      .thenRejected('NOT_EXPELLED', 'enterprise')
      .when(sign(), theirs)
      .then(signed(1));
  });

  it('is not given again by who has left before being expelled', () => {
    given(pledge, published, signed(1), left(), expelled).when(sign(), theirs).thenRejected('EXPELLED');
  });

  it('is shown as suspended to the end of the last day; of two suspensions the longer counts', () => {
    given(pledge, published, signed(1))
      .when(suspend('2026-04-30'))
      .then(suspended('2026-04-30', '2026-05-01T00:00:00.000Z'))
      .when(suspend('2026-04-01'))
      .thenNothing()
      .when(suspend('2026-06-30'))
      .then(suspended('2026-06-30', '2026-07-01T00:00:00.000Z'));
    given(pledge, published).when(suspend('2026-04-30')).thenRejected('NOT_A_SIGNATORY', 'enterprise');
  });
});

describe('The versions to which an enterprise was bound on a day', () => {
  const { signatories } = [
    published,
    signed(1, at('2026-03-02T23:30:00.000Z')),
    revised,
    signed(2, at('2026-03-05T00:00:00.000Z'), 1),
    left(at('2026-03-07T12:00:00.000Z')),
  ].reduce((state, event) => pledge.evolve(state, event), pledge.initialState);
  const on = (day: string, zone = 'UTC') => versionsOn(signatoryOf(signatories, 'shop'), day as CalendarDate, zone as TimeZone);

  it('are those of its signatures, from the day of the first to that of leaving', () => {
    expect(on('2026-03-01')).toEqual([]);
    expect(on('2026-03-02')).toEqual([1]);
    expect(on('2026-03-04')).toEqual([1]);
    expect(on('2026-03-05')).toEqual([2]);
    expect(on('2026-03-07')).toEqual([2]);
    expect(on('2026-03-08')).toEqual([]);
  });

  it('follow the clock of the place', () => {
    expect(on('2026-03-02', 'Asia/Shanghai')).toEqual([]);
    expect(on('2026-03-05', 'Asia/Shanghai')).toEqual([2, 1]);
  });
});
