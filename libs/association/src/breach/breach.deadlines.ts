import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { CloseHearing } from './breach.commands.js';
import { type BreachDecided, type BreachReported, breachEvents, type HearingClosed, type ReportWithdrawn } from './breach.events.js';

/** A hearing closes by itself when its term ends, unless the case has ended before. */
export const hearingDeadline = deadlineRule<BreachReported | HearingClosed | BreachDecided | ReportWithdrawn>({
  name: 'association.breach.hearing',
  events: pick(
    breachEvents,
    'association.breach.BreachReported',
    'association.breach.HearingClosed',
    'association.breach.BreachDecided',
    'association.breach.ReportWithdrawn',
  ),
  changes(event) {
    const breachId = objectOf(event);
    if (event.type !== 'association.breach.BreachReported') return [{ clear: breachId }];
    return [{ set: breachId, dueAt: event.data.answerBy, command: Object.assign(new CloseHearing(), { breachId }) }];
  },
});
