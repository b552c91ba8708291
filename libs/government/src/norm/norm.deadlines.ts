import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { CloseConsultation } from './norm.commands.js';
import { type ConsultationClosed, type ConsultationOpened, type NormPublished, type NormWithdrawn, normEvents } from './norm.events.js';

/** A consultation closes by itself, at the second at which its window ends. */
export const consultationDeadline = deadlineRule<ConsultationOpened | ConsultationClosed | NormPublished | NormWithdrawn>({
  name: 'government.norm.consultation',
  events: pick(
    normEvents,
    'government.norm.ConsultationOpened',
    'government.norm.ConsultationClosed',
    'government.norm.NormPublished',
    'government.norm.NormWithdrawn',
  ),
  changes(event) {
    const normId = objectOf(event);
    if (event.type !== 'government.norm.ConsultationOpened') return [{ clear: normId }];
    return [{ set: normId, dueAt: event.data.closesAt, command: Object.assign(new CloseConsultation(), { normId }) }];
  },
});
