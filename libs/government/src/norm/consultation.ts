import {
  addToInstant,
  type DecisionContext,
  type Duration,
  firstRejection,
  instant,
  type Outcome,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import type { CountComments } from '../comment/count-comments.js';
import type {
  AnnounceDeadline,
  CloseConsultation,
  ConsultationInput,
  CorrectConsultation,
  ExtendConsultation,
  OpenConsultation,
  ReopenConsultation,
  WithdrawConsultation,
} from './norm.commands.js';
import type { ConsultationWindow, NormEvent } from './norm.events.js';
import { inStatus, type NormState, ofAgency } from './norm-state.js';

/** A window is said to end soon seven days, of 24 hours each, before its end. */
const NOTICE = 'P7D' as Duration;
export const NOTICE_BEFORE = '-P7D' as Duration;

const windowOf = ({ opensAt, closesAt, zone }: ConsultationInput): ConsultationWindow => ({
  opensAt: instant(opensAt),
  closesAt: instant(closesAt),
  zone: zone as TimeZone,
});

export function faultOfWindow({ opensAt, closesAt }: ConsultationInput): Rejection | undefined {
  if (instant(closesAt) > instant(opensAt)) return undefined;
  const sentence = `The consultation would end at ${closesAt}, before it starts at ${opensAt}`;
  return reject('WINDOW_ENDS_BEFORE_IT_STARTS', sentence, { field: 'closesAt', value: closesAt });
}

const inTheFuture = (closesAt: string, { now }: DecisionContext): Rejection | undefined =>
  instant(closesAt) > now
    ? undefined
    : reject('WINDOW_IS_OVER', `The window would have closed at ${closesAt} already`, { field: 'closesAt', value: closesAt });

const closedAt = (closesAt: ConsultationWindow['closesAt']): NormEvent => ({
  type: 'government.norm.ConsultationClosed',
  data: { closedAt: closesAt },
});

/** A window that was over before it was recorded brought no comments here, so that nothing has to be waited for. */
export function consultationOn(window: ConsultationInput, { now }: DecisionContext): readonly NormEvent[] {
  const data = windowOf(window);
  const opened: NormEvent = { type: 'government.norm.ConsultationOpened', data };
  if (data.closesAt > now) return [opened];
  return [opened, closedAt(data.closesAt), { type: 'government.norm.CommentsCounted', data: { submitted: 0, unanswered: 0 } }];
}

export function open({ window }: OpenConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const again = state.consultation && reject('CONSULTED_BEFORE', 'The norm was consulted on before: reopen its consultation');
  return (
    firstRejection(inStatus(state, 'DRAFT'), ofAgency(state, context), again ?? undefined, faultOfWindow(window)) ??
    consultationOn(window, context)
  );
}

/** The consultation has a window that is open or will open, and the agency acts. */
function whileOpen(state: NormState, context: DecisionContext): Rejection | undefined {
  const over = () => {
    const closesAt = state.consultation?.closesAt ?? '';
    return context.now < closesAt ? undefined : reject('WINDOW_IS_OVER', `The window closed at ${closesAt}: reopen it`);
  };
  return inStatus(state, 'CONSULTATION') ?? ofAgency(state, context) ?? over();
}

export function extend({ closesAt, reason }: ExtendConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const until = state.consultation?.closesAt ?? '';
  const later = () =>
    instant(closesAt) > until
      ? undefined
      : reject('NO_EXTENSION', `${closesAt} is no later than ${until}, when the window closes anyway`, {
          field: 'closesAt',
          value: closesAt,
        });
  return (
    whileOpen(state, context) ??
    later() ?? [{ type: 'government.norm.ConsultationExtended', data: { closesAt: instant(closesAt), reason } }]
  );
}

export function correct({ window, reason }: CorrectConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return (
    firstRejection(whileOpen(state, context), faultOfWindow(window), inTheFuture(window.closesAt, context)) ?? [
      { type: 'government.norm.ConsultationCorrected', data: { ...windowOf(window), reason } },
    ]
  );
}

export function reopen({ window, reason }: ReopenConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  const never = state.consultation ? undefined : reject('NEVER_CONSULTED', 'The norm was never consulted on: open a consultation');
  return (
    firstRejection(
      inStatus(state, 'DRAFT'),
      ofAgency(state, context),
      never,
      faultOfWindow(window),
      inTheFuture(window.closesAt, context),
    ) ?? [{ type: 'government.norm.ConsultationReopened', data: { ...windowOf(window), reason } }]
  );
}

export function withdrawWindow({ reason }: WithdrawConsultation, state: NormState, context: DecisionContext): Outcome<NormEvent> {
  return whileOpen(state, context) ?? [{ type: 'government.norm.ConsultationWithdrawn', data: { reason } }];
}

export function announceDeadline(_: AnnounceDeadline, { status, consultation }: NormState, { now }: DecisionContext): Outcome<NormEvent> {
  if (status !== 'CONSULTATION' || !consultation || now >= consultation.closesAt) return [];
  const { closesAt } = consultation;
  if (addToInstant(now, NOTICE) < closesAt) return [];
  return [{ type: 'government.norm.ConsultationEndsSoon', data: { closesAt } }];
}

export function close(_: CloseConsultation, { status, consultation }: NormState, { now }: DecisionContext): Outcome<NormEvent> {
  if (status !== 'CONSULTATION' || !consultation) return [];
  if (now < consultation.closesAt) return reject('CONSULTATION_OPEN', `The consultation is open until ${consultation.closesAt}`);
  return [closedAt(consultation.closesAt)];
}

/** A count of an earlier closing says nothing of the comments that came after it. */
export function count({ closing, submitted, unanswered }: CountComments, { consultation, closings }: NormState): Outcome<NormEvent> {
  if (!consultation?.closed || closing !== closings) return [];
  const { comments } = consultation;
  if (comments?.submitted === submitted && comments?.unanswered === unanswered) return [];
  return [{ type: 'government.norm.CommentsCounted', data: { submitted, unanswered } }];
}

/** A norm is adopted after the window has closed and each comment has its answer. */
export function unansweredComments({ consultation }: NormState, now: string): Rejection | undefined {
  if (!consultation) return undefined;
  const { closesAt, closed, comments } = consultation;
  if (!closed && now < closesAt) {
    return reject('CONSULTATION_OPEN', `The norm cannot be adopted while its consultation is open, until ${closesAt}`);
  }
  if (!closed || !comments) {
    return reject('COMMENTS_NOT_COUNTED', 'The consultation has just closed and its comments are being counted: try again in a moment');
  }
  if (comments.unanswered === 0) return undefined;
  const sentence = `There are comments without a disposition among the ${comments.submitted} that were made: each is answered before the norm is adopted`;
  return reject('COMMENTS_UNANSWERED', sentence);
}
