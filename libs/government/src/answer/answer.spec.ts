import type { Actor } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import type { CommentState } from '../comment/comment.js';
import type { ConsultedNorm } from '../comment/consulted-norm.js';
import { AnswerComments, ApplyAnswer, ReviseAnswer } from './answer.commands.js';
import type { AnswerEvent } from './answer.events.js';
import { answer } from './answer.js';

const en = (text: string) => [{ language: 'en', text }];
const provision = (eId: string, text: string) => ({
  eId,
  parent: null,
  kind: 'SECTION' as const,
  number: null,
  headings: [],
  text: en(text),
  requirement: null,
});
const draft = (title: string, ...provisions: ReturnType<typeof provision>[]) => ({
  titles: en(title),
  hsCodes: [],
  provisions,
  amendments: [],
});
const norm: ConsultedNorm = {
  agency: 'cpsc',
  window: null,
  drafts: [
    draft('Toys', provision('sec_1', 'Once'), provision('sec_2', 'Twice'), provision('sec_3', 'Thrice')),
    draft('Toys', provision('sec_1', 'At least once'), provision('sec_3', 'Thrice'), provision('sec_4', 'Never')),
    draft('Toys and games', provision('sec_1', 'At least once'), provision('sec_3', 'Thrice'), provision('sec_4', 'Never')),
  ],
};
const comment = (fields: Partial<CommentState> = {}): CommentState => ({
  status: 'SUBMITTED',
  normId: 'toys',
  agency: 'cpsc',
  author: 'shop',
  draft: 1,
  answer: null,
  ...fields,
});

const agency: Actor = { person: 'kim', party: 'cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
const asAgency = (...comments: CommentState[]) => ({ actor: agency, facts: { norm, comments } });
const asOther = (...comments: CommentState[]) => ({ ...asAgency(...comments), actor: { ...agency, party: 'uscbp' } });

const id = { answerId: 'an-answer' };
const give = (fields: Partial<AnswerComments> = {}) =>
  Object.assign(new AnswerComments(), {
    ...id,
    normId: 'toys',
    comments: ['one'],
    disposition: 'REJECTED',
    reason: en('It costs too much'),
    ...fields,
  });
const apply = (...comments: string[]) => Object.assign(new ApplyAnswer(), { ...id, comments });
const revise = (fields: Partial<ReviseAnswer> = {}) =>
  Object.assign(new ReviseAnswer(), { ...id, disposition: 'OUT_OF_SCOPE', reason: en('It is about shoes'), why: 'Better said', ...fields });

const givenAs = (fields: object = {}): AnswerEvent => ({
  type: 'government.answer.AnswerGiven',
  data: { normId: 'toys', agency: 'cpsc', disposition: 'REJECTED', reason: en('It costs too much'), change: null, ...fields },
});
const applied = (comments: string[], latestDraft = 1): AnswerEvent => ({
  type: 'government.answer.AnswerApplied',
  data: { comments, latestDraft },
});
const revised = (fields: object = {}): AnswerEvent => ({
  type: 'government.answer.AnswerRevised',
  data: { disposition: 'OUT_OF_SCOPE', reason: en('It is about shoes'), change: null, why: 'Better said', ...fields },
});

describe('An answer', () => {
  test('serves all the comments that are named, and later ones', () => {
    given(answer)
      .when(give({ comments: ['one', 'two'] }), asAgency(comment(), comment({ draft: 2 })))
      .then(givenAs(), applied(['one', 'two'], 2))
      .when(apply('three'), asAgency(comment({ draft: 3 })))
      .then(applied(['three'], 3));
  });

  test('is of the agency that consults', () => {
    given(answer).when(give(), asOther(comment())).thenRejected('NOT_YOURS');
    given(answer, givenAs()).when(apply('two'), asOther(comment())).thenRejected('NOT_YOURS');
    given(answer, givenAs())
      .when(revise(), { ...asOther(), facts: norm })
      .thenRejected('NOT_YOURS');
  });

  test('is to comments that are there, about the norm, and not withdrawn; each is named that is not', () => {
    const named = give({ comments: ['one', 'two'] });
    given(answer)
      .when(named, asAgency(comment(), comment({ status: 'UNKNOWN' })))
      .thenRejected('COMMENT_NOT_FOUND', 'comments.1');
    given(answer)
      .when(named, asAgency(comment({ normId: 'shoes' }), comment()))
      .thenRejected('COMMENT_ON_OTHER_NORM', 'comments.0');
    given(answer)
      .when(named, asAgency(comment(), comment({ status: 'WITHDRAWN' })))
      .thenRejected('COMMENT_WITHDRAWN', 'comments.1');
    given(answer, givenAs())
      .when(apply('two'), asAgency(comment({ status: 'UNKNOWN' })))
      .thenRejected('COMMENT_NOT_FOUND', 'comments.0');
    given(answer)
      .when(give(), { actor: agency, facts: { norm: { ...norm, agency: '' }, comments: [comment()] } })
      .thenRejected('NORM_NOT_FOUND', 'normId');
  });

  test('is there once, and before it is applied or changed', () => {
    given(answer, givenAs()).when(give(), asAgency(comment())).thenRejected('ANSWER_EXISTS', 'answerId');
    given(answer).when(apply('one'), asAgency(comment())).thenRejected('ANSWER_NOT_FOUND', 'answerId');
    given(answer).when(revise(), { actor: agency, facts: norm }).thenRejected('ANSWER_NOT_FOUND', 'answerId');
  });

  test.each(['ACCEPTED', 'ACCEPTED_IN_PART'] as const)(
    'that is %s names a change that a draft brought after the comments',
    (disposition) => {
      const accept = (draft: number, ...eIds: string[]) => give({ disposition, change: { draft, eIds } });
      for (const eIds of [['sec_1'], ['sec_2'], ['sec_4'], ['sec_1', 'sec_2', 'sec_4']]) {
        given(answer)
          .when(accept(2, ...eIds.toReversed()), asAgency(comment()))
          .then(givenAs({ disposition, change: { draft: 2, eIds } }), applied(['one']));
      }
      given(answer).when(accept(2, 'sec_3'), asAgency(comment())).thenRejected('NOT_CHANGED', 'change.eIds');
      given(answer).when(accept(2, 'sec_5'), asAgency(comment())).thenRejected('UNKNOWN_PROVISION', 'change.eIds');
      given(answer).when(accept(4, 'sec_1'), asAgency(comment())).thenRejected('UNKNOWN_DRAFT', 'change.draft');
      given(answer)
        .when(accept(2, 'sec_1'), asAgency(comment({ draft: 2 })))
        .thenRejected('CHANGE_BEFORE_COMMENT', 'change.draft');
      given(answer).when(give({ disposition }), asAgency(comment())).thenRejected('CHANGE_MISSING', 'change');
    },
  );

  test('can name a change of the title alone', () => {
    const accept = (draft: number) => give({ disposition: 'ACCEPTED', change: { draft } });
    given(answer)
      .when(accept(3), asAgency(comment()))
      .then(givenAs({ disposition: 'ACCEPTED', change: { draft: 3, eIds: [] } }), applied(['one']));
    given(answer).when(accept(2), asAgency(comment())).thenRejected('NOT_CHANGED', 'change.eIds');
  });

  test.each(['REJECTED', 'OUT_OF_SCOPE'] as const)('that is %s names no change', (disposition) => {
    given(answer)
      .when(give({ disposition, change: { draft: 2, eIds: ['sec_1'] } }), asAgency(comment()))
      .thenRejected('CHANGE_NOT_DUE', 'change');
  });

  test('that accepts a change is not applied to a comment on the draft that has it', () => {
    given(answer, givenAs({ disposition: 'ACCEPTED', change: { draft: 2, eIds: ['sec_1'] } }))
      .when(apply('late'), asAgency(comment({ draft: 2 })))
      .thenRejected('CHANGE_BEFORE_COMMENT', 'change.draft');
  });

  test('can be changed, with the reason; the same again is nothing', () => {
    const facts = { actor: agency, facts: norm };
    given(answer, givenAs(), applied(['one'], 2))
      .when(revise(), facts)
      .then(revised())
      .when(revise({ why: 'Once more' }), facts)
      .thenNothing();
    given(answer, givenAs(), applied(['one'], 2))
      .when(revise({ disposition: 'ACCEPTED', change: { draft: 2, eIds: ['sec_1'] } }), facts)
      .thenRejected('CHANGE_BEFORE_COMMENT', 'change.draft')
      .when(revise({ disposition: 'ACCEPTED', change: { draft: 3 } }), facts)
      .then(revised({ disposition: 'ACCEPTED', change: { draft: 3, eIds: [] } }));
  });
});
