import type { Instant, Recorded } from '@concord/kernel';
import type { BallotEvent } from '../../ballot/ballot.events.js';
import { CLOSES, closedWith, content, openedWith, publishedAs } from '../../ballot/testing/ballots.js';
import type { PublishedVote } from '../../ballot/vote.js';
import { ballotCourse, type Course } from '../course.js';
import { type Minutes, type MinutesFacts, minutesOf } from '../minutes.js';

/** How a ballot went with these events, the last of which occurred at its close. */
export const courseOf = (...events: readonly BallotEvent[]): Course =>
  events
    .map(
      (event, index) =>
        ({
          ...event,
          position: `${index + 7}`,
          metadata: { occurredAt: CLOSES, party: 'trade-standards' },
        }) as unknown as Recorded<BallotEvent>,
    )
    .reduce((course, event) => ballotCourse.evolve(course, event), ballotCourse.initialState);

export const FACTS: MinutesFacts = {
  ballotId: 'returns-dis',
  standard: {
    titles: [
      { language: 'en', text: 'Returns <of> goods' },
      { language: 'ar', text: 'إرجاع البضائع' },
    ],
    outcome: { what: 'MOVED', to: 'PUBLISHED' },
  },
  committeeNames: [{ language: 'de', text: 'Streitigkeiten' }],
  names: new Map([
    ['cn-customs', '中国海关 (China Customs)'],
    ['us-cpsc', 'Consumer Product Safety Commission'],
  ]),
  appeals: [],
};

export const minuted = (course: Course, facts: Partial<MinutesFacts> = {}): Minutes => minutesOf(course, { ...FACTS, ...facts });

export const published = (vote: PublishedVote): BallotEvent => ({ type: 'association.ballot.VotePublished', data: vote });

const REASON = 'Clause 4 <b>must not</b> stand.';

/** A ballot that closed on one vote in favour and one against. */
export function closedCourse(secrecy: 'SEALED' | 'SECRET' = 'SEALED'): Course {
  const opening = openedWith({ secrecy });
  const isSecret = secrecy === 'SECRET';
  const votes = [
    publishedAs('receipt-1', isSecret ? null : 'cn-customs', 'P_MEMBER', content('APPROVE')),
    publishedAs('receipt-2', isSecret ? null : 'us-cpsc', 'O_MEMBER', content('DISAPPROVE', { technicalReason: REASON })),
  ];
  return courseOf(
    opening,
    ...['us-cpsc', 'cn-customs'].map(
      (party): BallotEvent => ({
        type: 'association.ballot.VoteCast',
        data: { party, castBy: 'cn-customs', content: null, sealed: 'ciphertext' },
      }),
    ),
    ...votes.map(published),
    closedWith(opening, votes),
  );
}

export const LATER = '2026-04-02T10:30:00.000Z' as Instant;
