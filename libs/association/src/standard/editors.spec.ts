import type { Actor } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { type CommitteeState, committee } from '../committee/committee.js';
import { contentHash } from './content-hash.js';
import { AppointEditor, DismissEditor, SubmitDraft } from './standard.commands.js';
import type { Editor, StandardEvent } from './standard.events.js';
import { MOST_EDITORS, standard } from './standard.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const li: Actor = { person: 'li', party: 'cn-customs', kind: 'AGENCY', roles: ['OFFICER'] };
const wang: Actor = { ...li, person: 'wang' };

const members: CommitteeState = {
  ...committee.initialState,
  created: true,
  association: 'trade-standards',
  members: [{ party: 'cn-customs', kind: 'P_MEMBER', interest: null }],
};
const ours = { actor: association, facts: members };
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { standardId: 'returns' }, body);
const appoint = (body: Partial<AppointEditor> = {}) => command(AppointEditor, { party: 'cn-customs', ...body });
const sections = [{ eId: 'clause_1', heading: null, text: [{ language: 'en', text: 'Goods go back.' }] }];
const draft = command(SubmitDraft, { sections: sections.map(({ eId, text }) => ({ eId, text })) });

const proposed: StandardEvent = {
  type: 'association.standard.StandardProposed',
  data: { association: 'trade-standards', committeeId: 'odr', titles: [], scope: [], stage: 'NP', procedure: 'FAST_TRACK' },
};
const appointed = (changes: Partial<Editor> = {}): StandardEvent => ({
  type: 'association.standard.EditorAppointed',
  data: { party: 'cn-customs', person: null, ...changes },
});
const dismissed = (changes: Partial<Editor> = {}): StandardEvent => ({
  type: 'association.standard.EditorDismissed',
  data: { party: 'cn-customs', person: null, ...changes },
});

const submitted: StandardEvent = {
  type: 'association.standard.DraftSubmitted',
  data: { version: 1, sections, contentHash: contentHash(sections), stage: 'NP', submittedAt: TEST_NOW },
};

const drafts = (actor: Actor, facts: CommitteeState, ...events: readonly StandardEvent[]) =>
  given(standard, proposed, ...events).when(draft, { actor, facts });

describe('An editor', () => {
  it('is appointed once, and dismissed', () => {
    given(standard, proposed)
      .when(appoint(), ours)
      .then(appointed())
      .when(appoint(), ours)
      .thenNothing()
      .when(command(DismissEditor, { party: 'cn-customs' }), ours)
      .then(dismissed())
      .when(command(DismissEditor, { party: 'cn-customs' }), ours)
      .thenRejected('EDITOR_NOT_FOUND', 'party');
  });

  it('is a member of the committee, or the association', () => {
    given(standard, proposed)
      .when(appoint({ party: 'stranger' }), ours)
      .thenRejected('MEMBER_NOT_FOUND', 'party')
      .when(appoint({ party: 'trade-standards', person: 'ida' }), ours)
      .then(appointed({ party: 'trade-standards', person: 'ida' }));
  });

  it('submits drafts through each of its officers, or through the one person who was named', () => {
    drafts(li, members, appointed()).then(submitted);
    drafts(wang, members, appointed()).then(submitted);
    const named = appointed({ person: 'li' });
    drafts(li, members, named).then(submitted);
    for (const refused of [drafts(wang, members, named), drafts(li, members, named, dismissed({ person: 'li' })), drafts(li, members)]) {
      refused.thenRejected('NOT_YOURS', 'standardId');
    }
  });

  it('drafts no more when its party is no member any more', () => {
    drafts(li, { ...members, members: [] }, appointed()).thenRejected('NOT_YOURS', 'standardId');
  });

  it('is one of so many, and no more', () => {
    const all = Array.from({ length: MOST_EDITORS }, (_, index) => appointed({ person: `person-${index}` }));
    given(standard, proposed, ...all)
      .when(appoint(), ours)
      .thenRejected('TOO_MANY_EDITORS', 'party');
  });

  it('that is a person makes the history one that the association and auditors read', () => {
    const sees = (...events: readonly StandardEvent[]) => {
      const state = [proposed, ...events].reduce((before, event) => standard.evolve(before, event), standard.initialState);
      return [association, { ...li, kind: 'AUDITOR' } as const, li, null].map((reader) => standard.disclosedTo(state, reader, TEST_NOW));
    };
    expect(sees(appointed())).toEqual([true, true, true, true]);
    expect(sees(appointed({ person: 'li' }), dismissed({ person: 'li' }))).toEqual([true, true, false, false]);
  });
});

describe.each([
  ['appoints', appoint()],
  ['dismisses', command(DismissEditor, { party: 'cn-customs' })],
])('Nobody %s an editor', (_, act) => {
  it('of a standard that is not there', () => {
    given(standard).when(act, ours).thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });

  it('but the association', () => {
    given(standard, proposed)
      .when(act, { ...ours, actor: { ...association, party: 'other-standards' } })
      .thenRejected('NOT_YOURS', 'standardId');
  });
});
