import { given } from '@concord/kernel/testing';
import { CountComments } from '../comment/count-comments.js';
import {
  AnnounceDeadline,
  CloseConsultation,
  CorrectConsultation,
  DraftNorm,
  ExtendConsultation,
  OpenConsultation,
  PublishNorm,
  ReopenConsultation,
  WithdrawConsultation,
} from './norm.commands.js';
import type { NormEvent } from './norm.events.js';
import { norm } from './norm.js';
import { ALONE, agency, at, closed, command, counted, drafted, opened, otherAgency, published, ZONE } from './testing/norms.js';

const window = { opensAt: '2026-01-01T00:00:00-05:00', closesAt: '2026-03-01T23:59:59-05:00', zone: ZONE };
const backwards = { ...window, closesAt: '2025-12-31T23:59:59-05:00' };
const open = command(OpenConsultation, { window });
const during = { actor: agency, now: at('2026-02-01T12:00:00.000Z') };
const afterwards = { actor: agency, now: at('2026-03-02T12:00:00.000Z'), facts: ALONE };
const publish = command(PublishNorm, { publishedOn: '2026-03-01', inForceFrom: '2026-06-01', zone: ZONE });
const reason = 'asked for';

describe('A window for comments', () => {
  it('is kept as instants in UTC, with the zone in which it is shown', () => {
    given(norm, drafted).when(open, during).then(opened);
  });

  it('that was over before it was recorded is closed at once: nobody could comment', () => {
    given(norm, drafted).when(open, afterwards).then(opened, closed, counted(0, 0)).when(publish, afterwards).then(published);
  });

  it('that would end before it starts is refused, and the draft that asks for it is not made', () => {
    const draft = command(DraftNorm, {
      jurisdiction: 'US',
      documentType: 'law',
      titles: [{ language: 'en', text: 'Toys' }],
      consultation: backwards,
    });
    given(norm, drafted)
      .when(command(OpenConsultation, { window: backwards }), during)
      .thenRejected('WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt');
    given(norm).when(draft, during).thenRejected('WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt');
  });

  it('is closed by the platform at its deadline, not before, and once', () => {
    const close = command(CloseConsultation, {});
    given(norm, drafted, opened)
      .when(close, { now: at('2026-03-02T04:59:58.999Z') })
      .thenRejected('CONSULTATION_OPEN')
      .when(close, { now: at('2026-03-02T04:59:59.000Z') })
      .then(closed)
      .when(close, { now: at('2026-03-02T06:00:00.000Z') })
      .thenNothing();
  });

  it('is announced to end in its last seven days only', () => {
    const announce = command(AnnounceDeadline, {});
    given(norm, drafted, opened)
      .when(announce, { now: at('2026-02-23T04:59:58.999Z') })
      .thenNothing()
      .when(announce, { now: at('2026-02-23T04:59:59.000Z') })
      .then({ type: 'government.norm.ConsultationEndsSoon', data: { closesAt: at('2026-03-02T04:59:59.000Z') } })
      .when(announce, { now: at('2026-03-02T04:59:59.000Z') })
      .thenNothing();
  });

  it('is extended to a later instant while it is open', () => {
    const extend = (closesAt: string) => command(ExtendConsultation, { closesAt, reason });
    const extended: NormEvent = {
      type: 'government.norm.ConsultationExtended',
      data: { closesAt: at('2026-04-01T03:59:59.000Z'), reason },
    };
    given(norm, drafted, opened)
      .when(extend('2026-03-01T23:59:59-05:00'), during)
      .thenRejected('NO_EXTENSION', 'closesAt')
      .when(extend('2026-03-31T23:59:59-04:00'), { ...during, actor: otherAgency })
      .thenRejected('NOT_YOURS')
      .when(extend('2026-03-31T23:59:59-04:00'), during)
      .then(extended)
      .when(command(CloseConsultation, {}), { now: at('2026-03-02T05:00:00.000Z') })
      .thenRejected('CONSULTATION_OPEN');
    given(norm, drafted, opened).when(extend('2026-03-31T23:59:59-04:00'), afterwards).thenRejected('WINDOW_IS_OVER');
  });

  it('is corrected while it is open, to one that closes in the future', () => {
    const correct = (closesAt: string) => command(CorrectConsultation, { window: { ...window, closesAt }, reason });
    given(norm, drafted, opened)
      .when(correct('2026-01-31T00:00:00Z'), during)
      .thenRejected('WINDOW_IS_OVER', 'closesAt')
      .when(command(CorrectConsultation, { window: backwards, reason }), during)
      .thenRejected('WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt')
      .when(correct('2026-02-15T00:00:00Z'), during)
      .then({
        type: 'government.norm.ConsultationCorrected',
        data: { opensAt: at('2026-01-01T05:00:00.000Z'), closesAt: at('2026-02-15T00:00:00.000Z'), zone: ZONE, reason },
      });
  });

  it('is reopened after it has closed, and its comments are counted again', () => {
    const reopen = command(ReopenConsultation, { window: { ...window, closesAt: '2026-05-01T00:00:00Z' }, reason });
    const reopened: NormEvent = {
      type: 'government.norm.ConsultationReopened',
      data: { opensAt: at('2026-01-01T05:00:00.000Z'), closesAt: at('2026-05-01T00:00:00.000Z'), zone: ZONE, reason },
    };
    given(norm, drafted, opened).when(reopen, during).thenRejected('WRONG_STATUS');
    given(norm, drafted).when(reopen, during).thenRejected('NEVER_CONSULTED');
    given(norm, drafted, opened, closed, counted(0, 0))
      .when(reopen, afterwards)
      .then(reopened)
      .when(publish, afterwards)
      .thenRejected('CONSULTATION_OPEN');
    given(norm, drafted, opened, closed, counted(0, 0)).when(open, afterwards).thenRejected('CONSULTED_BEFORE');
  });

  it('that is withdrawn ends at once', () => {
    given(norm, drafted, opened)
      .when(command(WithdrawConsultation, { reason }), during)
      .then({ type: 'government.norm.ConsultationWithdrawn', data: { reason } })
      .when(command(CloseConsultation, {}), { now: at('2026-03-02T05:00:00.000Z') })
      .thenNothing()
      .when(publish, { ...during, facts: ALONE })
      .thenRejected('COMMENTS_NOT_COUNTED');
  });
});

describe('Adoption', () => {
  it('is held back until the last second of the window, and until the comments are counted and answered', () => {
    given(norm, drafted, opened)
      .when(publish, { ...afterwards, now: at('2026-03-02T04:59:58.999Z') })
      .thenRejected('CONSULTATION_OPEN')
      .when(publish, afterwards)
      .thenRejected('COMMENTS_NOT_COUNTED');
    given(norm, drafted, opened, closed).when(publish, afterwards).thenRejected('COMMENTS_NOT_COUNTED');
    given(norm, drafted, opened, closed, counted(3, 1))
      .when(publish, afterwards)
      .thenRejected('COMMENTS_UNANSWERED')
      .when(command(CountComments, { closing: 1, submitted: 3, unanswered: 0 }))
      .then(counted(3, 0))
      .when(publish, afterwards)
      .then(published);
  });

  it('does not rest on a count of an earlier closing', () => {
    const reopened: NormEvent = {
      type: 'government.norm.ConsultationReopened',
      data: { opensAt: at('2026-01-01T05:00:00.000Z'), closesAt: at('2026-03-02T04:59:59.000Z'), zone: ZONE, reason },
    };
    const countOf = (closing: number) => command(CountComments, { closing, submitted: 0, unanswered: 0 });
    given(norm, drafted, opened, closed, reopened).when(countOf(1)).thenNothing();
    given(norm, drafted, opened, closed, reopened, closed)
      .when(countOf(1))
      .thenNothing()
      .when(countOf(2))
      .then(counted(0, 0))
      .when(publish, afterwards)
      .then(published);
  });

  it('counts a comment once', () => {
    given(norm, drafted, opened, closed, counted(3, 1))
      .when(command(CountComments, { closing: 1, submitted: 3, unanswered: 1 }))
      .thenNothing();
    given(norm, drafted)
      .when(command(CountComments, { closing: 1, submitted: 3, unanswered: 1 }))
      .thenNothing();
  });
});
