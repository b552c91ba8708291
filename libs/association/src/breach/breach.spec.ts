import type { Actor, CalendarDate, Duration, Instant, TimeZone } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { ExpelSignatory, SuspendSignatory } from '../pledge/pledge.commands.js';
import { type PledgeState, pledge } from '../pledge/pledge.js';
import { AnswerBreach, CloseHearing, DecideBreach, PublishDecision, ReportBreach, WithdrawReport } from './breach.commands.js';
import type { BreachDecided, BreachEvent, BreachOutcome, Measure } from './breach.events.js';
import { type BreachState, breach } from './breach.js';
import { consequences } from './breach.process.js';

const jane: Actor = { person: 'jane', party: 'jane', kind: 'CONSUMER', roles: ['ADMIN'] };
const shop: Actor = { person: 'li', party: 'shop', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const association: Actor = { person: 'ida', party: 'fair-trade', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-trade' };
const otherShop: Actor = { ...shop, party: 'other-shop' };
const auditor: Actor = { person: 'al', party: 'audit', kind: 'AUDITOR', roles: ['READER'] };
const at = (text: string) => text as Instant;

const TERM_ENDS = at('2026-03-16T12:00:00.000Z');
const JUST_BEFORE = at('2026-03-16T11:59:59.999Z');

const signedPledge: PledgeState = {
  ...pledge.initialState,
  status: 'OPEN',
  association: 'fair-trade',
  versions: [
    { version: 1, contentHash: 'hash-1', hearingTerm: 'P15D' as Duration, eIds: ['clause_1'] },
    { version: 2, contentHash: 'hash-2', hearingTerm: 'P1D' as Duration, eIds: ['clause_1', 'clause_2'] },
  ],
  signatories: [
    {
      enterprise: 'shop',
      periods: [{ version: 1, from: at('2026-02-10T00:00:00.000Z'), until: at('2026-02-28T12:00:00.000Z') }],
      suspendedUntil: null,
      expelled: false,
    },
  ],
};
const facts = { pledge: signedPledge, files: [] };
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T => Object.assign(new type(), { breachId: 'ads' }, body);
const reportOf = (body: Partial<ReportBreach> = {}) =>
  command(ReportBreach, {
    pledgeId: 'honest',
    enterprise: 'shop',
    provision: 'clause_1',
    facts: 'The price was another one at the till.',
    happenedOn: '2026-02-28',
    ...body,
  });
const answer = command(AnswerBreach, { statement: 'The till was wrong.' });
const decide = (outcome: BreachOutcome, measure: Measure, body: Partial<DecideBreach> = {}) =>
  command(DecideBreach, { outcome, measure, reasons: 'The till is the shop.', ...body });
const summary = [{ language: 'en', text: 'A price was wrong.' }];
const publish = command(PublishDecision, { summary });
const withdraw = command(WithdrawReport);

const reported: BreachEvent = {
  type: 'association.breach.BreachReported',
  data: {
    pledgeId: 'honest',
    association: 'fair-trade',
    enterprise: 'shop',
    version: 1,
    provision: 'clause_1',
    reporter: 'jane',
    reporterKind: 'CONSUMER',
    facts: 'The price was another one at the till.',
    attachments: [],
    happenedOn: '2026-02-28' as CalendarDate,
    zone: 'UTC' as TimeZone,
    reportedAt: TEST_NOW,
    hearingTerm: 'P15D' as Duration,
    answerBy: TERM_ENDS,
  },
};
const said = { statement: 'The till was wrong.', attachments: [], answeredAt: TEST_NOW };
const answered: BreachEvent = { type: 'association.breach.BreachAnswered', data: said };
const supplemented: BreachEvent = { type: 'association.breach.AnswerSupplemented', data: said };
const closed = (isAnswered: boolean): BreachEvent => ({
  type: 'association.breach.HearingClosed',
  data: { answered: isAnswered, closedAt: TERM_ENDS },
});
const decided = (outcome: BreachOutcome, measure: Measure, until: string | null = null, decidedAt = TEST_NOW): BreachDecided => ({
  type: 'association.breach.BreachDecided',
  data: {
    pledgeId: 'honest',
    enterprise: 'shop',
    outcome,
    reasons: 'The till is the shop.',
    measure,
    until: until as CalendarDate | null,
    zone: 'UTC' as TimeZone,
    decidedAt,
  },
});
const publishedDecision: BreachEvent = { type: 'association.breach.DecisionPublished', data: { summary, publishedAt: TEST_NOW } };
const withdrawn: BreachEvent = { type: 'association.breach.ReportWithdrawn', data: { reason: null, withdrawnAt: TEST_NOW } };

const reporting = { actor: jane, facts };
const answering = { actor: shop, facts: [] };
const deciding = { actor: association };

describe('The report of a breach', () => {
  it('opens a hearing of the version to which the enterprise was bound on the day, also when it has left since', () => {
    given(breach).when(reportOf(), reporting).then(reported);
  });

  it('can be made by the association itself', () => {
    given(breach)
      .when(reportOf(), { actor: association, facts })
      .then({ ...reported, data: { ...reported.data, reporter: 'fair-trade', reporterKind: 'ASSOCIATION' } } as BreachEvent);
  });

  it.each([
    ['against oneself', reportOf(), { actor: shop, facts }, 'OWN_BREACH', 'enterprise'],
    ['against who never signed', reportOf({ enterprise: 'nobody' }), reporting, 'NOT_A_SIGNATORY', 'enterprise'],
    ['of a day before the signature', reportOf({ happenedOn: '2026-02-09' }), reporting, 'NOT_A_SIGNATORY', 'enterprise'],
    ['of a day after the enterprise left', reportOf({ happenedOn: '2026-03-01' }), reporting, 'NOT_A_SIGNATORY', 'enterprise'],
    ['of today, where it has left', reportOf({ happenedOn: null }), reporting, 'NOT_A_SIGNATORY', 'enterprise'],
    ['of a day to come', reportOf({ happenedOn: '2026-03-02' }), reporting, 'DATE_IN_FUTURE', 'happenedOn'],
    ['of the last day there is', reportOf({ happenedOn: '9999-12-31' }), reporting, 'DATE_IN_FUTURE', 'happenedOn'],
    ['of a section of a later version', reportOf({ provision: 'clause_2' }), reporting, 'UNKNOWN_PROVISION', 'provision'],
    ['about no pledge', reportOf(), { actor: jane, facts: { ...facts, pledge: pledge.initialState } }, 'PLEDGE_NOT_FOUND', 'pledgeId'],
  ] as const)('%s is refused', (_, act, circumstances, code, field) => {
    given(breach).when(act, circumstances).thenRejected(code, field);
  });

  it('is refused with a file that was never handed in, and under an id that is taken', () => {
    const attachments = [{ name: 'photo.jpg', sha256: '0'.repeat(64) }];
    given(breach).when(reportOf({ attachments }), reporting).thenRejected('FILE_NOT_FOUND', 'attachments.0.sha256');
    given(breach, reported).when(reportOf(), reporting).thenRejected('BREACH_EXISTS', 'breachId');
  });

  it('is taken back by its reporter alone, and before the decision', () => {
    given(breach, reported, answered).when(withdraw, { actor: jane }).then(withdrawn).when(withdraw, { actor: jane }).thenNothing();
    given(breach, reported).when(withdraw, { actor: association }).thenRejected('NOT_YOURS', 'breachId');
    given(breach, reported, answered, decided('UPHELD', 'WARNING')).when(withdraw, { actor: jane }).thenRejected('WRONG_STATUS');
    given(breach, reported, withdrawn).when(answer, answering).thenRejected('WRONG_STATUS');
  });
});

describe('A hearing', () => {
  it('takes the answer of the enterprise, and what it adds, until its term ends', () => {
    given(breach, reported).when(answer, answering).then(answered).when(answer, answering).then(supplemented);
    given(breach, reported)
      .when(answer, { ...answering, now: JUST_BEFORE })
      .then({ ...answered, data: { ...said, answeredAt: JUST_BEFORE } } as BreachEvent);
    given(breach, reported)
      .when(answer, { ...answering, now: TERM_ENDS })
      .thenRejected('HEARING_CLOSED');
  });

  it('takes 20 statements', () => {
    const statements = [answered, ...Array.from({ length: 19 }, () => supplemented)];
    given(breach, reported, ...statements)
      .when(answer, answering)
      .thenRejected('TOO_MANY_STATEMENTS');
  });

  it('hears nobody but the enterprise', () => {
    given(breach, reported).when(answer, { actor: otherShop, facts: [] }).thenRejected('BREACH_NOT_FOUND', 'breachId');
  });

  it('closes by itself when the term ends, and not before', () => {
    const close = command(CloseHearing);
    given(breach, reported).when(close, { now: JUST_BEFORE }).thenRejected('NOT_YET_DUE');
    given(breach, reported).when(close, { now: TERM_ENDS }).then(closed(false)).when(close, { now: TERM_ENDS }).thenNothing();
    given(breach, reported, answered).when(close, { now: TERM_ENDS }).then(closed(true));
    given(breach, reported, withdrawn).when(close, { now: TERM_ENDS }).thenNothing();
    given(breach).when(close).thenRejected('BREACH_NOT_FOUND', 'breachId');
  });
});

describe('A decision', () => {
  it('comes after the answer or the end of the term', () => {
    const warning = decide('UPHELD', 'WARNING');
    given(breach, reported)
      .when(warning, { ...deciding, now: JUST_BEFORE })
      .thenRejected('HEARING_OPEN');
    given(breach, reported, answered).when(warning, deciding).then(decided('UPHELD', 'WARNING'));
    given(breach, reported)
      .when(warning, { ...deciding, now: TERM_ENDS })
      .then(decided('UPHELD', 'WARNING', null, TERM_ENDS));
    given(breach, reported, closed(false))
      .when(warning, { ...deciding, now: TERM_ENDS })
      .then(decided('UPHELD', 'WARNING', null, TERM_ENDS));
  });

  it('is made once, by the association of the pledge', () => {
    const dismissal = decide('DISMISSED', 'NONE');
    given(breach, reported, answered)
      .when(dismissal, deciding)
      .then(decided('DISMISSED', 'NONE'))
      .when(dismissal, deciding)
      .thenRejected('WRONG_STATUS');
    given(breach, reported, answered).when(dismissal, { actor: otherAssociation }).thenRejected('BREACH_NOT_FOUND', 'breachId');
    given(breach, reported, answered, decided('UPHELD', 'NONE'), publishedDecision)
      .when(dismissal, { actor: otherAssociation })
      .thenRejected('NOT_YOURS', 'breachId');
  });

  it.each([
    ['a measure without a breach', decide('DISMISSED', 'WARNING'), 'MEASURE_DOES_NOT_FIT', 'measure'],
    ['a suspension without an end', decide('UPHELD', 'SUSPENSION'), 'UNTIL_MISSING', 'until'],
    ['an end of anything else', decide('UPHELD', 'EXPULSION', { until: '2026-04-30' }), 'UNTIL_NOT_ASKED_FOR', 'until'],
    ['a suspension that is over', decide('UPHELD', 'SUSPENSION', { until: '2026-02-28' }), 'UNTIL_OUT_OF_BOUNDS', 'until'],
    ['a suspension without measure', decide('UPHELD', 'SUSPENSION', { until: '9999-12-31' }), 'UNTIL_OUT_OF_BOUNDS', 'until'],
  ] as const)('has not %s', (_, act, code, field) => {
    given(breach, reported, answered).when(act, deciding).thenRejected(code, field);
  });

  it('reaches the signature, where it suspends or expels', () => {
    const { data } = decided('UPHELD', 'SUSPENSION', '2026-04-30');
    const which = { pledgeId: 'honest', enterprise: 'shop' };
    expect(consequences({ data })).toEqual([Object.assign(new SuspendSignatory(), { ...which, until: '2026-04-30', zone: 'UTC' })]);
    expect(consequences(decided('UPHELD', 'EXPULSION'))).toEqual([Object.assign(new ExpelSignatory(), which)]);
    expect(consequences(decided('UPHELD', 'WARNING'))).toEqual([]);
  });

  it('is published by the association, and its summary corrected', () => {
    const corrected = [{ language: 'en', text: 'A price was too low.' }];
    given(breach, reported, answered).when(publish, deciding).thenRejected('WRONG_STATUS');
    given(breach, reported, answered, decided('UPHELD', 'WARNING'))
      .when(publish, deciding)
      .then(publishedDecision)
      .when(publish, deciding)
      .thenNothing()
      .when(command(PublishDecision, { summary: corrected }), deciding)
      .then({ type: 'association.breach.DecisionPublished', data: { summary: corrected, publishedAt: TEST_NOW } });
  });
});

it('The history of a case is for its sides and auditors, also when the decision is published', () => {
  const events = [reported, answered, decided('UPHELD', 'WARNING'), publishedDecision];
  const state = events.reduce<BreachState>((before, event) => breach.evolve(before, event), breach.initialState);
  const reads = (reader: Actor | null) => breach.disclosedTo(state, reader, TEST_NOW);
  expect([jane, shop, association, auditor].map(reads)).toEqual([true, true, true, true]);
  expect([otherShop, otherAssociation, null].map(reads)).toEqual([false, false, false]);
});
