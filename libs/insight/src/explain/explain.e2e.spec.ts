import { ConsumerModule } from '@concord/modules/consumer';
import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { TradeModule } from '@concord/modules/trade';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { InsightModule } from '../module.js';

const en = (text: string) => [{ language: 'en', text }];
const today = new Date().toISOString().slice(0, 10);
const EVENT = 'type stream position party actor';
const CHANGE = `event { ${EVENT} } before after cut causes { event { ${EVENT} } withheld } command { id party actor correlationId stream } causesCut`;
const EXPLAIN = `query ($id: ID!, $field: String, $position: Position, $knownAt: Instant) {
  explain(id: $id, field: $field, position: $position, knownAt: $knownAt) {
    stream field revision position value changesLeft changes { ${CHANGE} } cause { ${CHANGE} }
    grounds { kind says supports stream data withheld } } }`;

interface ToldGround {
  readonly kind: string;
  readonly says: string;
  readonly supports: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: each kind has data of its own.
  readonly data: any;
}

describe('Why', () => {
  let running: RunningContext;
  let customs: Ask;
  let shop: Ask;
  let eva: Ask;
  let otto: Ask;
  let auditor: Ask;

  const mutate = async (ask: Ask, command: string, input: object): Promise<string> => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, messages } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect({ command, messages }).toEqual({ command, messages: [] });
    return data[field].receipt.position;
  };
  const explain = async (ask: Ask, id: string, field: string | null = null, then: object = {}) => {
    const { data, messages } = await ask(EXPLAIN, { id, field, ...then });
    expect(messages).toEqual([]);
    return data.explain;
  };
  const until = async (id: string, ...statuses: readonly string[]) => {
    for (;;) {
      const { data } = await auditor(`{ objectAsOf(id: "${id}") { state } }`);
      if (statuses.includes(data?.objectAsOf.state.status)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const open = async (transactionId: string, documents: readonly string[] = []) => {
    await mutate(shop, 'OpenTransaction', {
      ...{ transactionId, buyer: 'eva', kind: 'B2C', origin: 'CN', destination: 'DE', currency: 'CNY', documents },
      lines: [{ hsCode: '950300', description: 'Robot', quantity: 1, unitPrice: '100' }],
    });
    await until(`trade.transaction/${transactionId}`, 'HELD', 'ADMITTED');
  };
  const of = (kind: string, grounds: readonly ToldGround[]) => grounds.filter((ground) => ground.kind === kind);

  beforeAll(async () => {
    running = await runContexts(GovernmentModule, EnterpriseModule, TradeModule, ConsumerModule, InsightModule);
    customs = await running.party('de-customs', 'AGENCY', ['OFFICER'], 'DE');
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER'], 'CN');
    eva = await running.party('eva', 'CONSUMER', ['ADMIN'], 'DE');
    otto = await running.party('otto', 'CONSUMER', ['ADMIN'], 'DE');
    auditor = await running.party('audit', 'AUDITOR', ['READER'], 'DE');
    await running.mandate('audit');
    const requirement = { direction: 'IMPORT', hsCodes: ['9503'], mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'HOLD' };
    await mutate(customs, 'DraftNorm', {
      ...{ normId: 'toy-safety', jurisdiction: 'DE', documentType: 'law', titles: en('Toy safety') },
      provisions: [{ eId: 'sec_1', text: en('Whoever sells toys has a test report.'), requirement }],
    });
    await mutate(customs, 'PublishNorm', { normId: 'toy-safety', publishedOn: today, inForceFrom: today, zone: 'UTC' });
  });
  afterAll(() => running?.stop());

  describe('a transaction is held', () => {
    beforeAll(async () => {
      await open('held');
      await mutate(customs, 'AmendNorm', {
        ...{ normId: 'toy-safety', inForceFrom: today, reason: 'It was meant to be read like this' },
        operations: [
          {
            operation: 'SUBSTITUTE',
            provision: { eId: 'sec_1', text: en('Whoever sells toys has a blue label.'), requirement: null },
          },
        ],
      });
    });

    it('says which event made it so, what caused that, and who began it', async () => {
      const { stream, value, changes, cause } = await explain(auditor, 'held', 'status');
      expect([stream, value]).toEqual(['trade.transaction/held', 'HELD']);
      expect(changes.map(({ before, after }: { before: unknown; after: unknown }) => [before, after])).toEqual([
        ['UNKNOWN', 'OPENED'],
        ['OPENED', 'HELD'],
      ]);
      expect(cause).toMatchObject({
        event: { type: 'trade.transaction.TransactionChecked', actor: 'platform' },
        causes: [{ event: { type: 'trade.transaction.TransactionOpened', party: 'shop' }, withheld: null }],
        command: { party: 'shop', actor: 'person-of-shop', stream: 'trade.transaction/held' },
        causesCut: null,
      });
      expect(changes[0]).toMatchObject({ causes: [], command: { id: cause.command.id, correlationId: cause.command.correlationId } });
    });

    it('goes down to finding, norm, version, words, requirement and facts as they were, though the norm was amended backwards since', async () => {
      const { data } = await auditor(`{ norm(id: "toy-safety") { versionOn(on: "${today}") { version } } }`);
      expect(data.norm.versionOn.version).toBe(2);
      const { grounds } = await explain(auditor, 'held', 'status');
      expect(grounds.map(({ kind, supports }: ToldGround) => [kind, supports])).toEqual([
        ['FINDING', null],
        ['NORM', 0],
        ['PROVISION', 1],
        ['REQUIREMENT', 1],
        ['FACTS', 0],
      ]);
      const [finding, norm, provision, requirement, facts] = grounds.map(({ data }: ToldGround) => data);
      expect(finding).toMatchObject({ normId: 'toy-safety', version: 1, eId: 'sec_1', result: 'BREACH', consequence: 'HOLD' });
      expect(norm).toMatchObject({ version: 1, on: today, inForceFrom: today, agency: 'de-customs', jurisdiction: 'DE', actsSince: 1 });
      expect(provision).toMatchObject({ eId: 'sec_1', text: en('Whoever sells toys has a test report.'), standing: 'IN_FORCE' });
      expect(requirement).toMatchObject({ mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'HOLD' });
      expect(facts).toMatchObject({ transaction: { documents: [], openedOn: today }, seller: { party: 'shop' } });
    });

    it('explains one value inside what the check found', async () => {
      const { value, cause, grounds } = await explain(eva, 'trade.transaction/held', 'findings.0.result');
      expect([value, cause.before, cause.after]).toEqual(['BREACH', null, 'BREACH']);
      expect(of('NORM', grounds)).toHaveLength(1);
    });

    it('tells of the whole object what each event changed', async () => {
      const { changes } = await explain(auditor, 'held');
      expect(changes.at(-1)).toMatchObject({ before: { status: 'OPENED' }, after: { status: 'HELD', answer: 'HELD' } });
      expect(changes.at(-1).after).not.toHaveProperty('seller');
    });

    it('explains an earlier state from what was known then', async () => {
      const now = await explain(auditor, 'held', 'status');
      const then = await explain(auditor, 'held', 'status', { position: now.changes[0].event.position });
      expect(then).toMatchObject({
        revision: 0,
        value: 'OPENED',
        grounds: [],
        cause: { event: { type: 'trade.transaction.TransactionOpened' } },
      });
    });

    it('and what it rests on as it was known then', async () => {
      const now = await explain(auditor, 'held', 'answer');
      const then = await explain(auditor, 'held', 'answer', { position: now.cause.event.position });
      const actsSince = ({ grounds }: { grounds: readonly ToldGround[] }) => of('NORM', grounds)[0]?.data.actsSince;
      expect([actsSince(now), actsSince(then)]).toEqual([1, 0]);
    });

    it('names the agency that released it, and why', async () => {
      await mutate(customs, 'ReleaseTransaction', { transactionId: 'held', reason: 'Tested here' });
      const { value, cause, grounds } = await explain(shop, 'held', 'status');
      expect([value, cause.command.party]).toEqual(['ADMITTED', 'de-customs']);
      expect(of('DECISION', grounds)).toMatchObject([{ data: { agency: 'de-customs', reason: 'Tested here', released: true } }]);
      expect(of('FINDING', grounds)).toHaveLength(1);
    });
  });

  describe('a remedy is owed', () => {
    beforeAll(async () => {
      await mutate(customs, 'AdoptProcedure', { procedureId: 'slow', names: en('Slow'), jurisdiction: 'DE', answerWithin: 'P9D' });
      await mutate(customs, 'ReviseProcedure', { procedureId: 'slow', answerWithin: 'PT1S' });
      await open('robot', ['TEST_REPORT']);
      await mutate(eva, 'ConfirmDelivery', { transactionId: 'robot' });
      await mutate(eva, 'FileComplaint', {
        ...{ complaintId: 'fake', transactionId: 'robot', procedureId: 'slow', ground: 'COUNTERFEIT', narrative: 'It is a copy.' },
        evidence: [{ name: 'photo', sha256: 'a'.repeat(64), mediaType: 'image/jpeg' }],
        claim: { remedy: 'REFUND' },
      });
      await until('consumer.complaint/fake', 'UPHELD');
      await mutate(customs, 'ReviseProcedure', { procedureId: 'slow', answerWithin: 'P30D' });
    });

    it('down to the rule that reckons it, the deadline that ran out, its procedure as it was, and the evidence', async () => {
      const { value, cause, grounds } = await explain(eva, 'fake', 'remedies');
      expect(value).toMatchObject([
        { remedy: 'REFUND', amount: { amount: '100.00', currency: 'CNY' } },
        { remedy: 'COMPENSATION', amount: { amount: '500.00', currency: 'CNY' } },
      ]);
      expect(cause).toMatchObject({
        event: { type: 'consumer.complaint.ComplaintDecided', actor: 'platform' },
        causes: [{ event: { type: 'consumer.complaint.ComplaintFiled' } }],
        command: { party: 'eva' },
      });
      expect(of('DECISION', grounds)).toMatchObject([{ data: { outcome: 'UPHELD', byDefault: true, agency: null } }]);
      expect(of('RULE', grounds)).toMatchObject([
        {
          says: expect.stringContaining('Art. 55'),
          data: { multiple: 3, minimum: { amount: '500.00' }, price: { amount: '100.00' }, reckoned: { amount: '500.00' } },
        },
      ]);
      expect(of('DEADLINE', grounds)).toMatchObject([{ data: { ranOut: true } }]);
      expect(of('PROCEDURE', grounds)).toMatchObject([{ data: { version: 2, answerWithin: 'PT1S', agency: 'de-customs' } }]);
      expect(of('EVIDENCE', grounds)).toMatchObject([{ data: { name: { sealed: expect.any(String) }, sha256: 'a'.repeat(64) } }]);
      expect(of('TRANSACTION', grounds)).toMatchObject([{ data: { status: 'DELIVERED' } }]);
    });

    it('says of a deadline why it is when it is', async () => {
      const { grounds } = await explain(shop, 'consumer.complaint/fake', 'decision.rule');
      expect(of('DEADLINE', grounds)).toHaveLength(1);
    });
  });

  describe('is refused with one error that names what is wrong', () => {
    const refused = async (ask: Ask, id: string, field: string | null = null) => {
      const { codes, messages } = await ask(EXPLAIN, { id, field });
      expect(codes).toHaveLength(1);
      return [codes[0], messages[0]];
    };

    it('where there is no such object, or none for who asks', async () => {
      expect(await refused(auditor, 'nothing-of-the-kind')).toEqual(['NOT_FOUND', 'There is no object nothing-of-the-kind']);
      expect((await refused(otto, 'held', 'status'))[0]).toBe('NOT_FOUND');
      expect((await refused(running.anybody, 'trade.transaction/held', 'status'))[0]).toBe('NOT_FOUND');
    });

    it('where the object never had such a field', async () => {
      const [code, message] = await refused(auditor, 'held', 'colour');
      expect(code).toBe('BAD_INPUT');
      expect(message).toMatch(/^field: colour was never in the state: in trade.transaction\/held there is .*status/);
      expect((await refused(auditor, 'held', 'findings.7.result'))[1]).toBe(
        'field: findings.7.result was never in the state: in findings of trade.transaction/held there is a list of 1, from 0',
      );
      for (const field of ['__proto__', 'constructor', 'findings.length', 'status.length', 'toString.name'])
        expect((await refused(auditor, 'held', field))[0]).toBe('BAD_INPUT');
    });

    it('where the field is no path', async () => {
      for (const field of ['', '.', 'status.', `${'a.'.repeat(30)}a`, 'x'.repeat(201)])
        expect((await refused(auditor, 'held', field))[0]).toBe('BAD_INPUT');
    });
  });

  it('leaves to everyone what is public', async () => {
    const { value, cause } = await explain(running.anybody, 'toy-safety', 'timeline.publishedOn');
    expect([value, cause.event.type]).toEqual([today, 'government.norm.NormPublished']);
  });
});
