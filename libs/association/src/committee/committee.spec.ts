import type { PartyFacts } from '@concord/identity';
import type { Actor } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { AppointMember, CreateCommittee, DismissMember } from './committee.commands.js';
import type { CommitteeEvent, MemberKind } from './committee.events.js';
import { committee, MOST_MEMBERS } from './committee.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-standards' };

const names = [{ language: 'en', text: 'Online dispute resolution' }];
const scope = [{ language: 'en', text: 'How complaints across borders are settled.' }];
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { committeeId: 'odr' }, body);
const appoint = (party: string, kind: MemberKind) => command(AppointMember, { party, kind });

const registered: PartyFacts = { registered: true, kind: 'AGENCY', jurisdiction: 'CN' };
const asOwner = { actor: association, facts: registered };

const created: CommitteeEvent = { type: 'association.committee.CommitteeCreated', data: { association: 'trade-standards', names, scope } };
const appointed = (party: string, kind: MemberKind): CommitteeEvent => ({
  type: 'association.committee.MemberAppointed',
  data: { party, kind },
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
        data: { association: 'trade-standards', names: [{ language: 'zh-Hans', text: '在线争议解决' }], scope },
      });
  });

  it('is refused under an id that is taken', () => {
    given(committee, created).when(command(CreateCommittee, { names, scope })).thenRejected('COMMITTEE_EXISTS', 'committeeId');
  });

  it('has nothing to hide', () => {
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
])('Nobody %s a member', (_, act) => {
  it('of a committee that is not there', () => {
    given(committee).when(act, asOwner).thenRejected('COMMITTEE_NOT_FOUND', 'committeeId');
  });

  it('but the association that owns the committee', () => {
    given(committee, created, appointed('cn-customs', 'O_MEMBER'))
      .when(act, { ...asOwner, actor: otherAssociation })
      .thenRejected('NOT_YOURS', 'committeeId');
  });
});
