import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { CooperationModule } from '../module.js';

const done = ({ data, codes }: GraphqlAnswer) => {
  expect(codes).toEqual([]);
  return data;
};

const AGREEMENT = `agreement { id entryIntoForceOn contractingParties { jurisdiction kind inForceFrom }
  signatures { jurisdiction definitive } inForce(on: "2026-01-20") partiesOn(on: "2026-01-20") { jurisdiction } }`;

describe('An agreement, through the API of a running platform', () => {
  let running: RunningContext;
  let china: Ask;
  let america: Ask;
  let union: Ask;

  const adopt = (ask: Ask, input: object) =>
    ask(`mutation ($input: AdoptAgreement!) { adoptAgreement(input: $input) { ${AGREEMENT} } }`, {
      input: {
        titles: [{ language: 'en', text: 'Recognition of licences' }],
        text: [{ language: 'en', text: 'Article 1' }],
        invited: ['CN', 'US'],
        openToAccession: true,
        adoptedOn: '2026-01-01',
        formula: { deposits: 2, waiting: 'P10D' },
        laterPartyRule: { waiting: 'P0D', dayAfter: true },
        ...input,
      },
    });
  const sign = (ask: Ask, definitive: boolean, signedOn: string) =>
    ask(`mutation ($input: SignAgreement!) { signAgreement(input: $input) { ${AGREEMENT} } }`, {
      input: { agreementId: 'recognition', definitive, signedOn },
    });
  const deposit = (ask: Ask, kind: string, depositedOn: string) =>
    ask(`mutation ($input: DepositInstrument!) { depositInstrument(input: $input) { receipt { position } ${AGREEMENT} } }`, {
      input: { agreementId: 'recognition', kind, depositedOn },
    });

  beforeAll(async () => {
    running = await runContexts(CooperationModule);
    china = await running.party('cn-customs', 'AGENCY', ['OFFICER']);
    america = await running.party('us-cbp', 'AGENCY', ['OFFICER'], 'US');
    union = await running.party('eu-taxud', 'AGENCY', ['OFFICER'], 'EU');
    done(await adopt(china, { agreementId: 'recognition' }));
  });
  afterAll(() => running.stop());

  test('it enters into force by its own formula, and a later party is bound from its own day', async () => {
    done(await sign(china, false, '2026-01-02'));
    const { agreement: before } = done(await deposit(china, 'RATIFICATION', '2026-01-05')).depositInstrument;
    expect(before).toMatchObject({ entryIntoForceOn: null, inForce: false, partiesOn: [] });
    expect(before.contractingParties).toEqual([{ jurisdiction: 'CN', kind: 'RATIFICATION', inForceFrom: null }]);

    const { agreement: entered } = done(await sign(america, true, '2026-01-10')).signAgreement;
    expect(entered).toMatchObject({ entryIntoForceOn: '2026-01-20', inForce: true });
    expect(entered.partiesOn).toEqual([{ jurisdiction: 'CN' }, { jurisdiction: 'US' }]);

    const { agreement: joined, receipt } = done(await deposit(union, 'ACCESSION', '2026-01-25')).depositInstrument;
    expect(joined.contractingParties.at(-1)).toEqual({ jurisdiction: 'EU', kind: 'ACCESSION', inForceFrom: '2026-01-26' });

    const found = `query ($atLeast: Position, $jurisdiction: String, $on: CalendarDate) {
      agreements(atLeast: $atLeast, jurisdiction: $jurisdiction, inForceOn: $on) { totalCount nodes { id } } }`;
    const count = async (variables: object) =>
      done(await running.anybody(found, { atLeast: receipt.position, ...variables })).agreements.totalCount;
    expect([await count({}), await count({ jurisdiction: 'EU' }), await count({ jurisdiction: 'JP' })]).toEqual([1, 1, 0]);
    expect([await count({ on: '2026-01-19' }), await count({ on: '2026-01-20' })]).toEqual([0, 1]);
    const again = done(
      await running.anybody(
        `{ agreement(id: "recognition") { titles { text } formula { deposits waiting } } node(id: "Agreement/recognition") { id } }`,
      ),
    );
    expect(again).toEqual({
      agreement: { titles: [{ text: 'Recognition of licences' }], formula: { deposits: 2, waiting: 'P10D' } },
      node: { id: 'recognition' },
    });
  });

  test('a refusal says why and changes nothing', async () => {
    expect((await deposit(union, 'ACCEPTANCE', '2026-01-25')).codes).toEqual(['NOT_INVITED']);
    expect((await deposit(america, 'ACCEPTANCE', '2999-01-01')).codes).toEqual(['ALREADY_CONSENTED']);
    expect((await adopt(china, { invited: ['CN'] })).codes).toEqual(['BAD_INPUT']);
    expect((await adopt(china, { formula: { deposits: 1, waiting: 'PT1H' } })).codes).toEqual(['BAD_INPUT']);
    const shop = await running.party('shop', 'ENTERPRISE');
    expect((await deposit(shop, 'ACCESSION', '2026-01-25')).codes).toEqual(['FORBIDDEN']);
    expect(done(await running.anybody('{ agreements { totalCount } }')).agreements.totalCount).toBe(1);
  });
});
