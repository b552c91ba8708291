import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { EnterpriseModule } from '../module.js';

const done = ({ data, codes }: GraphqlAnswer) => {
  expect(codes).toEqual([]);
  return data;
};

const ENTERPRISE = 'receipt { position } enterprise { id legalName country operationMode hsCodes contact status deregistrationReason }';

describe('A registration, through the API of a running platform', () => {
  let running: RunningContext;
  let shop: Ask;

  const mutate = (ask: Ask, field: string, type: string, input: object) =>
    ask(`mutation ($input: ${type}!) { ${field}(input: $input) { ${ENTERPRISE} } }`, { input: { enterpriseId: 'shop', ...input } });
  const filing = { legalName: 'Shop Ltd.', country: 'CN', operationMode: 'PLATFORM', hsCodes: ['9503'] };

  beforeAll(async () => {
    running = await runContexts(EnterpriseModule);
    shop = await running.party('shop', 'ENTERPRISE');
  });
  afterAll(() => running.stop());

  test('an enterprise files once, changes its filing and leaves, and everyone can read it', async () => {
    const filed = done(await mutate(shop, 'fileRegistration', 'FileRegistration', filing)).fileRegistration.enterprise;
    const expected = { id: 'shop', ...filing, contact: null, status: 'REGISTERED', deregistrationReason: null };
    expect(filed).toEqual(expected);
    expect((await mutate(shop, 'fileRegistration', 'FileRegistration', filing)).codes).toEqual(['REGISTRATION_EXISTS']);

    const change = { contact: 'https://shop.example' };
    const { enterprise, receipt } = done(await mutate(shop, 'changeRegistration', 'ChangeRegistration', change)).changeRegistration;
    expect(enterprise).toEqual({ ...expected, ...change });

    const list = `query ($jurisdiction: String, $hsCode: String) {
      enterprises(atLeast: "${receipt.position}", jurisdiction: $jurisdiction, hsCode: $hsCode, operationMode: PLATFORM, status: REGISTERED) { totalCount } }`;
    const count = async (variables: object) => done(await running.anybody(list, variables)).enterprises.totalCount;
    expect([await count({ jurisdiction: 'CN' }), await count({ jurisdiction: 'EU' })]).toEqual([1, 0]);
    expect([await count({ hsCode: '950300' }), await count({ hsCode: '95' }), await count({ hsCode: '61' })]).toEqual([1, 1, 0]);

    const left = done(await mutate(shop, 'deregisterEnterprise', 'DeregisterEnterprise', { reason: 'Merged' })).deregisterEnterprise;
    expect(left.enterprise).toMatchObject({ status: 'DEREGISTERED', deregistrationReason: 'Merged' });
    expect(done(await running.anybody('{ enterprise(id: "shop") { legalName status } }')).enterprise).toEqual({
      legalName: 'Shop Ltd.',
      status: 'DEREGISTERED',
    });
  });

  test('nobody files for another, with a country that is not its own, or goods that do not exist', async () => {
    const rival = await running.party('rival', 'ENTERPRISE', ['OFFICER']);
    const file = (input: object) => mutate(rival, 'fileRegistration', 'FileRegistration', { ...filing, enterpriseId: 'rival', ...input });
    expect((await file({ enterpriseId: 'shop' })).codes).toEqual(['NOT_YOURS']);
    expect((await file({ country: 'US' })).codes).toEqual(['OTHER_JURISDICTION']);
    expect((await file({ hsCodes: ['77'] })).codes).toEqual(['BAD_INPUT']);
    expect(done(await running.anybody('{ enterprise(id: "rival") { id } }')).enterprise).toBeNull();
  });
});
