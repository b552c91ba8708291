import { addToInstant, type CalendarDate, endOfDay, type Instant, objectOf, pick, startOfDay } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { NOTICE_BEFORE } from './consultation.js';
import { AnnounceDeadline, AnnounceForce, CloseConsultation } from './norm.commands.js';
import { type NormEvent, normEvents } from './norm.events.js';

const windowEvents = pick(
  normEvents,
  'government.norm.ConsultationOpened',
  'government.norm.ConsultationExtended',
  'government.norm.ConsultationCorrected',
  'government.norm.ConsultationReopened',
  'government.norm.ConsultationWithdrawn',
  'government.norm.ConsultationClosed',
  'government.norm.NormPublished',
  'government.norm.NormWithdrawn',
);

const closingOf = (event: NormEvent): Instant | undefined => ('closesAt' in event.data ? event.data.closesAt : undefined);

/** A consultation closes by itself, at the second at which its window ends. */
export const consultationDeadline = deadlineRule<NormEvent>({
  name: 'government.norm.consultation',
  events: windowEvents,
  changes(event) {
    const normId = objectOf(event);
    const dueAt = closingOf(event);
    return dueAt === undefined
      ? [{ clear: normId }]
      : [{ set: normId, dueAt, command: Object.assign(new CloseConsultation(), { normId }) }];
  },
});

/** Seven days before the end of a window its deadline is announced; a window that is not longer needs no reminder. */
export const consultationNotice = deadlineRule<NormEvent>({
  name: 'government.norm.consultation-notice',
  events: windowEvents,
  changes(event) {
    const normId = objectOf(event);
    const closesAt = closingOf(event);
    const dueAt = closesAt && addToInstant(closesAt, NOTICE_BEFORE);
    if (dueAt === undefined || dueAt <= event.recordedAt) return [{ clear: normId }];
    return [{ set: normId, dueAt, command: Object.assign(new AnnounceDeadline(), { normId }) }];
  },
});

/** The day, if an event names one, on which something of the norm begins to be in force or reads differently. */
function turningPoint({ type, data }: NormEvent): CalendarDate | null {
  switch (type) {
    case 'government.norm.NormPublished':
      return data.inForceFrom;
    case 'government.norm.NormCommenced':
    case 'government.norm.NormAmended':
      return 'on' in data.commencement ? data.commencement.on : null;
    case 'government.norm.ConditionMet':
      return data.on;
    case 'government.norm.ProvisionsSuspended':
      return data.until;
    case 'government.norm.ProvisionsResumed':
      return data.from;
    default:
      return null;
  }
}

/** At the first moment of each such day, in the zone of the norm, it is said; not of days that were over when they were recorded. */
export const forceAnnouncement = deadlineRule<NormEvent>({
  name: 'government.norm.force',
  events: pick(
    normEvents,
    'government.norm.NormPublished',
    'government.norm.NormCommenced',
    'government.norm.NormAmended',
    'government.norm.ConditionMet',
    'government.norm.ProvisionsSuspended',
    'government.norm.ProvisionsResumed',
  ),
  changes(event) {
    const on = turningPoint(event);
    if (on === null || !('zone' in event.data) || endOfDay(on, event.data.zone) < event.recordedAt) return [];
    const normId = objectOf(event);
    const command = Object.assign(new AnnounceForce(), { normId, on });
    return [{ set: `${normId}/${on}`, dueAt: startOfDay(on, event.data.zone), command }];
  },
});
