import { objectOf, pick, type Recorded } from '@concord/kernel';
import { rows } from '@concord/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ConsultationClosed, type ConsultationReopened, type ConsultationWithdrawn, normEvents } from '../norm/norm.events.js';
import { type CommentAnswered, type CommentSubmitted, type CommentWithdrawn, commentEvents } from './comment.events.js';
import { CountComments } from './count-comments.js';

/** The comments on a norm as the log has them. */
@Entity({ schema: 'government_comment_count', name: 'docket' })
export class CommentDocket {
  /** That of the norm. */
  @PrimaryColumn('text')
  id!: string;

  /** Whether the last window is over, so that each further change counts. */
  @Column('boolean')
  closed!: boolean;

  /** How often a window was closed or withdrawn. */
  @Column('integer')
  closings!: number;

  @Column('integer')
  submitted!: number;

  /** Neither answered nor withdrawn. */
  @Column('integer')
  unanswered!: number;
}

export type DocketEvent =
  | CommentSubmitted
  | CommentWithdrawn
  | CommentAnswered
  | ConsultationReopened
  | ConsultationClosed
  | ConsultationWithdrawn;

/** Those after which a norm may have to be told. */
export const reportedEvents = {
  ...pick(
    commentEvents,
    'government.comment.CommentSubmitted',
    'government.comment.CommentWithdrawn',
    'government.comment.CommentAnswered',
  ),
  ...pick(normEvents, 'government.norm.ConsultationClosed', 'government.norm.ConsultationWithdrawn'),
};

export const normOf = (event: Recorded<DocketEvent>): string => ('normId' in event.data ? event.data.normId : objectOf(event));

/** By how much an event changes the number of comments without an answer. A further answer to the same comment changes nothing. */
function stepOf(event: DocketEvent): -1 | 0 | 1 {
  switch (event.type) {
    case 'government.comment.CommentSubmitted':
      return 1;
    case 'government.comment.CommentWithdrawn':
      return -1;
    case 'government.comment.CommentAnswered':
      return event.data.before === null ? -1 : 0;
    default:
      return 0;
  }
}

export function docketAfter(row: CommentDocket | undefined, event: Recorded<DocketEvent>): CommentDocket {
  const docket = row ?? { id: normOf(event), closed: false, closings: 0, submitted: 0, unanswered: 0 };
  switch (event.type) {
    case 'government.norm.ConsultationReopened':
      return { ...docket, closed: false };
    case 'government.norm.ConsultationClosed':
    case 'government.norm.ConsultationWithdrawn':
      return { ...docket, closed: true, closings: docket.closings + 1 };
    default: {
      const submitted = docket.submitted + (event.type === 'government.comment.CommentSubmitted' ? 1 : 0);
      return { ...docket, submitted, unanswered: docket.unanswered + stepOf(event) };
    }
  }
}

/**
 * What the norm is told after an event: the counts at each closing, and behind it whenever the last comment without an answer
 * is gone, or there is one again.
 * @param docket as the event left it
 */
export function reportOf(
  { id: normId, closed, closings, submitted, unanswered }: CommentDocket,
  event: DocketEvent,
): CountComments | undefined {
  if (!closed) return undefined;
  const step = stepOf(event);
  const isClosing = event.type === 'government.norm.ConsultationClosed' || event.type === 'government.norm.ConsultationWithdrawn';
  const isNews = isClosing || (step === 1 && unanswered === 1) || (step === -1 && unanswered === 0);
  return isNews ? Object.assign(new CountComments(), { normId, closing: closings, submitted, unanswered }) : undefined;
}

export const dockets = rows<CommentDocket, DocketEvent>({
  entity: CommentDocket,
  events: { ...reportedEvents, ...pick(normEvents, 'government.norm.ConsultationReopened') },
  keys: (event) => [normOf(event)],
  evolve: docketAfter,
});
