import type { PartyFacts } from '@concord/identity';
import type { PartyKind } from '@concord/kernel';
import { type Actor, type Duration, lift } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  AppointLiaison,
  AppointMember,
  ChangeCommitteePeriods,
  CreateCommittee,
  DesignateAppealsBody,
  DismissLiaison,
  DismissMember,
} from './committee.commands.js';
import { type CommitteeCreated, type CommitteeEvent, committeeEvents, type MemberKind } from './committee.events.js';
import { committee, MOST_LIAISONS, MOST_MEMBERS } from './committee.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-standards' };

const names = [{ language: 'en', text: 'Online dispute resolution' }];
const scope = [{ language: 'en', text: 'How complaints across borders are settled.' }];
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { committeeId: 'odr' }, body);
const appoint = (party: string, kind: MemberKind) => command(AppointMember, { party, kind });

const registered: PartyFacts = { registered: true, kind: 'AGENCY', jurisdiction: 'CN' };
const asOwner = { actor: association, facts: registered };

const founding: CommitteeCreated['data'] = {
  association: 'trade-standards',
  names,
  scope,
  procedure: 'FAST_TRACK',
  reviewPeriod: 'P5Y' as Duration,
  reminders: ['P7D' as Duration, 'P1D' as Duration],
};
const created: CommitteeEvent = { type: 'association.committee.CommitteeCreated', data: founding };
const appointed = (party: string, kind: MemberKind, interest: string | null = null): CommitteeEvent => ({
  type: 'association.committee.MemberAppointed',
  data: { party, kind, interest },
});

describe('A committee', () => {
  it('belongs to the association that creates it', () => {
    given(committee).when(command(CreateCommittee, { names, scope }), { actor: association }).then(created);
  });

  it('keeps each language as RFC 5646 writes it', () => {
    const chinese = [{ language: 'ZH-hans', text: '在线争议解决' }];
    given(committee)
      .when(command(CreateCommittee, { names: chinese, scope }), { actor: association })
      .then({
        type: 'association.committee.CommitteeCreated',
        data: { ...founding, names: [{ language: 'zh-Hans', text: '在线争议解决' }] },
      });
  });

  it('is refused under an id that is taken', () => {
    given(committee, created).when(command(CreateCommittee, { names, scope })).thenRejected('COMMITTEE_EXISTS', 'committeeId');
  });

  it('works by the procedure and the periods that it is given', () => {
    const asked = { procedure: 'ISO_IEC', reviewPeriod: 'P3Y', reminders: ['PT24H', 'P2D', 'PT24H'] } as const;
    given(committee)
      .when(command(CreateCommittee, { names, scope, ...asked, reminders: [...asked.reminders] }), { actor: association })
      .then({
        type: 'association.committee.CommitteeCreated',
        data: { ...founding, procedure: 'ISO_IEC', reviewPeriod: 'P3Y' as Duration, reminders: ['PT24H' as Duration, 'P2D' as Duration] },
      });
  });

  it.each([
    ['reviewPeriod', { reviewPeriod: 'PT0S' }],
    ['reviewPeriod', { reviewPeriod: 'P50Y1D' }],
    ['reviewPeriod', { reviewPeriod: 'P99999Y' }],
    ['reminders.1', { reminders: ['P1D', 'P1Y1D'] }],
  ])('has no %s of %j', (field, periods) => {
    given(committee)
      .when(command(CreateCommittee, { names, scope, ...periods }), { actor: association })
      .thenRejected('DURATION_OUT_OF_BOUNDS', field);
    given(committee, created)
      .when(command(ChangeCommitteePeriods, periods), { actor: association })
      .thenRejected('DURATION_OUT_OF_BOUNDS', field);
  });

  it('changes its periods, and keeps what is left out', () => {
    const none = command(ChangeCommitteePeriods, { reminders: [] });
    given(committee, created)
      .when(none, { actor: association })
      .then({ type: 'association.committee.PeriodsChanged', data: { reviewPeriod: 'P5Y' as Duration, reminders: [] } })
      .when(none, { actor: association })
      .thenNothing();
  });

  it('of before works by FAST_TRACK, is reviewed every five years, and its members stand for no interest', () => {
    const of = (type: CommitteeEvent['type'], data: object) =>
      lift({ id: 'an-event' as never, type, schemaVersion: 1, data }, committeeEvents[type]).data;
    expect(of('association.committee.CommitteeCreated', { association: 'trade-standards', names, scope })).toEqual(founding);
    expect(of('association.committee.MemberAppointed', { party: 'cn-customs', kind: 'P_MEMBER' })).toEqual(
      appointed('cn-customs', 'P_MEMBER').data,
    );
  });

  it('has nothing to hide as long as no person votes for a member', () => {
    expect(committee.disclosedTo(committee.initialState, null, '2026-03-01T12:00:00.000Z' as never)).toBe(true);
  });
});

describe('A member', () => {
  it('is appointed with the kind of its membership', () => {
    given(committee, created).when(appoint('cn-customs', 'P_MEMBER'), asOwner).then(appointed('cn-customs', 'P_MEMBER'));
  });

  it('that is appointed with the same kind again writes nothing', () => {
    given(committee, created, appointed('cn-customs', 'P_MEMBER')).when(appoint('cn-customs', 'P_MEMBER'), asOwner).thenNothing();
  });

  it('that is appointed with another kind changes it, and keeps it', () => {
    given(committee, created, appointed('cn-customs', 'P_MEMBER'))
      .when(appoint('cn-customs', 'O_MEMBER'), asOwner)
      .then({ type: 'association.committee.MemberKindChanged', data: { party: 'cn-customs', from: 'P_MEMBER', to: 'O_MEMBER' } })
      .when(appoint('cn-customs', 'O_MEMBER'), asOwner)
      .thenNothing();
  });

  it('stands for an interest, which stays until another is named', () => {
    given(committee, created)
      .when(command(AppointMember, { party: 'cn-customs', kind: 'P_MEMBER', interest: 'USER' }), asOwner)
      .then(appointed('cn-customs', 'P_MEMBER', 'USER'))
      .when(appoint('cn-customs', 'P_MEMBER'), asOwner)
      .thenNothing()
      .when(command(AppointMember, { party: 'cn-customs', kind: 'O_MEMBER', interest: 'PRODUCER' }), asOwner)
      .then(
        { type: 'association.committee.MemberKindChanged', data: { party: 'cn-customs', from: 'P_MEMBER', to: 'O_MEMBER' } },
        { type: 'association.committee.MemberInterestChanged', data: { party: 'cn-customs', from: 'USER', to: 'PRODUCER' } },
      )
      .when(command(AppointMember, { party: 'cn-customs', kind: 'O_MEMBER', interest: null }), asOwner)
      .then({ type: 'association.committee.MemberInterestChanged', data: { party: 'cn-customs', from: 'PRODUCER', to: null } });
  });

  it.each(['user', 'USER GROUP', '_USER', 'USER_', 'A'.repeat(41), ''])('stands for no %j', (interest) => {
    const input = plainToInstance(AppointMember, { committeeId: 'odr', party: 'cn-customs', kind: 'P_MEMBER', interest });
    expect(validateSync(input).map(({ property }) => property)).toEqual(['interest']);
  });

  it('that is dismissed can be appointed again', () => {
    given(committee, created, appointed('cn-customs', 'P_MEMBER'))
      .when(command(DismissMember, { party: 'cn-customs' }), asOwner)
      .then({ type: 'association.committee.MemberDismissed', data: { party: 'cn-customs' } })
      .when(appoint('cn-customs', 'P_MEMBER'), asOwner)
      .then(appointed('cn-customs', 'P_MEMBER'));
  });

  it('is a party that is registered', () => {
    const unknown: PartyFacts = { registered: false, kind: null, jurisdiction: '' };
    given(committee, created)
      .when(appoint('nobody', 'P_MEMBER'), { ...asOwner, facts: unknown })
      .thenRejected('PARTY_NOT_FOUND', 'party');
  });

  it.each(['CONSUMER', 'AUDITOR', 'OPERATOR'] as const)('is no %s, for those do not vote', (kind) => {
    given(committee, created)
      .when(appoint('zoe', 'O_MEMBER'), { ...asOwner, facts: { ...registered, kind } })
      .thenRejected('CANNOT_VOTE', 'party');
  });

  it('is refused when the committee is full', () => {
    const members = Array.from({ length: MOST_MEMBERS }, (_, index) => appointed(`member-${index}`, 'O_MEMBER'));
    given(committee, created, ...members)
      .when(appoint('one-more', 'P_MEMBER'), asOwner)
      .thenRejected('COMMITTEE_FULL', 'party');
  });

  it('cannot be dismissed when it is none', () => {
    given(committee, created)
      .when(command(DismissMember, { party: 'cn-customs' }), asOwner)
      .thenRejected('MEMBER_NOT_FOUND', 'party');
  });
});

describe.each([
  ['appoints', appoint('cn-customs', 'P_MEMBER')],
  ['dismisses', command(DismissMember, { party: 'cn-customs' })],
  ['appoints as liaison', command(AppointLiaison, { party: 'us-cpsc' })],
  ['dismisses as liaison', command(DismissLiaison, { party: 'us-cpsc' })],
  ['designates to decide on appeals', command(DesignateAppealsBody, { party: 'us-cpsc' })],
  ['changes the periods of', command(ChangeCommitteePeriods, { reminders: [] })],
])('Nobody %s somebody', (_, act) => {
  it('of a committee that is not there', () => {
    given(committee).when(act, asOwner).thenRejected('COMMITTEE_NOT_FOUND', 'committeeId');
  });

  it('but the association that owns the committee', () => {
    given(committee, created, appointed('cn-customs', 'O_MEMBER'))
      .when(act, { ...asOwner, actor: otherAssociation })
      .thenRejected('NOT_YOURS', 'committeeId');
  });
});

describe('A liaison body', () => {
  const appointLiaison = command(AppointLiaison, { party: 'consumers-union' });
  const liaison: CommitteeEvent = { type: 'association.committee.LiaisonAppointed', data: { party: 'consumers-union' } };

  it('is appointed once, and dismissed', () => {
    given(committee, created)
      .when(appointLiaison, asOwner)
      .then(liaison)
      .when(appointLiaison, asOwner)
      .thenNothing()
      .when(command(DismissLiaison, { party: 'consumers-union' }), asOwner)
      .then({ type: 'association.committee.LiaisonDismissed', data: { party: 'consumers-union' } })
      .when(command(DismissLiaison, { party: 'consumers-union' }), asOwner)
      .thenRejected('LIAISON_NOT_FOUND', 'party');
  });

  it('is no member at once', () => {
    given(committee, created, appointed('consumers-union', 'O_MEMBER')).when(appointLiaison, asOwner).thenRejected('IS_MEMBER', 'party');
    given(committee, created, liaison).when(appoint('consumers-union', 'O_MEMBER'), asOwner).thenRejected('IS_LIAISON', 'party');
  });

  it('is a registered body', () => {
    const unknown: PartyFacts = { registered: false, kind: null, jurisdiction: '' };
    given(committee, created)
      .when(appointLiaison, { ...asOwner, facts: unknown })
      .thenRejected('PARTY_NOT_FOUND', 'party');
    given(committee, created)
      .when(appointLiaison, { ...asOwner, facts: { ...registered, kind: 'CONSUMER' } })
      .thenRejected('CANNOT_VOTE', 'party');
  });

  it('is refused when there are too many', () => {
    const liaisons = Array.from(
      { length: MOST_LIAISONS },
      (_, index): CommitteeEvent => ({ ...liaison, data: { party: `body-${index}` } }) as CommitteeEvent,
    );
    given(committee, created, ...liaisons)
      .when(appointLiaison, asOwner)
      .thenRejected('COMMITTEE_FULL', 'party');
  });
});

describe('An appeals body', () => {
  const designate = (party: string) => command(DesignateAppealsBody, { party });
  const designated = (party: string, before: string | null): CommitteeEvent => ({
    type: 'association.committee.AppealsBodyDesignated',
    data: { party, before },
  });

  it('is designated, and replaced', () => {
    given(committee, created)
      .when(designate('cn-customs'), asOwner)
      .then(designated('cn-customs', null))
      .when(designate('cn-customs'), asOwner)
      .thenNothing()
      .when(designate('us-cpsc'), asOwner)
      .then(designated('us-cpsc', 'cn-customs'));
  });

  it('is not the association against whose ballots appeals are made', () => {
    given(committee, created)
      .when(designate('trade-standards'), { ...asOwner, facts: { ...registered, kind: 'ASSOCIATION' } })
      .thenRejected('OWN_CASE', 'party');
  });

  it.each(['ENTERPRISE', 'CONSUMER', 'AUDITOR'] satisfies PartyKind[])('is no %s', (kind) => {
    given(committee, created)
      .when(designate('somebody'), { ...asOwner, facts: { ...registered, kind } })
      .thenRejected('CANNOT_DECIDE', 'party');
  });

  it('is registered', () => {
    given(committee, created)
      .when(designate('nobody'), { ...asOwner, facts: { registered: false, kind: null, jurisdiction: '' } })
      .thenRejected('PARTY_NOT_FOUND', 'party');
  });
});
