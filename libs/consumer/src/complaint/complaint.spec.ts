import type { PartyFacts } from '@concord/identity';
import { type Actor, type Duration, type Instant, type Money, PLATFORM } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { type TransactionFacts, transactionFacts } from '@concord/trade';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type ProcedureState, procedure } from '../procedure/procedure.js';
import { COUNTERFEIT_RULE } from './compensation.js';
import {
  AcceptOffer,
  AnswerComplaint,
  CloseComplaint,
  DecideByDefault,
  DecideComplaint,
  FileComplaint,
  PerformRemedy,
  RejectOffer,
} from './complaint.commands.js';
import { answerDeadline, closeDeadline } from './complaint.deadlines.js';
import type {
  ComplaintAnswered,
  ComplaintClosed,
  ComplaintDecided,
  ComplaintFiled,
  OfferAccepted,
  OfferRejected,
  Remedy,
  RemedyPerformed,
} from './complaint.events.js';
import { complaint } from './complaint.js';

const at = (text: string) => text as Instant;
const cny = (amount: string): Money => ({ amount, currency: 'CNY' });
const refund = (amount: string): Remedy => ({ remedy: 'REFUND', amount: cny(amount) });
const compensation = (amount: string): Remedy => ({ remedy: 'COMPENSATION', amount: cny(amount) });
const repair: Remedy = { remedy: 'REPAIR', amount: null };
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T =>
  Object.assign(new type(), { complaintId: 'case', ...body });

const consumer: Actor = { person: 'li', party: 'li', kind: 'CONSUMER', roles: ['ADMIN'] };
const seller: Actor = { person: 'otto', party: 'berlin-bikes', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const agency: Actor = { person: 'ana', party: 'cn-market', kind: 'AGENCY', roles: ['OFFICER'] };
const agencyOf = (jurisdiction: string): PartyFacts => ({ registered: true, kind: 'AGENCY', jurisdiction });
const complaining = { actor: consumer };
const responding = { actor: seller };
const deciding = { actor: agency, facts: agencyOf('CN') };

const delivered: TransactionFacts = {
  status: 'DELIVERED',
  seller: 'berlin-bikes',
  buyer: 'li',
  origin: 'DE',
  destination: 'CN',
  total: cny('1000.00'),
  currency: 'CNY',
  openedAt: at('2026-02-01T00:00:00.000Z'),
  deliveredAt: at('2026-02-20T00:00:00.000Z'),
  afterSaleUntil: at('2026-03-07T00:00:00.000Z'),
};
const onItsWay: TransactionFacts = { ...delivered, status: 'ADMITTED', deliveredAt: null, afterSaleUntil: null };
const fast: ProcedureState = { version: 2, agency: 'cn-market', jurisdiction: 'CN', names: [], answerWithin: 'P7D' as Duration };

const about = (transaction: TransactionFacts, named: ProcedureState | null = null) => ({
  actor: consumer,
  facts: { transaction, procedure: named },
});

const evidence = { name: 'frame.jpg', sha256: 'a'.repeat(64), mediaType: 'image/jpeg' };
const filedWith = (change: Partial<ComplaintFiled['data']> = {}): ComplaintFiled => ({
  type: 'consumer.complaint.ComplaintFiled',
  data: {
    transactionId: 'bike',
    complainant: 'li',
    respondent: 'berlin-bikes',
    ground: 'DEFECTIVE',
    claim: refund('1000.00'),
    narrative: 'The frame broke.',
    evidence: [evidence],
    total: cny('1000.00'),
    origin: 'DE',
    destination: 'CN',
    filedAt: TEST_NOW,
    answerBy: at('2026-03-16T12:00:00.000Z'),
    deadlineRule: 'The enterprise answers within P15D, 15 calendar days: default of the platform',
    ...change,
  },
});
const filed = filedWith();
const answered = (position: 'ACCEPT' | 'CONTEST', offer: Remedy | null = null): ComplaintAnswered => ({
  type: 'consumer.complaint.ComplaintAnswered',
  data: { position, statement: 'We have looked at it.', offer },
});
const accepted = (remedy: Remedy): OfferAccepted => ({ type: 'consumer.complaint.OfferAccepted', data: { remedy } });
const rejected: OfferRejected = { type: 'consumer.complaint.OfferRejected', data: { reason: 'Too little' } };
const decided = (outcome: 'UPHELD' | 'DISMISSED', ...remedies: readonly Remedy[]): ComplaintDecided => ({
  type: 'consumer.complaint.ComplaintDecided',
  data: { outcome, byDefault: false, agency: 'cn-market', remedies, reasons: 'We tested it.', rule: null, compensation: null },
});
const performed: RemedyPerformed = {
  type: 'consumer.complaint.RemedyPerformed',
  data: {
    evidence: 'Refund 4711',
    performedAt: TEST_NOW,
    closeBy: at('2026-03-16T12:00:00.000Z'),
    rule: 'A complaint is closed P15D, 15 calendar days, after its remedy: default of the platform',
  },
};
const closed = (closedBy: ComplaintClosed['data']['closedBy'], closedAt: Instant): ComplaintClosed => ({
  type: 'consumer.complaint.ComplaintClosed',
  data: { closedBy, closedAt },
});

const file = (body: Partial<FileComplaint> = {}) =>
  command(FileComplaint, {
    transactionId: 'bike',
    ground: 'DEFECTIVE',
    narrative: 'The frame broke.',
    evidence: [evidence],
    claim: { remedy: 'REFUND' },
    ...body,
  });
const answer = (body: Partial<AnswerComplaint> = {}) =>
  command(AnswerComplaint, { position: 'CONTEST', statement: 'We have looked at it.', ...body });
const accept = command(AcceptOffer);
const turnDown = command(RejectOffer, { reason: 'Too little' });
const decide = (body: Partial<DecideComplaint> = {}) =>
  command(DecideComplaint, { outcome: 'DISMISSED', reasons: 'We tested it.', ...body });
const byDefault = command(DecideByDefault);
const perform = command(PerformRemedy, { evidence: 'Refund 4711' });
const close = command(CloseComplaint);

describe('A complaint', () => {
  it('is filed by the buyer; the enterprise has 15 calendar days, and a refund without an amount is of the total', () => {
    given(complaint).when(file(), about(delivered)).then(filed);
  });

  it('is filed by an enterprise that bought, too', () => {
    const actor: Actor = { ...consumer, kind: 'ENTERPRISE' };
    given(complaint)
      .when(file(), { ...about(delivered), actor })
      .then(filed);
  });

  it('has the deadline of the procedure that it names, and says so', () => {
    const answerBy = at('2026-03-08T12:00:00.000Z');
    const deadlineRule = 'The enterprise answers within P7D: procedure fast, version 2';
    given(complaint)
      .when(file({ procedureId: 'fast' }), about(delivered, fast))
      .then(filedWith({ answerBy, deadlineRule }));
  });

  it('needs no evidence', () => {
    given(complaint)
      .when(file({ evidence: null }), about(delivered))
      .then(filedWith({ evidence: [] }));
  });

  it('is refused under an id that is taken', () => {
    given(complaint, filed).when(file(), about(delivered)).thenRejected('COMPLAINT_EXISTS', 'complaintId');
  });

  it('needs a transaction', () => {
    given(complaint).when(file(), about(transactionFacts.initialState)).thenRejected('TRANSACTION_NOT_FOUND', 'transactionId');
  });

  it('is for the buyer alone', () => {
    given(complaint)
      .when(file(), about({ ...delivered, buyer: 'wu' }))
      .thenRejected('NOT_YOURS', 'transactionId');
  });

  it.each(['OPENED', 'HELD', 'REFUSED'] as const)('is refused while the transaction is %s', (status) => {
    given(complaint)
      .when(file(), about({ ...onItsWay, status }))
      .thenRejected('WRONG_STATUS', 'transactionId');
  });

  it('is filed before delivery, as well, and without limit of time', () => {
    given(complaint)
      .when(file({ ground: 'NOT_DELIVERED' }), { ...about(onItsWay), now: at('2026-12-01T00:00:00.000Z') })
      .then(
        filedWith({
          ground: 'NOT_DELIVERED',
          filedAt: at('2026-12-01T00:00:00.000Z'),
          answerBy: at('2026-12-16T00:00:00.000Z'),
        }),
      );
  });

  it('is filed within the after-sale window, also after the transaction was closed', () => {
    const now = at('2026-03-06T23:59:59.999Z');
    given(complaint)
      .when(file(), { ...about({ ...delivered, status: 'CLOSED' }), now })
      .then(filedWith({ filedAt: now, answerBy: at('2026-03-21T23:59:59.999Z') }));
    given(complaint)
      .when(file(), { ...about(delivered), now: at('2026-03-07T00:00:00.000Z') })
      .thenRejected('AFTER_SALE_WINDOW_OVER', 'transactionId');
  });

  it('does not say NOT_DELIVERED of what the buyer has confirmed', () => {
    given(complaint)
      .when(file({ ground: 'NOT_DELIVERED' }), about(delivered))
      .thenRejected('DELIVERY_CONFIRMED', 'ground');
  });

  it('names a procedure that is there, of the origin or destination or their blocs', () => {
    const naming = file({ procedureId: 'fast' });
    given(complaint).when(naming, about(delivered, procedure.initialState)).thenRejected('PROCEDURE_NOT_FOUND', 'procedureId');
    given(complaint)
      .when(naming, about(delivered, { ...fast, jurisdiction: 'US' }))
      .thenRejected('PROCEDURE_OF_ELSEWHERE', 'procedureId');
    const deadlineRule = 'The enterprise answers within P7D: procedure fast, version 2';
    for (const jurisdiction of ['DE', 'EU', 'CN']) {
      given(complaint)
        .when(naming, about(delivered, { ...fast, jurisdiction }))
        .then(filedWith({ answerBy: at('2026-03-08T12:00:00.000Z'), deadlineRule }));
    }
  });
});

describe('A claim', () => {
  const claiming = (claim: FileComplaint['claim'], ground: FileComplaint['ground'] = 'DEFECTIVE') =>
    given(complaint).when(file({ claim, ground }), about(delivered));

  it('is written with all decimals of its currency', () => {
    claiming({ remedy: 'REFUND', amount: cny('12.5') }).then(filedWith({ claim: refund('12.50') }));
  });

  it('of a replacement or a repair has no amount', () => {
    claiming({ remedy: 'REPAIR' }).then(filedWith({ claim: repair }));
    claiming({ remedy: 'REPLACEMENT', amount: cny('1') }).thenRejected('AMOUNT_NOT_ASKED_FOR', 'claim.amount');
  });

  it('of a compensation states its amount', () => {
    claiming({ remedy: 'COMPENSATION' }).thenRejected('AMOUNT_MISSING', 'claim.amount');
  });

  it('is in the currency of the transaction', () => {
    claiming({ remedy: 'REFUND', amount: { amount: '10', currency: 'EUR' } }).thenRejected('OTHER_CURRENCY', 'claim.amount');
  });

  it.each(['REFUND', 'COMPENSATION'] as const)('of a %s is not above the total', (remedy) => {
    claiming({ remedy, amount: cny('1000.00') }).then(filedWith({ claim: { remedy, amount: cny('1000.00') } }));
    claiming({ remedy, amount: cny('1000.01') }).thenRejected('AMOUNT_TOO_HIGH', 'claim.amount');
  });

  it('for a counterfeit may be of three times the price in compensation, not in refund', () => {
    claiming({ remedy: 'COMPENSATION', amount: cny('3000.00') }, 'COUNTERFEIT').then(
      filedWith({ ground: 'COUNTERFEIT', claim: compensation('3000.00') }),
    );
    claiming({ remedy: 'COMPENSATION', amount: cny('3000.01') }, 'COUNTERFEIT').thenRejected('AMOUNT_TOO_HIGH', 'claim.amount');
    claiming({ remedy: 'REFUND', amount: cny('1000.01') }, 'COUNTERFEIT').thenRejected('AMOUNT_TOO_HIGH', 'claim.amount');
  });
});

describe('The answer', () => {
  const lastMoment = at('2026-03-16T11:59:59.999Z');
  const deadline = at('2026-03-16T12:00:00.000Z');

  it('contests the complaint, up to the deadline', () => {
    given(complaint, filed)
      .when(answer(), { ...responding, now: lastMoment })
      .then(answered('CONTEST'));
  });

  it('comes too late at the deadline, whether or not the platform has decided by then', () => {
    const late = { ...responding, now: deadline };
    given(complaint, filed).when(answer(), late).thenRejected('ANSWER_TOO_LATE');
    given(complaint, filed, decided('UPHELD', refund('1000.00')))
      .when(answer(), late)
      .thenRejected('ANSWER_TOO_LATE');
  });

  it('accepts the claim as it is where it offers nothing else: the remedy is owed', () => {
    given(complaint, filed)
      .when(answer({ position: 'ACCEPT' }), responding)
      .then(answered('ACCEPT'))
      .when(perform, responding)
      .then(performed);
  });

  it('may offer something else, within the bounds of a claim', () => {
    const offering = (offer: AnswerComplaint['offer']) => given(complaint, filed).when(answer({ position: 'ACCEPT', offer }), responding);
    offering({ remedy: 'REPAIR' }).then(answered('ACCEPT', repair));
    offering({ remedy: 'REFUND', amount: cny('1000.01') }).thenRejected('AMOUNT_TOO_HIGH', 'offer.amount');
    offering({ remedy: 'REFUND', amount: { amount: '5', currency: 'USD' } }).thenRejected('OTHER_CURRENCY', 'offer.amount');
  });

  it('is for the seller alone', () => {
    given(complaint, filed)
      .when(answer(), { actor: { ...seller, party: 'paris-bikes' } })
      .thenRejected('NOT_YOURS');
  });

  it('is given once, to a complaint that is there', () => {
    given(complaint).when(answer(), responding).thenRejected('COMPLAINT_NOT_FOUND', 'complaintId');
    given(complaint, filed, answered('CONTEST')).when(answer(), responding).thenRejected('WRONG_STATUS');
  });
});

describe('An offer', () => {
  const offered = [filed, answered('CONTEST', refund('500.00'))];

  it('is accepted by the complainant: the remedy is owed', () => {
    given(complaint, ...offered)
      .when(accept, complaining)
      .then(accepted(refund('500.00')))
      .when(perform, responding)
      .then(performed);
  });

  it('is rejected by the complainant: an agency decides', () => {
    given(complaint, ...offered)
      .when(turnDown, complaining)
      .then(rejected)
      .when(decide(), deciding)
      .then(decided('DISMISSED'));
  });

  it('is rejected without a reason, too', () => {
    given(complaint, ...offered)
      .when(command(RejectOffer), complaining)
      .then({ ...rejected, data: { reason: null } });
  });

  it.each([accept, turnDown])('is for the complainant to accept or reject, and once: %s', (reply) => {
    given(complaint, ...offered)
      .when(reply, { actor: { ...consumer, party: 'wu' } })
      .thenRejected('NOT_YOURS');
    given(complaint, ...offered, rejected)
      .when(reply, complaining)
      .thenRejected('WRONG_STATUS');
    given(complaint, filed).when(reply, complaining).thenRejected('WRONG_STATUS');
    given(complaint).when(reply, complaining).thenRejected('COMPLAINT_NOT_FOUND');
  });
});

describe('A decision', () => {
  const contested = [filed, answered('CONTEST')];

  it('upholds the complaint with remedies, each kind once', () => {
    const remedies = [{ remedy: 'REFUND' as const, amount: cny('800') }, { remedy: 'REPAIR' as const }];
    given(complaint, ...contested)
      .when(decide({ outcome: 'UPHELD', remedies }), deciding)
      .then(decided('UPHELD', refund('800.00'), repair));
    given(complaint, ...contested)
      .when(decide({ outcome: 'UPHELD', remedies: [...remedies, { remedy: 'REPAIR' }] }), deciding)
      .thenRejected('REMEDY_REPEATED', 'remedies.2.remedy');
  });

  it('holds to the bounds of a remedy', () => {
    const remedies = [{ remedy: 'REPAIR' as const }, { remedy: 'COMPENSATION' as const, amount: cny('1000.01') }];
    given(complaint, ...contested)
      .when(decide({ outcome: 'UPHELD', remedies }), deciding)
      .thenRejected('AMOUNT_TOO_HIGH', 'remedies.1.amount');
  });

  it('may give for a counterfeit the refund and three times the price', () => {
    const remedies = [refund('1000.00'), compensation('3000.00')];
    given(complaint, filedWith({ ground: 'COUNTERFEIT' }), answered('CONTEST'))
      .when(decide({ outcome: 'UPHELD', remedies: remedies as DecideComplaint['remedies'] }), deciding)
      .then(decided('UPHELD', ...remedies));
  });

  it('has remedies exactly where it upholds', () => {
    given(complaint, ...contested)
      .when(decide({ outcome: 'UPHELD' }), deciding)
      .thenRejected('REMEDIES_DO_NOT_FIT', 'remedies');
    given(complaint, ...contested)
      .when(decide({ remedies: [{ remedy: 'REPAIR' }] }), deciding)
      .thenRejected('REMEDIES_DO_NOT_FIT', 'remedies');
  });

  it('does not wait for the complainant to reply to an offer that takes no blame', () => {
    given(complaint, filed, answered('CONTEST', repair)).when(decide(), deciding).then(decided('DISMISSED'));
    given(complaint, filed, answered('ACCEPT', repair)).when(decide(), deciding).thenRejected('WRONG_STATUS');
  });

  it('is for agencies of the origin or destination or their blocs', () => {
    for (const jurisdiction of ['DE', 'EU']) {
      given(complaint, ...contested)
        .when(decide(), { actor: agency, facts: agencyOf(jurisdiction) })
        .then(decided('DISMISSED'));
    }
    given(complaint, ...contested)
      .when(decide(), { actor: agency, facts: agencyOf('US') })
      .thenRejected('NOT_COMPETENT');
  });

  it('is made once, on a complaint that is contested', () => {
    given(complaint).when(decide(), deciding).thenRejected('COMPLAINT_NOT_FOUND');
    given(complaint, filed).when(decide(), deciding).thenRejected('WRONG_STATUS');
    given(complaint, filed, answered('ACCEPT')).when(decide(), deciding).thenRejected('WRONG_STATUS');
    given(complaint, ...contested, decided('DISMISSED'))
      .when(decide(), deciding)
      .thenRejected('WRONG_STATUS');
  });
});

describe('The deadline', () => {
  const due = { actor: PLATFORM, now: at('2026-03-16T12:00:00.000Z') };
  const silence = (...remedies: readonly Remedy[]): ComplaintDecided => ({
    type: 'consumer.complaint.ComplaintDecided',
    data: {
      outcome: 'UPHELD',
      byDefault: true,
      agency: null,
      remedies,
      reasons: 'berlin-bikes gave no answer before 2026-03-16T12:00:00.000Z: who stays silent loses',
      rule: filed.data.deadlineRule,
      compensation: null,
    },
  });
  const byLaw = (...remedies: readonly Remedy[]): ComplaintDecided => ({
    ...silence(),
    data: { ...silence().data, remedies, compensation: COUNTERFEIT_RULE },
  });

  it('decides for the complainant where nobody answered: what is claimed is owed', () => {
    given(complaint, filed)
      .when(byDefault, due)
      .then(silence(refund('1000.00')))
      .when(perform, responding)
      .then(performed);
  });

  it.each<[string, Remedy, readonly Remedy[]]>([
    ['the price that is claimed back', refund('200.00'), [refund('200.00'), compensation('600.00')]],
    ['a low price', refund('100.00'), [refund('100.00'), compensation('500.00')]],
    ['the total, where something else is claimed', repair, [refund('1000.00'), compensation('3000.00')]],
  ])('gives for a counterfeit the refund and the compensation of the law, reckoned from %s', (_, claim, remedies) => {
    given(complaint, filedWith({ ground: 'COUNTERFEIT', claim }))
      .when(byDefault, due)
      .then(byLaw(...remedies));
  });

  it('decides nothing before it', () => {
    given(complaint, filed)
      .when(byDefault, { actor: PLATFORM, now: at('2026-03-16T11:59:59.999Z') })
      .thenRejected('ANSWER_NOT_DUE');
  });

  it('decides nothing where an answer was faster', () => {
    given(complaint, filed, answered('CONTEST')).when(byDefault, due).thenNothing();
    given(complaint).when(byDefault, due).thenRejected('COMPLAINT_NOT_FOUND');
  });

  it('is set by the filing, and cleared by an answer or a decision', () => {
    const changes = (event: object) => answerDeadline.changes({ ...event, stream: 'consumer.complaint/case' } as never);
    expect(changes(filed)).toEqual([{ set: 'case', dueAt: filed.data.answerBy, command: byDefault }]);
    expect(changes(answered('CONTEST'))).toEqual([{ clear: 'case' }]);
    expect(changes(decided('DISMISSED'))).toEqual([{ clear: 'case' }]);
  });
});

describe('A remedy', () => {
  it('is performed by the enterprise, once, where one is owed', () => {
    const owed = [filed, answered('CONTEST'), decided('UPHELD', repair)];
    given(complaint, ...owed)
      .when(perform, responding)
      .then(performed)
      .when(perform, responding)
      .thenRejected('WRONG_STATUS');
    given(complaint, ...owed)
      .when(perform, { actor: { ...seller, party: 'paris-bikes' } })
      .thenRejected('NOT_YOURS');
    given(complaint, filed, answered('CONTEST'), decided('DISMISSED')).when(perform, responding).thenRejected('WRONG_STATUS');
    given(complaint).when(perform, responding).thenRejected('COMPLAINT_NOT_FOUND');
  });
});

describe('The end of a complaint', () => {
  const remedied = [filed, answered('ACCEPT'), performed];
  const closing = { actor: PLATFORM, now: performed.data.closeBy };

  it('is for the complainant to declare, once it is remedied or dismissed', () => {
    given(complaint, ...remedied)
      .when(close, complaining)
      .then(closed('COMPLAINANT', TEST_NOW))
      .when(close, complaining)
      .thenRejected('WRONG_STATUS');
    given(complaint, filed, answered('CONTEST'), decided('DISMISSED')).when(close, complaining).then(closed('COMPLAINANT', TEST_NOW));
    given(complaint, filed).when(close, complaining).thenRejected('WRONG_STATUS');
    given(complaint).when(close, complaining).thenRejected('COMPLAINT_NOT_FOUND');
  });

  it('is not for the enterprise to declare', () => {
    given(complaint, ...remedied)
      .when(close, responding)
      .thenRejected('NOT_YOURS');
  });

  it('comes by itself 15 days after the remedy, not before, and only if the complainant was not faster', () => {
    given(complaint, ...remedied)
      .when(close, { actor: PLATFORM })
      .thenRejected('NOT_YET_DUE');
    given(complaint, ...remedied)
      .when(close, closing)
      .then(closed('PLATFORM', performed.data.closeBy))
      .when(close, closing)
      .thenNothing();
    given(complaint, filed).when(close, closing).thenRejected('WRONG_STATUS');
    given(complaint).when(close, closing).thenRejected('COMPLAINT_NOT_FOUND');
  });

  it('has a deadline that the remedy sets and the end clears', () => {
    const changes = (event: object) => closeDeadline.changes({ ...event, stream: 'consumer.complaint/case' } as never);
    expect(changes(performed)).toEqual([{ set: 'case', dueAt: performed.data.closeBy, command: close }]);
    expect(changes(closed('COMPLAINANT', TEST_NOW))).toEqual([{ clear: 'case' }]);
  });
});

describe('The history of a complaint', () => {
  const state = complaint.evolve(complaint.initialState, filed);
  const reads = (reader: Actor | null) => complaint.disclosedTo(state, reader, TEST_NOW);

  it('is open to the two parties, agencies and auditors', () => {
    for (const reader of [consumer, seller, agency, { ...agency, kind: 'AUDITOR' } as Actor]) expect(reads(reader)).toBe(true);
  });

  it('is closed to everybody else', () => {
    for (const reader of [null, { ...consumer, party: 'wu' }, { ...agency, kind: 'OPERATOR' } as Actor]) expect(reads(reader)).toBe(false);
  });
});

describe('The input of a complaint', () => {
  const faults = (body: object) => validateSync(plainToInstance(FileComplaint, { ...file(), ...body })).map(({ property }) => property);

  it('is accepted as it should be', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ narrative: 'x'.repeat(20_000), claim: { remedy: 'REFUND', amount: cny('1.00') } })).toEqual([]);
  });

  it.each([
    ['transactionId', 'Bike!'],
    ['ground', 'UGLY'],
    ['narrative', ' '],
    ['narrative', 'x'.repeat(20_001)],
    ['evidence', Array.from({ length: 51 }, () => evidence)],
    ['evidence', [{ ...evidence, sha256: 'A'.repeat(64) }]],
    ['evidence', [{ ...evidence, mediaType: 'jpeg' }]],
    ['evidence', [{ ...evidence, name: '' }]],
    ['claim', null],
    ['claim', { remedy: 'REVENGE' }],
    ['claim', { remedy: 'REFUND', amount: cny('0.00') }],
    ['claim', { remedy: 'REFUND', amount: cny('-5') }],
    ['claim', { remedy: 'REFUND', amount: { amount: '5', currency: 'YUAN' } }],
  ])('is refused with such a %s', (field, value) => {
    expect(faults({ [field]: value })).toEqual([field]);
  });
});
