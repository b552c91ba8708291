import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const done = ({ data, codes }: Pick<GraphqlAnswer, 'data' | 'codes'>) => {
  expect(codes).toEqual([]);
  return data;
};

const LICENCE = `receipt { position } licence { status hsCodes validFrom validUntil reason application { hsCodes reason }
  suspensions { from until } validOn(on: "2999-01-01") }`;

describe('A licence, through the API of a running platform', () => {
  let running: RunningContext;
  let shop: Ask;
  let rival: Ask;
  let agency: Ask;
  let otherAgency: Ask;
  let auditor: Ask;

  const mutate = async (ask: Ask, command: string, input: object) => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${LICENCE} } }`, { input });
    return { data: data?.[field], codes };
  };
  const applyFor = (licenceId: string) =>
    mutate(shop, 'ApplyForLicence', { licenceId, agency: 'cn-market', jurisdiction: 'CN', hsCodes: ['9503', '61'], reason: 'Our plans' });
  const grant = (licenceId: string) =>
    mutate(agency, 'GrantLicence', { licenceId, hsCodes: ['950300'], validFrom: '2998-12-31', validUntil: '2999-01-01' });

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER']);
    rival = await running.party('rival', 'ENTERPRISE', ['OFFICER']);
    agency = await running.party('cn-market', 'AGENCY', ['OFFICER']);
    otherAgency = await running.party('us-cpsc', 'AGENCY', ['READER'], 'US');
    auditor = await running.party('audit', 'AUDITOR', ['READER']);
    await running.mandate('audit');
  });
  afterAll(() => running.stop());

  test('an application is seen by the applicant, agencies and auditors; a granted licence by everyone, without the application', async () => {
    const { receipt } = done(await applyFor('toys'));
    const one = '{ licence(id: "toys") { status application { reason } } }';
    const all = `{ licences(atLeast: "${receipt.position}", enterprise: "shop", hsCode: "610910") { totalCount nodes { id } } }`;
    const node = '{ node(id: "Licence/toys") { id } }';
    for (const ask of [shop, agency, otherAgency, auditor]) {
      expect(done(await ask(all)).licences).toEqual({ totalCount: 1, nodes: [{ id: 'toys' }] });
      expect(done(await ask(one)).licence).toEqual({ status: 'APPLIED', application: { reason: 'Our plans' } });
      expect(done(await ask(node)).node).toEqual({ id: 'toys' });
    }
    for (const ask of [rival, running.anybody]) {
      expect(done(await ask(all)).licences).toEqual({ totalCount: 0, nodes: [] });
      expect(done(await ask(one)).licence).toBeNull();
      expect(done(await ask(node)).node).toBeNull();
    }

    const granted = done(await grant('toys'));
    expect(granted.licence).toMatchObject({ status: 'GRANTED', hsCodes: ['950300'], validUntil: '2999-01-01', validOn: true });
    for (const ask of [rival, running.anybody]) expect(done(await ask(one)).licence).toEqual({ status: 'GRANTED', application: null });
    const covering = (hsCode: string) =>
      `{ licences(hsCode: "${hsCode}", jurisdiction: "CN", agency: "cn-market", status: GRANTED) { totalCount } }`;
    expect(done(await running.anybody(covering('950300'))).licences.totalCount).toBe(1);
    expect(done(await running.anybody(covering('610910'))).licences.totalCount).toBe(0);
  });

  test('a licence is suspended, resumed and revoked by its agency alone', async () => {
    done(await applyFor('games'));
    done(await grant('games'));
    const stranger = await running.party('cn-tax', 'AGENCY', ['OFFICER']);
    expect((await mutate(stranger, 'SuspendLicence', { licenceId: 'games', reason: 'Mine' })).codes).toEqual(['NOT_YOURS']);
    const suspended = done(await mutate(agency, 'SuspendLicence', { licenceId: 'games', reason: 'A recall' })).licence;
    expect(suspended).toMatchObject({ status: 'SUSPENDED', reason: 'A recall', validOn: false, suspensions: [{ until: null }] });
    expect(done(await mutate(agency, 'ResumeLicence', { licenceId: 'games' })).licence).toMatchObject({ status: 'GRANTED', validOn: true });
    const revoked = done(await mutate(agency, 'RevokeLicence', { licenceId: 'games', reason: 'Counterfeits' })).licence;
    expect(revoked).toMatchObject({ status: 'REVOKED', reason: 'Counterfeits', validOn: false });
  });

  test('a refused application stays private', async () => {
    done(await applyFor('shirts'));
    const { receipt, licence } = done(await mutate(agency, 'RefuseLicence', { licenceId: 'shirts', reason: 'No test report' }));
    expect(licence).toMatchObject({ status: 'REFUSED', reason: 'No test report' });
    const refused = `{ licences(atLeast: "${receipt.position}", status: REFUSED) { totalCount } }`;
    expect(done(await shop(refused)).licences.totalCount).toBe(1);
    expect(done(await rival(refused)).licences.totalCount).toBe(0);
  });

  test('nobody applies to a party that is no agency of the place', async () => {
    const input = { jurisdiction: 'CN', hsCodes: ['9503'], reason: 'Plans' };
    expect((await mutate(shop, 'ApplyForLicence', { ...input, agency: 'rival' })).codes).toEqual(['NO_SUCH_AGENCY']);
    expect((await mutate(shop, 'ApplyForLicence', { ...input, agency: 'us-cpsc' })).codes).toEqual(['AGENCY_NOT_COMPETENT']);
    expect((await mutate(agency, 'ApplyForLicence', { ...input, agency: 'cn-market' })).codes).toEqual(['FORBIDDEN']);
  });
});
