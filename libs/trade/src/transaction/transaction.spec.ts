import type { PartyFacts } from '@concord/identity';
import { type Actor, type CalendarDate, type Instant, PLATFORM } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import {
  CloseTransaction,
  ConfirmDelivery,
  OpenTransaction,
  RecordCheck,
  RefuseTransaction,
  ReleaseTransaction,
} from './transaction.commands.js';
import { afterSaleDeadline } from './transaction.deadlines.js';
import type { TransactionChecked, TransactionClosed, TransactionDelivered, TransactionOpened } from './transaction.events.js';
import { transactionFacts } from './transaction.facts.js';
import { transaction } from './transaction.js';

const at = (text: string) => text as Instant;
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T =>
  Object.assign(new type(), { transactionId: 'robots' }, body);

const seller: Actor = { person: 'lin', party: 'shenzhen-toys', kind: 'ENTERPRISE', roles: ['OFFICER'] };
const buyer: Actor = { person: 'eva', party: 'eva', kind: 'CONSUMER', roles: ['ADMIN'] };
const agency: Actor = { person: 'ana', party: 'de-customs', kind: 'AGENCY', roles: ['OFFICER'] };
const party = (kind: PartyFacts['kind'], jurisdiction = 'DE'): PartyFacts => ({ registered: true, kind, jurisdiction });
const selling = { actor: seller, facts: party('CONSUMER') };
const judging = { actor: agency, facts: party('AGENCY') };

const line = { hsCode: '950300', description: 'Robot', quantity: 2, unitPrice: '49.9' };
const opened: TransactionOpened = {
  type: 'trade.transaction.TransactionOpened',
  data: {
    seller: 'shenzhen-toys',
    buyer: 'eva',
    kind: 'B2C',
    origin: 'CN',
    destination: 'DE',
    currency: 'EUR',
    lines: [{ ...line, unitPrice: '49.90' }],
    total: { amount: '99.80', currency: 'EUR' },
    documents: ['CE_MARKING', 'TEST_REPORT'],
    openedAt: TEST_NOW,
    openedOn: '2026-03-01' as CalendarDate,
  },
};
const checkedAs = (answer: TransactionChecked['data']['answer']): TransactionChecked => ({
  type: 'trade.transaction.TransactionChecked',
  data: {
    answer,
    findings: [],
    licences: ['toy-licence'],
    facts: {
      transaction: {
        kind: 'B2C',
        origin: 'CN',
        destination: 'DE',
        currency: 'EUR',
        valueMinorUnits: '9980',
        lines: [{ hsCode: '950300', quantity: '2', unitPriceMinorUnits: '4990' }],
        documents: [],
        openedOn: opened.data.openedOn,
      },
      seller: { party: 'shenzhen-toys', jurisdiction: 'CN', registered: true, operationMode: 'PLATFORM', licensed: true },
      buyer: { party: 'eva' },
    },
    requirementsConsidered: [],
  },
});
const admitted = checkedAs('ADMITTED');
const held = checkedAs('HELD');
const delivered: TransactionDelivered = {
  type: 'trade.transaction.TransactionDelivered',
  data: {
    deliveredAt: at('2026-03-01T12:00:00.000Z'),
    afterSaleUntil: at('2026-03-16T12:00:00.000Z'),
    rule: 'The after-sale window is P15D, 15 calendar days from delivery: default of the platform',
  },
};
const closed = (closedBy: TransactionClosed['data']['closedBy'], closedAt: Instant): TransactionClosed => ({
  type: 'trade.transaction.TransactionClosed',
  data: { closedBy, closedAt },
});

const open = (body: Partial<OpenTransaction> = {}) =>
  command(OpenTransaction, {
    buyer: 'eva',
    kind: 'B2C',
    origin: 'CN',
    destination: 'DE',
    currency: 'EUR',
    lines: [line],
    documents: ['TEST_REPORT', 'CE_MARKING', 'TEST_REPORT'],
    ...body,
  });

describe('Opening a transaction', () => {
  it('makes the acting enterprise the seller, reckons the total and names each document once', () => {
    given(transaction).when(open(), selling).then(opened);
  });

  it('adds the lines up exactly, in a currency without decimals, too', () => {
    const lines = [
      { ...line, quantity: 3, unitPrice: '1999' },
      { ...line, quantity: 1, unitPrice: '1' },
    ];
    given(transaction)
      .when(open({ currency: 'JPY', lines }), selling)
      .then({ ...opened, data: { ...opened.data, currency: 'JPY', lines, total: { amount: '5998', currency: 'JPY' } } });
  });

  it('counts the day in UTC', () => {
    const now = at('2026-03-01T23:59:59.999Z');
    given(transaction)
      .when(open(), { ...selling, now })
      .then({ ...opened, data: { ...opened.data, openedAt: now } });
  });

  it('needs no document', () => {
    const { documents: _, ...rest } = open();
    given(transaction)
      .when(Object.assign(new OpenTransaction(), rest), selling)
      .then({ ...opened, data: { ...opened.data, documents: [] } });
  });

  it('is refused under an id that is taken', () => {
    given(transaction, opened).when(open(), selling).thenRejected('TRANSACTION_EXISTS', 'transactionId');
  });

  it('is refused where the seller buys from itself', () => {
    given(transaction)
      .when(open({ buyer: 'shenzhen-toys' }), selling)
      .thenRejected('BUYER_IS_SELLER', 'buyer');
  });

  it('is refused where the buyer is not registered', () => {
    const facts: PartyFacts = { registered: false, kind: null, jurisdiction: '' };
    given(transaction).when(open(), { actor: seller, facts }).thenRejected('BUYER_NOT_REGISTERED', 'buyer');
  });

  it.each([
    ['B2B', 'CONSUMER'],
    ['B2C', 'ENTERPRISE'],
    ['C2C', 'AGENCY'],
    ['B2B', 'AUDITOR'],
  ] as const)('is refused as %s where the buyer is %s: the seller does not choose the rules', (kind, buyerKind) => {
    given(transaction)
      .when(open({ kind }), { actor: seller, facts: party(buyerKind) })
      .thenRejected('BUYER_OF_WRONG_KIND', 'buyer');
  });

  it('is refused where the goods cross no border', () => {
    given(transaction)
      .when(open({ destination: 'CN' }), selling)
      .thenRejected('NOT_CROSS_BORDER', 'destination');
  });

  it('is refused where a line names its goods by less than 6 digits', () => {
    given(transaction)
      .when(open({ lines: [line, { ...line, hsCode: '9503' }] }), selling)
      .thenRejected('HS_CODE_TOO_SHORT', 'lines.1.hsCode');
  });

  it('is refused where a price has more decimals than its currency', () => {
    given(transaction)
      .when(open({ currency: 'JPY' }), selling)
      .thenRejected('BAD_AMOUNT', 'lines.0.unitPrice');
  });

  it('is refused where the total is beyond all money', () => {
    given(transaction)
      .when(open({ lines: [{ ...line, quantity: 2_000_000_000, unitPrice: '999999999999999' }] }), selling)
      .thenRejected('TOTAL_TOO_LARGE', 'lines');
  });
});

describe('The input of a transaction', () => {
  const faults = (body: object) => validateSync(plainToInstance(OpenTransaction, { ...open(), ...body })).map(({ property }) => property);

  it('is accepted as it should be', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    ['buyer', 'Eva!'],
    ['kind', 'B2G'],
    ['origin', 'EU'],
    ['destination', 'XX'],
    ['currency', 'EURO'],
    ['lines', []],
    ['lines', Array.from({ length: 101 }, () => line)],
    ['lines', [{ ...line, hsCode: '999998' }]],
    ['lines', [{ ...line, quantity: 0 }]],
    ['lines', [{ ...line, quantity: 1.5 }]],
    ['lines', [{ ...line, unitPrice: '-1' }]],
    ['lines', [{ ...line, unitPrice: '1e3' }]],
    ['lines', [{ ...line, description: ' ' }]],
    ['documents', ['test report']],
    ['documents', Array.from({ length: 101 }, (_, index) => `DOCUMENT_${index}`)],
  ])('is refused with the %s %j', (field, value) => {
    expect(faults({ [field]: value })).toEqual([field]);
  });
});

describe('The check', () => {
  const record = (event: TransactionChecked) => command(RecordCheck, event.data);

  it.each([admitted, held, checkedAs('REFUSED')])('is recorded once: $data.answer', (event) => {
    given(transaction, opened).when(record(event)).then(event).when(record(event)).thenRejected('WRONG_STATUS');
  });

  it('needs a transaction', () => {
    given(transaction).when(record(admitted)).thenRejected('TRANSACTION_NOT_FOUND');
  });

  it('is for the platform alone', () => {
    expect(() => given(transaction, opened).when(record(admitted), { actor: agency })).toThrow('RecordCheck is not for AGENCY');
  });
});

describe('A held transaction', () => {
  const release = command(ReleaseTransaction, { reason: 'Tested here' });
  const refuse = command(RefuseTransaction, { reason: 'No report' });

  it('is released by an agency of its destination', () => {
    given(transaction, opened, held)
      .when(release, judging)
      .then({ type: 'trade.transaction.TransactionReleased', data: { agency: 'de-customs', jurisdiction: 'DE', reason: 'Tested here' } })
      .when(release, judging)
      .thenRejected('WRONG_STATUS');
  });

  it.each(['CN', 'EU'])('is refused by an agency of %s, too, the origin or a bloc of the destination', (jurisdiction) => {
    given(transaction, opened, held)
      .when(refuse, { actor: agency, facts: party('AGENCY', jurisdiction) })
      .then({ type: 'trade.transaction.TransactionRefused', data: { agency: 'de-customs', jurisdiction, reason: 'No report' } })
      .when(command(ConfirmDelivery), { actor: buyer })
      .thenRejected('WRONG_STATUS');
  });

  it.each([release, refuse])('is no matter of an agency from elsewhere', (judgement) => {
    given(transaction, opened, held)
      .when(judgement, { actor: agency, facts: party('AGENCY', 'US') })
      .thenRejected('NOT_COMPETENT');
  });

  it('cannot be delivered', () => {
    given(transaction, opened, held).when(command(ConfirmDelivery), { actor: buyer }).thenRejected('WRONG_STATUS');
  });

  it('is the only one on which an agency decides', () => {
    given(transaction).when(release, judging).thenRejected('TRANSACTION_NOT_FOUND');
    given(transaction, opened).when(release, judging).thenRejected('WRONG_STATUS');
    given(transaction, opened, admitted).when(refuse, judging).thenRejected('WRONG_STATUS');
  });
});

describe('A delivery', () => {
  const confirm = (deliveredAt?: string) => command(ConfirmDelivery, deliveredAt === undefined ? {} : { deliveredAt });

  it('is confirmed by the buyer, now or for an earlier moment, and opens the after-sale window', () => {
    given(transaction, opened, admitted).when(confirm(), { actor: buyer }).then(delivered);
    given(transaction, opened, admitted)
      .when(confirm('2026-03-01T13:00:00+01:00'), { actor: buyer, now: at('2026-03-05T00:00:00.000Z') })
      .then(delivered);
  });

  it('is confirmed by nobody else', () => {
    given(transaction, opened, admitted)
      .when(confirm(), { actor: { ...buyer, party: 'otto' } })
      .thenRejected('NOT_YOURS');
    given(transaction, opened, admitted).when(confirm(), { actor: seller }).thenRejected('NOT_YOURS');
  });

  it('is not before the opening', () => {
    given(transaction, opened, admitted)
      .when(confirm('2026-03-01T11:59:59Z'), { actor: buyer })
      .thenRejected('DATE_IN_WRONG_ORDER', 'deliveredAt');
  });

  it('is not in the future', () => {
    given(transaction, opened, admitted)
      .when(confirm('2026-03-01T12:00:01Z'), { actor: buyer })
      .thenRejected('DATE_IN_FUTURE', 'deliveredAt');
  });

  it('is confirmed once, and only of a transaction that was admitted', () => {
    given(transaction).when(confirm(), { actor: buyer }).thenRejected('TRANSACTION_NOT_FOUND');
    given(transaction, opened).when(confirm(), { actor: buyer }).thenRejected('WRONG_STATUS');
    given(transaction, opened, admitted, delivered).when(confirm(), { actor: buyer }).thenRejected('WRONG_STATUS');
  });
});

describe('A transaction that was delivered', () => {
  const close = command(CloseTransaction);
  const story = [opened, admitted, delivered];
  const during = at('2026-03-16T11:59:59.999Z');
  const after = delivered.data.afterSaleUntil;

  it('is closed by the buyer at any time', () => {
    given(transaction, ...story)
      .when(close, { actor: buyer, now: during })
      .then(closed('BUYER', during));
  });

  it('is closed by the seller when the after-sale window has ended, not before', () => {
    given(transaction, ...story)
      .when(close, { actor: seller, now: during })
      .thenRejected('AFTER_SALE_WINDOW_OPEN');
    given(transaction, ...story)
      .when(close, { actor: seller, now: after })
      .then(closed('SELLER', after));
  });

  it('is closed by the platform when the after-sale window has ended, not before, and only if nobody was faster', () => {
    given(transaction, ...story)
      .when(close, { actor: PLATFORM, now: during })
      .thenRejected('AFTER_SALE_WINDOW_OPEN');
    given(transaction, ...story)
      .when(close, { actor: PLATFORM, now: after })
      .then(closed('PLATFORM', after))
      .when(close, { actor: PLATFORM, now: after })
      .thenNothing();
  });

  it('is closed by nobody else', () => {
    given(transaction, ...story)
      .when(close, { actor: agency })
      .thenRejected('NOT_YOURS');
  });

  it('is closed once, and only after delivery', () => {
    given(transaction).when(close, { actor: buyer }).thenRejected('TRANSACTION_NOT_FOUND');
    given(transaction, opened, admitted).when(close, { actor: buyer }).thenRejected('WRONG_STATUS');
    given(transaction, ...story, closed('BUYER', during))
      .when(close, { actor: buyer })
      .thenRejected('WRONG_STATUS');
  });

  it('has a deadline that its closing clears', () => {
    const stream = 'trade.transaction/robots';
    const changes = (event: object) => afterSaleDeadline.changes({ ...event, stream } as never);
    expect(changes(delivered)).toEqual([{ set: 'robots', dueAt: after, command: close }]);
    expect(changes(closed('BUYER', during))).toEqual([{ clear: 'robots' }]);
  });
});

describe('The history of a transaction', () => {
  const state = transactionFacts.evolve(transactionFacts.initialState, opened);
  const reads = (reader: Actor | null) => transaction.disclosedTo(state, reader, TEST_NOW);

  it('is open to its parties, agencies and auditors', () => {
    for (const reader of [seller, buyer, agency, { ...agency, kind: 'AUDITOR' } as Actor]) expect(reads(reader)).toBe(true);
  });

  it('is closed to everybody else', () => {
    for (const reader of [null, { ...buyer, party: 'otto' }, { ...agency, kind: 'ASSOCIATION' } as Actor])
      expect(reads(reader)).toBe(false);
  });
});

test('other contexts see the parties, the total, the status and the after-sale window', () => {
  const facts = [opened, admitted, delivered].reduce(
    (before, event) => transactionFacts.evolve(before, event),
    transactionFacts.initialState,
  );
  expect(facts).toEqual({
    status: 'DELIVERED',
    seller: 'shenzhen-toys',
    buyer: 'eva',
    origin: 'CN',
    destination: 'DE',
    total: { amount: '99.80', currency: 'EUR' },
    currency: 'EUR',
    openedAt: TEST_NOW,
    deliveredAt: delivered.data.deliveredAt,
    afterSaleUntil: delivered.data.afterSaleUntil,
  });
});
