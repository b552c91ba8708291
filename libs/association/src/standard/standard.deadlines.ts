import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { StartReview } from './standard.commands.js';
import { type AdoptionAnnulled, type StandardAdopted, type StandardMovedByBallot, standardEvents } from './standard.events.js';
import { reviewDueAt } from './standard-state.js';

/**
 * A published standard comes up for review by itself, when the period that was in force at its publication, or its last
 * confirmation, is over. A stay leaves the deadline: what falls due in it is held by the standard.
 */
export const reviewDeadline = deadlineRule<StandardAdopted | StandardMovedByBallot | AdoptionAnnulled>({
  name: 'association.standard.review',
  events: pick(
    standardEvents,
    'association.standard.StandardAdopted',
    'association.standard.StandardMovedByBallot',
    'association.standard.AdoptionAnnulled',
  ),
  changes(event) {
    const standardId = objectOf(event);
    const command = Object.assign(new StartReview(), { standardId });
    switch (event.type) {
      case 'association.standard.StandardAdopted': {
        const { publishedAt, reviewPeriod } = event.data;
        return [{ set: standardId, dueAt: reviewDueAt(publishedAt ?? event.metadata.occurredAt, reviewPeriod), command }];
      }
      case 'association.standard.StandardMovedByBallot': {
        const { movedAt, reviewPeriod } = event.data;
        return reviewPeriod ? [{ set: standardId, dueAt: reviewDueAt(movedAt, reviewPeriod), command }] : [{ clear: standardId }];
      }
      case 'association.standard.AdoptionAnnulled':
        return [{ clear: standardId }];
    }
  },
});
