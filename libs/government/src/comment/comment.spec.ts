import type { FileFacts } from '@concord/files';
import { type Actor, type Instant, PLATFORM, PUBLIC } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import type { NormEvent } from '../norm/norm.events.js';
import { PublishComment, RecordAnswer, SubmitComment, WithdrawComment, WithholdComment } from './comment.commands.js';
import type { CommentEvent } from './comment.events.js';
import { comment } from './comment.js';
import { maySeeComment } from './comment-readers.js';
import { type ConsultedNorm, consultedNorm, takesComments } from './consulted-norm.js';

const instant = (text: string) => text as Instant;
const opensAt = instant('2026-03-01T05:00:00.000Z');
const closesAt = instant('2026-03-15T03:59:59.000Z');
const now = instant('2026-03-10T12:00:00.000Z');
const provisions = (...eIds: string[]) => eIds.map((eId) => ({ eId }));
const draft = (...eIds: string[]) => ({ titles: [], hsCodes: [], provisions: provisions(...eIds), amendments: [] }) as never;
const norm: ConsultedNorm = { agency: 'cpsc', window: { opensAt, closesAt }, drafts: [draft('sec_1', 'sec_2'), draft('sec_1')] };
const file: FileFacts = { stored: true, size: 7, mediaType: 'application/pdf' };

const shop: Actor = { person: 'lin', party: 'shop', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const agency: Actor = { person: 'kim', party: 'cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
const other: Actor = { ...agency, party: 'uscbp' };
const circumstances = (facts: Partial<ConsultedNorm> = {}, files: readonly FileFacts[] = []) => ({
  actor: shop,
  now,
  facts: { norm: { ...norm, ...facts }, files },
});

const text = [{ language: 'en', text: 'Test them twice.' }];
const id = { commentId: 'a-comment' };
const submit = (fields: Partial<SubmitComment> = {}) => Object.assign(new SubmitComment(), { ...id, normId: 'toys', text, ...fields });
const withdraw = () => Object.assign(new WithdrawComment(), id);
const publish = (reason?: string) => Object.assign(new PublishComment(), { ...id, reason });
const withhold = () => Object.assign(new WithholdComment(), { ...id, reason: 'An advertisement' });
const recordAnswer = (answerId: string) => Object.assign(new RecordAnswer(), { ...id, answerId });

const submitted = (fields: object = {}): CommentEvent => ({
  type: 'government.comment.CommentSubmitted',
  data: { normId: 'toys', agency: 'cpsc', author: 'shop', draft: 2, provision: null, text, attachments: [], submittedAt: now, ...fields },
});
const withdrawn: CommentEvent = { type: 'government.comment.CommentWithdrawn', data: { normId: 'toys' } };
const published: CommentEvent = { type: 'government.comment.CommentPublished', data: { reason: null } };
const withheld: CommentEvent = { type: 'government.comment.CommentWithheld', data: { reason: 'An advertisement' } };
const answered = (answer: string, before: string | null = null): CommentEvent => ({
  type: 'government.comment.CommentAnswered',
  data: { normId: 'toys', answer, before },
});

describe('A comment', () => {
  test('is about the latest draft and the whole, unless it says otherwise', () => {
    given(comment).when(submit(), circumstances()).then(submitted());
    given(comment)
      .when(submit({ draft: 1, provision: 'sec_2' }), circumstances())
      .then(submitted({ draft: 1, provision: 'sec_2' }));
    given(comment)
      .when(submit({ provision: 'sec_2' }), circumstances())
      .thenRejected('UNKNOWN_PROVISION', 'provision');
    given(comment)
      .when(submit({ draft: 3 }), circumstances())
      .thenRejected('UNKNOWN_DRAFT', 'draft');
  });

  test('of the public names nobody', () => {
    given(comment)
      .when(submit(), { ...circumstances(), actor: PUBLIC })
      .then(submitted({ author: null }));
  });

  test('is taken from the first instant of the window until the one before its end', () => {
    const at = (text: string) => ({ ...circumstances(), now: instant(text) });
    given(comment).when(submit(), at('2026-03-01T04:59:59.999Z')).thenRejected('NO_CONSULTATION', 'normId');
    given(comment)
      .when(submit(), at(opensAt))
      .then(submitted({ submittedAt: opensAt }));
    given(comment)
      .when(submit(), at('2026-03-15T03:59:58.999Z'))
      .then(submitted({ submittedAt: instant('2026-03-15T03:59:58.999Z') }));
    given(comment).when(submit(), at(closesAt)).thenRejected('NO_CONSULTATION', 'normId');
    given(comment)
      .when(submit(), circumstances({ window: null }))
      .thenRejected('NO_CONSULTATION', 'normId');
    given(comment)
      .when(submit(), circumstances({ agency: '' }))
      .thenRejected('NORM_NOT_FOUND', 'normId');
  });

  test('carries files that are there, as they were handed in', () => {
    const sha256 = 'a'.repeat(64);
    const named = submit({ attachments: [{ name: 'report.pdf', sha256 }] });
    const attachments = [{ name: 'report.pdf', sha256, size: 7, mediaType: 'application/pdf' }];
    given(comment)
      .when(named, circumstances({}, [file]))
      .then(submitted({ attachments }));
    given(comment)
      .when(named, circumstances({}, [{ ...file, stored: false }]))
      .thenRejected('FILE_NOT_FOUND', 'attachments.0.sha256');
  });

  test('is made once', () => {
    given(comment, submitted()).when(submit(), circumstances()).thenRejected('COMMENT_EXISTS', 'commentId');
  });

  test('is taken back by its author until it is answered; one of the public by nobody', () => {
    given(comment, submitted(), published)
      .when(withdraw(), { actor: shop })
      .then(withdrawn)
      .when(withdraw(), { actor: shop })
      .thenNothing();
    given(comment, submitted())
      .when(withdraw(), { actor: { ...shop, party: 'rival' } })
      .thenRejected('NOT_YOURS');
    given(comment, submitted({ author: null }))
      .when(withdraw(), { actor: { ...shop, party: 'public' } })
      .thenRejected('NOT_YOURS');
    given(comment, submitted(), answered('no')).when(withdraw(), { actor: shop }).thenRejected('COMMENT_ANSWERED');
    given(comment).when(withdraw(), { actor: shop }).thenRejected('COMMENT_NOT_FOUND', 'commentId');
  });

  test('is published and withheld by the agency that consults, in either order', () => {
    given(comment, submitted())
      .when(publish(), { actor: agency })
      .then(published)
      .when(publish(), { actor: agency })
      .thenNothing()
      .when(withhold(), { actor: agency })
      .then(withheld)
      .when(withhold(), { actor: agency })
      .thenNothing()
      .when(publish('A mistake of ours'), { actor: agency })
      .then({ type: 'government.comment.CommentPublished', data: { reason: 'A mistake of ours' } });
    given(comment, submitted()).when(publish(), { actor: other }).thenRejected('NOT_YOURS');
    given(comment, submitted(), withdrawn).when(publish(), { actor: agency }).thenRejected('COMMENT_WITHDRAWN');
  });

  test('has one answer, the last that was given; withdrawn, it gets none', () => {
    const asPlatform = { actor: PLATFORM };
    given(comment, submitted(), withheld)
      .when(recordAnswer('no'), asPlatform)
      .then(answered('no'))
      .when(recordAnswer('no'), asPlatform)
      .thenNothing()
      .when(recordAnswer('yes'), asPlatform)
      .then(answered('yes', 'no'));
    given(comment, submitted(), withdrawn).when(recordAnswer('no'), asPlatform).thenNothing();
    given(comment).when(recordAnswer('no'), asPlatform).thenRejected('COMMENT_NOT_FOUND');
  });

  test('is seen by everyone once it is published, and before by its author, the agency and auditors', () => {
    const seenBy = (status: 'SUBMITTED' | 'PUBLISHED' | 'WITHHELD' | 'WITHDRAWN' | 'UNKNOWN', author: string | null = 'shop') =>
      [null, shop, agency, other, { ...agency, party: 'audit', kind: 'AUDITOR' } as Actor].map((reader) =>
        maySeeComment({ status, agency: status === 'UNKNOWN' ? '' : 'cpsc', author }, reader),
      );
    expect(seenBy('PUBLISHED')).toEqual([true, true, true, true, true]);
    for (const status of ['SUBMITTED', 'WITHHELD', 'WITHDRAWN'] as const) expect(seenBy(status)).toEqual([false, true, true, false, true]);
    expect(seenBy('SUBMITTED', null)).toEqual([false, false, true, false, true]);
  });
});

describe('The norm that is consulted on', () => {
  const event = (type: NormEvent['type'], data: object = {}) => ({ type, data }) as NormEvent;
  const folded = (...events: NormEvent[]) => events.reduce(consultedNorm.evolve, consultedNorm.initialState);
  const drafted = event('government.norm.NormDrafted', { agency: 'cpsc', provisions: provisions('sec_1') });
  const opened = event('government.norm.ConsultationOpened', { opensAt, closesAt, zone: 'UTC' });
  const later = instant('2026-04-01T00:00:00.000Z');

  test('takes comments in the window as it is now: extended, corrected or reopened', () => {
    expect(takesComments(folded(drafted), now)).toBe(false);
    expect(takesComments(folded(drafted, opened), now)).toBe(true);
    const extended = folded(drafted, opened, event('government.norm.ConsultationExtended', { closesAt: later }));
    expect(takesComments(extended, instant('2026-03-31T00:00:00.000Z'))).toBe(true);
    const moved = { opensAt: later, closesAt: instant('2026-05-01T00:00:00.000Z'), zone: 'UTC' };
    const corrected = folded(drafted, opened, event('government.norm.ConsultationCorrected', moved));
    expect([now, later].map((each) => takesComments(corrected, each))).toEqual([false, true]);
    const reopened = folded(
      drafted,
      opened,
      event('government.norm.ConsultationClosed'),
      event('government.norm.ConsultationReopened', moved),
    );
    expect([now, later].map((each) => takesComments(reopened, each))).toEqual([false, true]);
  });

  test.each(['government.norm.ConsultationClosed', 'government.norm.ConsultationWithdrawn', 'government.norm.NormWithdrawn'] as const)(
    'takes none after %s',
    (type) => {
      expect(takesComments(folded(drafted, opened, event(type)), now)).toBe(false);
    },
  );

  test('remembers each draft', () => {
    const revised = folded(drafted, event('government.norm.DraftRevised', { revision: 2, provisions: provisions('sec_1', 'sec_2') }));
    expect(revised.drafts.map((each) => each.provisions.length)).toEqual([1, 2]);
  });
});
