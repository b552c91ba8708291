import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { TradeModule } from '@concord/modules/trade';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from './support/running-context.js';

const done = ({ data, messages }: GraphqlAnswer) => {
  expect(messages).toEqual([]);
  return data;
};

const REQUIREMENT = {
  direction: 'IMPORT',
  hsCodes: ['95'],
  appliesWhen: '!(transaction.origin in parameter.exempt)',
  mustHold: 'transaction.valueMinorUnits <= parameter.limit',
  onBreach: 'REFUSE',
  parameters: [
    {
      name: 'limit',
      unit: 'USD',
      values: [
        { from: '2020-01-01', number: '800.00' },
        { from: '2021-01-01', number: '150' },
      ],
    },
    { name: 'exempt', values: [{ from: '2020-01-01', items: ['CA', 'MX'] }] },
  ],
};

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { position } } }';
const CHECK = `query ($position: Position) {
  transaction(id: "sale", atLeast: $position) {
    answer
    findings { normId version eId result consequence parameters { name unit decimals number items } fault }
    repeatedCheck { same answer findings { normId version eId result } missing { normId } }
  }
}`;

describe('A check by a requirement with parameters, through the API of a running platform', () => {
  let running: RunningContext;
  let agency: Ask;
  let seller: Ask;

  const provision = (requirement: object) => ({ eId: 'sec_1', text: [{ language: 'en', text: 'Small parcels' }], requirement });
  const draft = (normId: string, requirement: object) =>
    agency(DRAFT, {
      input: {
        normId,
        jurisdiction: 'US',
        documentType: 'law',
        titles: [{ language: 'en', text: 'Parcels' }],
        provisions: [provision(requirement)],
      },
    });

  /** The transaction, when it is checked. */
  async function checked(): Promise<{ readonly [field: string]: unknown }> {
    for (;;) {
      const { transaction } = done(await seller(CHECK));
      if (transaction?.answer) return transaction;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  beforeAll(async () => {
    running = await runContexts(EnterpriseModule, GovernmentModule, TradeModule);
    agency = await running.party('us-cbp', 'AGENCY', ['OFFICER'], 'US');
    seller = await running.party('shop', 'ENTERPRISE');
    await running.party('jane', 'CONSUMER', ['ADMIN'], 'US');
  });
  afterAll(() => running.stop());

  test('a requirement is refused with the place of its fault, and nothing is drafted', async () => {
    const refused = await draft('parcels', {
      ...REQUIREMENT,
      mustHold: 'seller.licensed &&\n  transaction.valueMinorUnits <= parameter.limt',
    });
    expect(refused.codes).toEqual(['FAULTY_REQUIREMENT']);
    expect(refused.messages[0]).toContain('parameter has no field limt (line 2, column 34: parameter.limt)');
    const faults = 'query ($r: RequirementInput!) { requirementFaults(requirement: $r) { field line column piece message } }';
    const told = done(
      await running.anybody(faults, { r: { ...REQUIREMENT, appliesWhen: 'seller', mustHold: 'true &&' } }),
    ).requirementFaults;
    expect(told).toEqual([
      { field: 'appliesWhen', line: 1, column: 1, piece: 'seller', message: 'the result has to be true or false, and this is seller' },
      { field: 'mustHold', line: 1, column: 6, piece: '&&', message: 'it is not well-formed CEL from here on' },
    ]);
    expect(done(await running.anybody(faults, { r: REQUIREMENT })).requirementFaults).toEqual([]);
    const both = { name: 'limit', unit: 'USD', values: [{ from: '2020-01-01', number: '1', items: ['1'] }] };
    expect((await draft('parcels', { ...REQUIREMENT, parameters: [both] })).codes).toEqual(['BAD_INPUT']);
    expect(done(await running.anybody('{ norm(id: "parcels") { id } }')).norm).toBeNull();
  });

  test('its record names the values that were read, and it comes out the same, whatever becomes of the norm', async () => {
    done(await draft('parcels', REQUIREMENT));
    const published = { normId: 'parcels', publishedOn: '2020-01-01', inForceFrom: '2020-01-01', zone: 'UTC' };
    const { receipt } = done(
      await agency('mutation ($input: PublishNorm!) { publishNorm(input: $input) { receipt { position } } }', { input: published }),
    ).publishNorm;
    const shown = done(
      await running.anybody(
        `query ($atLeast: Position!) {
          norm(id: "parcels", atLeast: $atLeast) {
            text { provisions { requirement { parameters { name unit values { from number items } } } } }
          }
        }`,
        { atLeast: receipt.position },
      ),
    );
    expect(shown.norm.text.provisions[0].requirement.parameters).toEqual([
      {
        name: 'limit',
        unit: 'USD',
        values: [
          { from: '2020-01-01', number: '800.00', items: null },
          { from: '2021-01-01', number: '150', items: null },
        ],
      },
      { name: 'exempt', unit: null, values: [{ from: '2020-01-01', number: null, items: ['CA', 'MX'] }] },
    ]);

    const sale = { transactionId: 'sale', buyer: 'jane', kind: 'B2C', origin: 'CN', destination: 'US', currency: 'USD' };
    const lines = [{ hsCode: '950300', description: 'Kite', quantity: 1, unitPrice: '150.01' }];
    done(
      await seller('mutation ($input: OpenTransaction!) { openTransaction(input: $input) { receipt { position } } }', {
        input: { ...sale, lines },
      }),
    );

    const place = { normId: 'parcels', version: 1, eId: 'sec_1' };
    const expected = {
      answer: 'REFUSED',
      findings: [
        {
          ...place,
          result: 'BREACH',
          consequence: 'REFUSE',
          parameters: [
            { name: 'exempt', unit: null, decimals: 0, number: null, items: ['CA', 'MX'] },
            { name: 'limit', unit: 'USD', decimals: 2, number: '150', items: null },
          ],
          fault: null,
        },
      ],
      repeatedCheck: { same: true, answer: 'REFUSED', findings: [{ ...place, result: 'BREACH' }], missing: [] },
    };
    expect(await checked()).toEqual(expected);

    const operation = { operation: 'SUBSTITUTE', provision: provision({ ...REQUIREMENT, mustHold: 'true' }) };
    const amendment = { normId: 'parcels', inForceFrom: '2022-01-01', operations: [operation], reason: 'Easier' };
    done(await agency('mutation ($input: AmendNorm!) { amendNorm(input: $input) { receipt { position } } }', { input: amendment }));
    expect(await checked()).toEqual(expected);
  });
});
