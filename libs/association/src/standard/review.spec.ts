import type { Recorded } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { contentHash } from './content-hash.js';
import { StartReview, SubmitDraft } from './standard.commands.js';
import { reviewDeadline } from './standard.deadlines.js';
import type { StandardEvent } from './standard.events.js';
import { standard } from './standard.js';
import {
  adopted,
  advance,
  advanced,
  against,
  annulled,
  at,
  atDIS,
  command,
  failed,
  IN_3_YEARS,
  inReview,
  moved,
  ours,
  outcome,
  published,
  record,
  reviewed,
  settled,
} from './testing/moves.js';

describe('The review', () => {
  const start = command(StartReview);

  it('starts when the period that was in force at the publication is over', () => {
    given(standard, ...published)
      .when(start, { now: at('2029-03-01T11:59:59.999Z') })
      .thenRejected('NOT_YET_DUE')
      .when(start, { now: IN_3_YEARS })
      .then(reviewed('PUBLISHED', 'fdis'))
      .when(start, { now: IN_3_YEARS })
      .thenNothing();
  });

  it('of what an event of before published starts when the platform says so', () => {
    given(standard, ...atDIS, adopted('dis', 'DIS', null))
      .when(start)
      .then(reviewed('PUBLISHED', 'dis', null));
  });

  it('starts for nothing that is not published any more', () => {
    given(standard, ...published, annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))
      .when(start, { now: IN_3_YEARS })
      .thenNothing();
    given(standard).when(start).thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });

  it.each(['CONFIRMED', 'REVISED', 'WITHDRAWN'] as const)('ends as the ballot decides on what was proposed: %s', (stage) => {
    given(standard, ...inReview)
      .when(record('review'), settled({ review: outcome('REVIEW', stage) }))
      .then(moved('review', 'REVIEW', stage));
  });

  it('goes on where the ballot fails, for another proposal', () => {
    given(standard, ...inReview)
      .when(record('review'), settled({ review: outcome('REVIEW', 'WITHDRAWN', against) }))
      .then(failed('review', 'REVIEW', 'WITHDRAWN'))
      .when(record('again'), settled({ again: outcome('REVIEW', 'CONFIRMED') }))
      .then(moved('again', 'REVIEW', 'CONFIRMED'));
  });

  it('comes again after the confirmation', () => {
    given(standard, ...inReview, moved('review', 'REVIEW', 'CONFIRMED', IN_3_YEARS))
      .when(start, { now: at('2031-01-01T00:00:00.000Z') })
      .thenRejected('NOT_YET_DUE')
      .when(start, { now: at('2032-03-01T12:00:00.000Z') })
      .then(reviewed('CONFIRMED', 'review', IN_3_YEARS));
  });

  it('that revises opens the text, which begins again as a working draft', () => {
    const sections = [{ eId: 'clause_1', heading: null, text: [{ language: 'en', text: 'Goods go back within 30 days.' }] }];
    const draft = command(SubmitDraft, { sections: sections.map(({ eId, text }) => ({ eId, text })) });
    given(standard, ...inReview, moved('review', 'REVIEW', 'REVISED'))
      .when(draft, ours)
      .then({
        type: 'association.standard.DraftSubmitted',
        data: { version: 2, sections, contentHash: contentHash(sections), stage: 'REVISED', submittedAt: TEST_NOW },
      })
      .when(advance('WD'), ours)
      .then(advanced('REVISED', 'WD'));
  });

  it('falls due by itself, and not where there is nothing to review', () => {
    const changes = (event: StandardEvent) =>
      reviewDeadline.changes({
        ...event,
        stream: 'association.standard/returns',
        metadata: { occurredAt: TEST_NOW },
      } as unknown as Recorded<never>);
    const set = { set: 'returns', dueAt: IN_3_YEARS, command: command(StartReview) };
    expect(changes(adopted('fdis', 'FDIS'))).toEqual([set]);
    expect(changes(adopted('fdis', 'FDIS', null))).toEqual([set]);
    expect(changes(moved('review', 'REVIEW', 'CONFIRMED'))).toEqual([set]);
    expect(changes(moved('review', 'REVIEW', 'WITHDRAWN'))).toEqual([{ clear: 'returns' }]);
    expect(changes(annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))).toEqual([{ clear: 'returns' }]);
  });
});
