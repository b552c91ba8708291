import type { Recorded } from '@concord/kernel';
import { type CommentDocket, type DocketEvent, docketAfter, reportOf } from './comment-docket.js';

const on = <Type extends DocketEvent['type']>(type: Type, data: object = {}) => {
  const aggregate = type.split('.').slice(0, 2).join('.');
  const stream = `${aggregate}/${aggregate === 'government.norm' ? 'toys' : 'a-comment'}`;
  return { type, stream, data: aggregate === 'government.norm' ? data : { normId: 'toys', ...data } } as unknown as Recorded<DocketEvent>;
};
const submitted = on('government.comment.CommentSubmitted');
const withdrawn = on('government.comment.CommentWithdrawn');
const answered = on('government.comment.CommentAnswered', { before: null });
const answeredAgain = on('government.comment.CommentAnswered', { before: 'another' });
const closed = on('government.norm.ConsultationClosed');
const windowWithdrawn = on('government.norm.ConsultationWithdrawn');
const reopened = on('government.norm.ConsultationReopened');

/** What the norm is told, as closing: unanswered of submitted. */
function told(...events: readonly Recorded<DocketEvent>[]): string[] {
  let docket: CommentDocket | undefined;
  return events.flatMap((event) => {
    docket = docketAfter(docket, event);
    const report = reportOf(docket, event);
    return report ? [`${report.closing}: ${report.unanswered} of ${report.submitted}`] : [];
  });
}

describe('What a norm is told of its comments', () => {
  test('is nothing while a window is open', () => {
    expect(told(submitted, answered, submitted, withdrawn)).toEqual([]);
  });

  test('is the count at the closing, also of none, and also where the consultation was withdrawn', () => {
    expect(told(closed)).toEqual(['1: 0 of 0']);
    expect(told(submitted, submitted, answered, closed)).toEqual(['1: 1 of 2']);
    expect(told(submitted, windowWithdrawn)).toEqual(['1: 1 of 1']);
  });

  test('is, after it, the last answer alone and not each on the way', () => {
    expect(told(submitted, submitted, submitted, closed, answered, answered, answered)).toEqual(['1: 3 of 3', '1: 0 of 3']);
    expect(told(submitted, submitted, closed, answered, withdrawn)).toEqual(['1: 2 of 2', '1: 0 of 2']);
  });

  test('is a comment that was recorded behind the closing', () => {
    expect(told(closed, submitted, submitted, answered, answered)).toEqual(['1: 0 of 0', '1: 1 of 1', '1: 0 of 2']);
  });

  test('is not another answer to a comment that has one', () => {
    expect(told(submitted, closed, answered, answeredAgain)).toEqual(['1: 1 of 1', '1: 0 of 1']);
  });

  test('begins again with each window, and says to which closing it belongs', () => {
    expect(told(submitted, closed, answered, reopened, submitted, answered, submitted, closed, answered)).toEqual([
      '1: 1 of 1',
      '1: 0 of 1',
      '2: 1 of 3',
      '2: 0 of 3',
    ]);
  });
});
