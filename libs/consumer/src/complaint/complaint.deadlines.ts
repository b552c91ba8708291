import { objectOf, pick } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { CloseComplaint, DecideByDefault } from './complaint.commands.js';
import {
  type ComplaintAnswered,
  type ComplaintClosed,
  type ComplaintDecided,
  type ComplaintFiled,
  complaintEvents,
  type RemedyPerformed,
} from './complaint.events.js';

/** Who stays silent loses: a complaint without an answer is decided when its deadline passes. */
export const answerDeadline = deadlineRule<ComplaintFiled | ComplaintAnswered | ComplaintDecided>({
  name: 'consumer.complaint.answer',
  events: pick(
    complaintEvents,
    'consumer.complaint.ComplaintFiled',
    'consumer.complaint.ComplaintAnswered',
    'consumer.complaint.ComplaintDecided',
  ),
  changes(event) {
    const complaintId = objectOf(event);
    if (event.type !== 'consumer.complaint.ComplaintFiled') return [{ clear: complaintId }];
    return [{ set: complaintId, dueAt: event.data.answerBy, command: Object.assign(new DecideByDefault(), { complaintId }) }];
  },
});

/** A complaint closes by itself some time after its remedy. */
export const closeDeadline = deadlineRule<RemedyPerformed | ComplaintClosed>({
  name: 'consumer.complaint.close',
  events: pick(complaintEvents, 'consumer.complaint.RemedyPerformed', 'consumer.complaint.ComplaintClosed'),
  changes(event) {
    const complaintId = objectOf(event);
    if (event.type === 'consumer.complaint.ComplaintClosed') return [{ clear: complaintId }];
    return [{ set: complaintId, dueAt: event.data.closeBy, command: Object.assign(new CloseComplaint(), { complaintId }) }];
  },
});
