import type { Actor } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { committee } from '../committee/committee.js';
import type { CommentedStandard } from './commented-standard.js';
import { CommentOnDraft, DisposeComment, WithdrawDraftComment } from './draft-comment.commands.js';
import type { CommentVerdict, DraftCommentEvent } from './draft-comment.events.js';
import { type Commenting, draftComment } from './draft-comment.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const member: Actor = { person: 'mei', party: 'cn-customs', kind: 'AGENCY', roles: ['OFFICER'] };
const liaison: Actor = { person: 'lea', party: 'consumers-world', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const stranger: Actor = { person: 'sam', party: 'shop', kind: 'ENTERPRISE', roles: ['OFFICER'] };

const standard: CommentedStandard = {
  association: 'trade-standards',
  committeeId: 'odr',
  editors: [
    { party: 'cn-customs', person: 'mei' },
    { party: 'dismissed', person: null },
  ],
  drafts: [['clause_1', 'clause_2'], ['clause_2', 'clause_3'], ['clause_2']],
};
const members = [{ party: 'cn-customs', kind: 'P_MEMBER' as const, interest: null }];
const facts: Commenting = {
  standard,
  committee: { ...committee.initialState, created: true, association: 'trade-standards', members, liaisons: ['consumers-world'] },
};

const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { commentId: 'c-1' }, body);
const says = { kind: 'TECHNICAL' as const, text: 'Thirty days are too few.' };
const comment = (body: Partial<CommentOnDraft> = {}) => command(CommentOnDraft, { standardId: 'returns', ...says, ...body });
const commented = (data: object = {}): DraftCommentEvent => ({
  type: 'association.draft-comment.DraftCommented',
  data: {
    standardId: 'returns',
    association: 'trade-standards',
    draftVersion: 2,
    author: 'cn-customs',
    clause: 'clause_3',
    line: null,
    element: null,
    ...says,
    proposedChange: null,
    place: 2,
    commentedAt: TEST_NOW,
    ...data,
  },
});
const withdrawn: DraftCommentEvent = { type: 'association.draft-comment.DraftCommentWithdrawn', data: {} };
const disposed = (verdict: Partial<CommentVerdict>): DraftCommentEvent => ({
  type: 'association.draft-comment.DraftCommentDisposed',
  data: { disposition: 'ACCEPTED', observation: null, resultingDraft: null, ...verdict, disposedAt: TEST_NOW },
});

describe('A comment on a draft', () => {
  it('is about a section of a draft, and notes where in the text that is', () => {
    const body = { draftVersion: 2, clause: 'clause_3', line: '17', element: 'Table 1', proposedChange: 'Sixty days.' };
    given(draftComment)
      .when(comment(body), { actor: member, facts })
      .then(commented({ line: '17', element: 'Table 1', proposedChange: 'Sixty days.' }));
  });

  it('is about the whole of the latest draft where it names neither', () => {
    given(draftComment)
      .when(comment(), { actor: member, facts })
      .then(commented({ draftVersion: 3, clause: null, place: 0 }));
  });

  it.each([
    ['the association itself', association],
    ['a body in liaison', liaison],
  ])('is made by %s, too', (_, actor) => {
    given(draftComment)
      .when(comment({ draftVersion: 2, clause: 'clause_3' }), { actor, facts })
      .then(commented({ author: actor.party }));
  });

  it('is made by nobody else', () => {
    given(draftComment).when(comment(), { actor: stranger, facts }).thenRejected('NOT_IN_COMMITTEE', 'standardId');
  });

  it('needs a standard, a draft of it, and a section of that draft', () => {
    const unknown = { ...facts, standard: { association: '', committeeId: '', editors: [], drafts: [] } };
    const undrafted = { ...facts, standard: { ...standard, drafts: [] } };
    const by = { actor: member, facts };
    given(draftComment)
      .when(comment(), { actor: member, facts: unknown })
      .thenRejected('STANDARD_NOT_FOUND', 'standardId')
      .when(comment(), { actor: member, facts: undrafted })
      .thenRejected('UNKNOWN_DRAFT', 'draftVersion')
      .when(comment({ draftVersion: 4 }), by)
      .thenRejected('UNKNOWN_DRAFT', 'draftVersion')
      .when(comment({ draftVersion: 2, clause: 'clause_1' }), by)
      .thenRejected('UNKNOWN_CLAUSE', 'clause');
  });

  it('is refused under an id that is taken, and has nothing to hide', () => {
    given(draftComment, commented()).when(comment(), { actor: member, facts }).thenRejected('COMMENT_EXISTS', 'commentId');
    expect(draftComment.disclosedTo(draftComment.initialState, null, TEST_NOW)).toBe(true);
  });
});

describe('A comment is taken back', () => {
  const withdraw = command(WithdrawDraftComment);

  it('by its author, once', () => {
    given(draftComment, commented()).when(withdraw, { actor: member }).then(withdrawn).when(withdraw, { actor: member }).thenNothing();
  });

  it('by nobody else, not where there is none, and not when something was said to it', () => {
    given(draftComment).when(withdraw, { actor: member }).thenRejected('COMMENT_NOT_FOUND', 'commentId');
    given(draftComment, commented()).when(withdraw, { actor: association }).thenRejected('NOT_YOURS', 'commentId');
    given(draftComment, commented(), disposed({})).when(withdraw, { actor: member }).thenRejected('COMMENT_DISPOSED', 'commentId');
  });
});

describe('A comment is disposed of', () => {
  const dispose = (body: Partial<DisposeComment>) => command(DisposeComment, body);
  const ours = { actor: association, facts };

  it('by the association, and again when it thinks better of it', () => {
    given(draftComment, commented())
      .when(dispose({ disposition: 'REJECTED', observation: 'Thirty are enough.' }), ours)
      .then(disposed({ disposition: 'REJECTED', observation: 'Thirty are enough.' }))
      .when(dispose({ disposition: 'REJECTED', observation: 'Thirty are enough.' }), ours)
      .thenNothing()
      .when(dispose({ disposition: 'ACCEPTED', resultingDraft: 3 }), ours)
      .then(disposed({ resultingDraft: 3 }));
  });

  it.each(['ACCEPTED_IN_PART', 'REJECTED', 'NOTED'] as const)('as %s only with an observation', (disposition) => {
    given(draftComment, commented()).when(dispose({ disposition }), ours).thenRejected('OBSERVATION_NEEDED', 'observation');
  });

  it('with a later draft that is there, where something was accepted', () => {
    const accepted = { disposition: 'ACCEPTED' as const };
    given(draftComment, commented())
      .when(dispose({ ...accepted, resultingDraft: 2 }), ours)
      .thenRejected('CHANGE_BEFORE_COMMENT', 'resultingDraft')
      .when(dispose({ ...accepted, resultingDraft: 4 }), ours)
      .thenRejected('UNKNOWN_DRAFT', 'resultingDraft')
      .when(dispose({ disposition: 'NOTED', observation: 'Yes.', resultingDraft: 3 }), ours)
      .thenRejected('CHANGE_NOT_DUE', 'resultingDraft');
  });

  it('by an editor, for the person who was appointed and as long as the party is of the committee', () => {
    const accept = dispose({ disposition: 'ACCEPTED' });
    const elsewhere: Actor = { ...member, party: 'dismissed' };
    given(draftComment, commented())
      .when(accept, { actor: { ...member, person: 'lin' }, facts })
      .thenRejected('NOT_YOURS', 'commentId')
      .when(accept, { actor: elsewhere, facts })
      .thenRejected('NOT_YOURS', 'commentId')
      .when(accept, { actor: member, facts })
      .then(disposed({}));
  });

  it('by no other association, not when it was withdrawn, and not where there is none', () => {
    const accept = dispose({ disposition: 'ACCEPTED' });
    given(draftComment, commented()).when(accept, { actor: liaison, facts }).thenRejected('NOT_YOURS', 'commentId');
    given(draftComment, commented(), withdrawn).when(accept, ours).thenRejected('COMMENT_WITHDRAWN', 'commentId');
    given(draftComment).when(accept, ours).thenRejected('COMMENT_NOT_FOUND', 'commentId');
  });
});
