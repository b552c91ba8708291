import { ConsumerModule } from '@concord/modules/consumer';
import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { TradeModule } from '@concord/modules/trade';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from './support/running-context.js';

const done = ({ data, codes }: Pick<GraphqlAnswer, 'data' | 'codes'>) => {
  expect(codes).toEqual([]);
  return data;
};

const TRANSACTION = `receipt { position } transaction { id status answer total { amount currency }
  findings { normId version eId result consequence } requirementsConsidered { normId } licences afterSaleUntil afterSaleRule closedBy
  decision { agency jurisdiction released reason } }`;
const COMPLAINT = `receipt { position } complaint { id status ground narrative respondent claim { remedy amount { amount currency } }
  deadlineRule answerBy answer { position accepted offer { remedy } } decision { outcome byDefault agency }
  remedies { remedy amount { amount currency } } performance closedBy }`;

describe('A trade and a complaint about it, through the API of a running platform', () => {
  let running: RunningContext;
  let customs: Ask;
  let usAgency: Ask;
  let shop: Ask;
  let eva: Ask;
  let otto: Ask;
  let auditor: Ask;

  const mutate = async (ask: Ask, command: string, selection: string, input: object) => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${selection} } }`, { input });
    return { data: data?.[field], codes };
  };
  const trade = (ask: Ask, command: string, input: object) => mutate(ask, command, TRANSACTION, input);
  const complain = (ask: Ask, command: string, input: object) => mutate(ask, command, COMPLAINT, input);

  const open = (transactionId: string, change: object = {}) =>
    trade(shop, 'OpenTransaction', {
      transactionId,
      buyer: 'eva',
      kind: 'B2C',
      origin: 'CN',
      destination: 'DE',
      currency: 'EUR',
      lines: [{ hsCode: '950300', description: 'Robot', quantity: 2, unitPrice: '49.9' }],
      ...change,
    });

  /** The platform checks by itself, at once; its read model follows. */
  const checked = async (id: string) => {
    for (;;) {
      const { transaction } = done(
        await auditor(
          `{ transaction(id: "${id}") { status answer licences findings { normId version eId result consequence } requirementsConsidered { normId } } }`,
        ),
      );
      if (transaction && transaction.status !== 'OPENED') return transaction;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const delivered = async (id: string, change: object = {}) => {
    done(await open(id, { documents: ['TEST_REPORT'], ...change }));
    expect((await checked(id)).status).toBe('ADMITTED');
    return done(await trade(eva, 'ConfirmDelivery', { transactionId: id })).transaction;
  };

  beforeAll(async () => {
    running = await runContexts(GovernmentModule, EnterpriseModule, TradeModule, ConsumerModule);
    customs = await running.party('de-customs', 'AGENCY', ['OFFICER'], 'DE');
    usAgency = await running.party('us-cpsc', 'AGENCY', ['OFFICER'], 'US');
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER'], 'CN');
    eva = await running.party('eva', 'CONSUMER', ['ADMIN'], 'DE');
    otto = await running.party('otto', 'CONSUMER', ['ADMIN'], 'DE');
    auditor = await running.party('audit', 'AUDITOR', ['READER'], 'DE');
    await running.mandate('audit');

    const requirement = { direction: 'IMPORT', hsCodes: ['9503'], mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'HOLD' };
    const banned = { direction: 'IMPORT', hsCodes: ['930690'], mustHold: 'seller.licensed && seller.registered', onBreach: 'REFUSE' };
    const text = [{ language: 'en', text: 'Goods are safe.' }];
    done(
      await mutate(customs, 'DraftNorm', 'receipt { position }', {
        normId: 'toy-safety',
        jurisdiction: 'DE',
        documentType: 'law',
        titles: [{ language: 'en', text: 'Toy safety' }],
        provisions: [
          { eId: 'sec_1', text, requirement },
          { eId: 'sec_2', text, requirement: banned },
        ],
      }),
    );
    const today = new Date().toISOString().slice(0, 10);
    done(
      await mutate(customs, 'PublishNorm', 'receipt { position }', {
        normId: 'toy-safety',
        publishedOn: today,
        inForceFrom: today,
        zone: 'UTC',
      }),
    );
  });
  afterAll(() => running.stop());

  test('a transaction without the document is held, and released by an agency of the destination alone', async () => {
    done(await open('held'));
    const record = await checked('held');
    expect(record).toMatchObject({
      status: 'HELD',
      answer: 'HELD',
      findings: [{ normId: 'toy-safety', version: 1, eId: 'sec_1', result: 'BREACH', consequence: 'HOLD' }],
      requirementsConsidered: [{ normId: 'toy-safety' }, { normId: 'toy-safety' }],
    });
    expect((await trade(usAgency, 'ReleaseTransaction', { transactionId: 'held', reason: 'Mine' })).codes).toEqual(['NOT_COMPETENT']);
    const { transaction } = done(await trade(customs, 'ReleaseTransaction', { transactionId: 'held', reason: 'Tested here' }));
    expect(transaction).toMatchObject({ status: 'ADMITTED', answer: 'HELD', decision: { agency: 'de-customs', released: true } });
  });

  test('a seller without licence or registration is refused, and admitted with both', async () => {
    const goods = { lines: [{ hsCode: '930690', description: 'Fireworks', quantity: 1, unitPrice: '10' }] };
    done(await open('without', goods));
    expect(await checked('without')).toMatchObject({ status: 'REFUSED', licences: [] });
    done(
      await mutate(shop, 'FileRegistration', 'receipt { position }', {
        enterpriseId: 'shop',
        legalName: 'Shop',
        country: 'CN',
        operationMode: 'SELF_OPERATED',
      }),
    );
    done(
      await mutate(shop, 'ApplyForLicence', 'receipt { position }', {
        licenceId: 'fireworks',
        agency: 'de-customs',
        jurisdiction: 'DE',
        hsCodes: ['93'],
        reason: 'New Year',
      }),
    );
    const today = new Date().toISOString().slice(0, 10);
    done(
      await mutate(customs, 'GrantLicence', 'receipt { position }', { licenceId: 'fireworks', validFrom: today, validUntil: '2999-12-31' }),
    );
    done(await open('with', goods));
    expect(await checked('with')).toMatchObject({ status: 'ADMITTED', licences: ['fireworks'], findings: [{ result: 'MET' }] });
  });

  test('a transaction is seen by its parties, agencies and auditors, and by nobody else', async () => {
    const { receipt } = done(await open('private', { documents: ['TEST_REPORT'] }));
    const one = `{ transaction(id: "private", atLeast: "${receipt.position}") { total { amount } } }`;
    const all =
      '{ transactions(seller: "shop", destination: "DE", hsCode: "9503", openedFrom: "2020-01-01", first: 1) { totalCount pageInfo { endCursor } } }';
    for (const ask of [shop, eva, customs, usAgency, auditor]) {
      expect(done(await ask(one)).transaction).toEqual({ total: { amount: '99.80' } });
      const { totalCount, pageInfo } = done(await ask(all)).transactions;
      expect(totalCount).toBeGreaterThan(0);
      done(await ask(all.replace('first: 1', `first: 1, after: "${pageInfo.endCursor}"`)));
      expect(done(await ask('{ node(id: "Transaction/private") { id } }')).node).toEqual({ id: 'private' });
    }
    expect(done(await otto(one)).transaction).toBeNull();
    expect(done(await otto(all)).transactions.totalCount).toBe(0);
    expect(done(await otto('{ node(id: "Transaction/private") { id } }')).node).toBeNull();
    expect((await running.anybody(one)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await trade(eva, 'CloseTransaction', { transactionId: 'private' })).codes).toEqual(['WRONG_STATUS']);
  });

  test('bad input is refused, and nothing changes', async () => {
    expect((await open('bad', { lines: [{ hsCode: '999998', description: 'x', quantity: 1, unitPrice: '1' }] })).codes).toEqual([
      'BAD_INPUT',
    ]);
    expect((await open('bad', { currency: 'EURO' })).codes).toEqual(['BAD_INPUT']);
    expect((await open('bad', { buyer: 'nobody' })).codes).toEqual(['BUYER_NOT_REGISTERED']);
    expect(
      (await trade(eva, 'OpenTransaction', { buyer: 'eva', kind: 'B2C', origin: 'CN', destination: 'DE', currency: 'EUR', lines: [] }))
        .codes,
    ).toEqual(['FORBIDDEN']);
    expect(done(await auditor('{ transaction(id: "bad") { id } }')).transaction).toBeNull();
  });

  test('a complaint is filed, contested with an offer, turned down, decided, remedied and closed', async () => {
    const { afterSaleUntil, afterSaleRule } = await delivered('robots');
    expect(afterSaleUntil).toMatch(/^20/);
    expect(afterSaleRule).toContain('P15D');
    done(
      await mutate(customs, 'AdoptProcedure', 'complaintProcedure { version answerWithin }', {
        procedureId: 'fast',
        names: [{ language: 'en', text: 'Fast' }],
        jurisdiction: 'DE',
        answerWithin: 'P7D',
      }),
    );
    done(
      await mutate(customs, 'ReviseProcedure', 'complaintProcedure { version answerWithin }', {
        procedureId: 'fast',
        answerWithin: 'P10D',
      }),
    );
    expect(
      done(await running.anybody('{ complaintProcedures(jurisdiction: "DE") { nodes { version answerWithin } } }')).complaintProcedures
        .nodes,
    ).toEqual([{ version: 2, answerWithin: 'P10D' }]);
    const filed = done(
      await complain(eva, 'FileComplaint', {
        complaintId: 'broken',
        transactionId: 'robots',
        procedureId: 'fast',
        ground: 'DEFECTIVE',
        narrative: 'It fell apart.',
        evidence: [{ name: 'photo', sha256: 'a'.repeat(64), mediaType: 'image/jpeg' }],
        claim: { remedy: 'REFUND', amount: { amount: '49.9', currency: 'EUR' } },
      }),
    );
    expect(filed.complaint).toMatchObject({ status: 'FILED', respondent: 'shop', deadlineRule: expect.stringContaining('P10D') });
    const one = `{ complaint(id: "broken", atLeast: "${filed.receipt.position}") { narrative evidence { name } } }`;
    for (const ask of [eva, shop, customs, auditor]) expect(done(await ask(one)).complaint.narrative).toBe('It fell apart.');
    expect(done(await otto(one)).complaint).toBeNull();
    expect(done(await otto('{ complaints { totalCount } }')).complaints.totalCount).toBe(0);
    expect(done(await otto('{ node(id: "Complaint/broken") { id } }')).node).toBeNull();
    expect(
      (
        await complain(otto, 'FileComplaint', {
          transactionId: 'robots',
          ground: 'OTHER',
          narrative: 'Me, too',
          claim: { remedy: 'REPAIR' },
        })
      ).codes,
    ).toEqual(['NOT_YOURS']);

    const answer = { complaintId: 'broken', position: 'CONTEST', statement: 'It was fine.', offer: { remedy: 'REPAIR' } };
    expect(done(await complain(shop, 'AnswerComplaint', answer)).complaint).toMatchObject({
      status: 'OFFERED',
      answer: { offer: { remedy: 'REPAIR' } },
    });
    expect(done(await complain(eva, 'RejectOffer', { complaintId: 'broken' })).complaint).toMatchObject({
      status: 'CONTESTED',
      answer: { accepted: false },
    });
    const decision = { complaintId: 'broken', outcome: 'UPHELD', remedies: [{ remedy: 'REFUND' }], reasons: 'It was not.' };
    expect((await complain(usAgency, 'DecideComplaint', decision)).codes).toEqual(['NOT_COMPETENT']);
    expect(done(await complain(customs, 'DecideComplaint', decision)).complaint).toMatchObject({
      status: 'UPHELD',
      decision: { outcome: 'UPHELD', byDefault: false, agency: 'de-customs' },
      remedies: [{ remedy: 'REFUND', amount: { amount: '99.80', currency: 'EUR' } }],
    });
    expect(done(await complain(shop, 'PerformRemedy', { complaintId: 'broken', evidence: 'Refund 1' })).complaint).toMatchObject({
      status: 'REMEDIED',
      performance: 'Refund 1',
    });
    expect(done(await complain(eva, 'CloseComplaint', { complaintId: 'broken' })).complaint).toMatchObject({
      status: 'CLOSED',
      closedBy: 'COMPLAINANT',
    });
    const list =
      '{ complaints(status: CLOSED, ground: DEFECTIVE, respondent: "shop", complainant: "eva", transactionId: "robots") { totalCount nodes { id } } }';
    expect(done(await shop(list)).complaints).toEqual({ totalCount: 1, nodes: [{ id: 'broken' }] });
    expect(done(await trade(eva, 'CloseTransaction', { transactionId: 'robots' })).transaction).toMatchObject({
      status: 'CLOSED',
      closedBy: 'BUYER',
    });
  });
});
