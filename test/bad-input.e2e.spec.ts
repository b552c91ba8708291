import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { headOf } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { bearer, type HttpAnswer, RunningPlatform } from './support/running-platform.js';

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { revision } norm { id } } }';
const OPEN = 'mutation ($input: OpenTransaction!) { openTransaction(input: $input) { receipt { revision } } }';
const titles = [{ language: 'en', text: 'Toy safety' }];
const norm = { jurisdiction: 'US', documentType: 'Rule', titles };
const provision = (hsCodes: readonly string[]) => ({
  eId: 'sec_1',
  text: titles,
  requirement: { direction: 'IMPORT', hsCodes, mustHold: 'true', onBreach: 'HOLD' },
});
const line = { hsCode: '950300', description: 'A doll', quantity: 1, unitPrice: '12.50' };
const sale = { buyer: 'buyer', kind: 'B2C', origin: 'CN', destination: 'US', currency: 'USD', lines: [line] };
const nested = (depth: number): string => `{ norms { nodes { ${'versions { provisions { '.repeat(depth)}eId${' } }'.repeat(depth)} } } }`;

describe('Bad input is refused with what is wrong, and changes nothing', () => {
  let platform: RunningPlatform;
  let people: People;
  let agency: Headers;
  let enterprise: Headers;
  let before: string;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    people = await People.of(platform);
    agency = await people.join('us-cpsc', 'AGENCY');
    enterprise = await people.join('toys', 'ENTERPRISE', 'CN');
    await people.join('buyer', 'CONSUMER');
    const { errors } = await platform.ask(DRAFT, { input: { ...norm, normId: 'toy-safety' } }, { ...agency, 'idempotency-key': 'used' });
    expect(errors).toEqual([]);
    await platform.ask(DRAFT, { input: { ...norm, normId: 'magnets' } }, agency);
    const input = { normId: 'magnets', publishedOn: '2026-02-01', inForceFrom: '2026-03-01', zone: 'America/New_York' };
    await platform.ask('mutation ($i: PublishNorm!) { publishNorm(input: $i) { receipt { revision } } }', { i: input }, agency);
  });
  beforeEach(async () => {
    before = await headOf(platform);
  });
  afterEach(async () => {
    expect(await headOf(platform)).toBe(before);
  });
  afterAll(() => platform.remove());

  /** The code, and words of the one error: those that name the field, the value and the rule. */
  function expectRefusal({ errors }: HttpAnswer, code: string, ...words: readonly string[]): void {
    expect(errors).toHaveLength(1);
    const [error] = errors;
    expect(error!.extensions.code).toBe(code);
    const said = `${error!.message} ${JSON.stringify(error!.extensions)}`;
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toMatch(/node_modules|\.js:\d+|SELECT |INSERT /);
  }

  describe('in the shape of the request', () => {
    it('a field that does not exist', async () => {
      expectRefusal(await platform.ask('{ norms { nodes { colour } } }'), 'BAD_INPUT', 'colour', 'Norm');
    });

    it('an input field that does not exist', async () => {
      expectRefusal(await platform.ask(DRAFT, { input: { ...norm, colour: 'red' } }, agency), 'BAD_INPUT', 'colour', 'DraftNorm');
    });

    it('a value of the wrong type', async () => {
      const answer = await platform.ask(DRAFT, { input: { ...norm, documentType: 7 } }, agency);
      expectRefusal(answer, 'BAD_INPUT', 'input.documentType', '7', 'String cannot represent a non string value');
    });

    it('a value that is missing', async () => {
      const answer = await platform.ask(DRAFT, { input: { documentType: 'Rule', titles } }, agency);
      expectRefusal(answer, 'BAD_INPUT', 'jurisdiction', 'String!', 'was not provided');
    });

    it('a body of 10 MB', async () => {
      const answer = await platform.ask(DRAFT, { input: { ...norm, documentType: 'x'.repeat(10_000_000) } }, agency);
      expect(answer.status).toBe(413);
      expectRefusal(answer, 'BODY_TOO_LARGE', 'body', '1048576 bytes');
    });

    it('a query nested 50 deep', async () => {
      expectRefusal(await platform.ask(nested(24)), 'QUERY_TOO_DEEP', '51 levels', 'at most 12 levels');
    });

    it('a page of 1,000,000', async () => {
      expectRefusal(await platform.ask('{ norms(first: 1000000) { totalCount } }'), 'PAGE_TOO_LARGE', 'norms.first', '1000000', '1 to 100');
    });

    it('a page of a negative size', async () => {
      expectRefusal(await platform.ask('query ($n: Int) { norms(first: $n) { totalCount } }', { n: -1 }), 'BAD_INPUT', 'first', '-1');
    });

    it('a cursor of another list', async () => {
      expectRefusal(await platform.ask('{ norms(after: "MQ") { totalCount } }'), 'BAD_INPUT', 'after', 'MQ', 'endCursor');
    });
  });

  describe('in its meaning', () => {
    it.each([
      ['an unknown HS code', { provisions: [provision(['950399'])] }, ['hsCodes', '950399', 'Harmonized System']],
      ['a text that is no HS code', { provisions: [provision(['toys'])] }, ['hsCodes', 'toys']],
      ['an unknown country', { jurisdiction: 'XX' }, ['jurisdiction', 'XX', 'ISO 3166-1']],
      ['an unknown language', { titles: [{ language: 'no such', text: 'x' }] }, ['language', 'no such']],
      ['an id that is none', { normId: 'Toy Safety!' }, ['normId', 'Toy Safety!', 'a-z']],
      ['an empty text', { documentType: '  ' }, ['documentType']],
      ['a text with a NUL character', { documentType: 'Ru\u0000le' }, ['documentType', 'U+0000']],
      ['half a surrogate pair', { documentType: 'Ru\ud800le' }, ['documentType']],
      ['a list that is too long', { titles: Array.from({ length: 31 }, () => titles[0]) }, ['titles', '30']],
    ])('%s', async (_, input, words) => {
      expectRefusal(await platform.ask(DRAFT, { input: { ...norm, ...input } }, agency), 'BAD_INPUT', ...words);
    });

    it('a window that ends before it starts', async () => {
      const consultation = { opensAt: '2026-05-02T00:00:00Z', closesAt: '2026-05-01T00:00:00Z', zone: 'America/New_York' };
      const answer = await platform.ask(DRAFT, { input: { ...norm, consultation } }, agency);
      expectRefusal(answer, 'WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt', '2026-05-01T00:00:00Z', 'before it starts');
    });

    it('a norm repealed before it comes into force', async () => {
      const input = { normId: 'magnets', repealedFrom: '2026-02-28', reason: 'A better one follows' };
      const answer = await platform.ask(
        'mutation ($i: RepealNorm!) { repealNorm(input: $i) { receipt { revision } } }',
        { i: input },
        agency,
      );
      expectRefusal(answer, 'DATE_IN_WRONG_ORDER', 'repealedFrom', '2026-02-28', 'is not after 2026-03-01');
    });

    it.each([
      ['an unknown currency', { currency: 'XXB' }, ['currency', 'XXB', 'ISO 4217']],
      ['a negative price', { lines: [{ ...line, unitPrice: '-12.50' }] }, ['unitPrice', '-12.50', 'not negative']],
      ['a negative quantity', { lines: [{ ...line, quantity: -1 }] }, ['quantity', '-1', 'not be less than 1']],
      ['an unknown country of destination', { destination: 'UK' }, ['destination', 'UK', 'ISO 3166-1']],
      ['an HS code that does not exist', { lines: [{ ...line, hsCode: '000000' }] }, ['hsCode', '000000', 'Harmonized System']],
    ])('%s in a transaction', async (_, input, words) => {
      expectRefusal(await platform.ask(OPEN, { input: { ...sale, ...input } }, enterprise), 'BAD_INPUT', ...words);
    });

    it('a currency that has no cents', async () => {
      const answer = await platform.ask(OPEN, { input: { ...sale, currency: 'JPY' } }, enterprise);
      expectRefusal(answer, answer.errors[0]!.extensions.code, 'unitPrice', '12.50', 'JPY');
    });

    it('a filter by an HS code, a country or a day that does not exist', async () => {
      expectRefusal(await platform.ask('{ norms(hsCode: "000000") { totalCount } }'), 'BAD_INPUT', 'hsCode', '000000');
      expectRefusal(await platform.ask('{ norms(jurisdiction: "ZZ") { totalCount } }'), 'BAD_INPUT', 'jurisdiction', 'ZZ');
      expectRefusal(await platform.ask('{ norms(inForceOn: "2026-02-30") { totalCount } }'), 'BAD_INPUT', '2026-02-30', 'CalendarDate');
    });

    it('a text with a NUL character where something is looked for', async () => {
      const search = 'query ($text: String!) { norms(text: $text) { totalCount } }';
      expectRefusal(await platform.ask(search, { text: 'a\u0000b' }), 'BAD_INPUT', 'text', 'U+0000');
    });
  });

  describe('in its time and order', () => {
    it('an expected revision that is stale', async () => {
      const input = { normId: 'toy-safety', reason: 'A better one follows', expectedRevision: -1 };
      const answer = await platform.ask(
        'mutation ($i: WithdrawNorm!) { withdrawNorm(input: $i) { receipt { revision } } }',
        { i: input },
        agency,
      );
      expectRefusal(answer, 'STALE_REVISION', 'expectedRevision', '-1', 'at revision 0');
    });

    it('an idempotency key that was used for another body', async () => {
      const answer = await platform.ask(DRAFT, { input: { ...norm, normId: 'lead-paint' } }, { ...agency, 'idempotency-key': 'used' });
      expectRefusal(answer, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key', 'used', 'another command');
    });

    it('an idempotency key that is too long', async () => {
      const answer = await platform.ask(DRAFT, { input: norm }, { ...agency, 'idempotency-key': 'x'.repeat(256) });
      expectRefusal(answer, 'BAD_INPUT', 'Idempotency-Key', '1 to 255');
    });
  });

  describe('in who says it', () => {
    it('a token that has expired', async () => {
      const yesterday = { issuedAt: new Date(Date.now() - 86_400_000), lifetimeSeconds: 60 };
      const answer = await platform.ask(DRAFT, { input: norm }, await people.headers('us-cpsc', 'AGENCY', ['ADMIN'], yesterday));
      expectRefusal(answer, 'UNAUTHENTICATED', 'exp', 'expired at');
    });

    it('a token that somebody else signed', async () => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA');
      const token = await new SignJWT({ parties: [{ id: 'us-cpsc', kind: 'AGENCY', roles: ['ADMIN'] }] })
        .setProtectedHeader({ alg: 'EdDSA', jwk: await exportJWK(publicKey) })
        .setIssuer('concord-demo')
        .setAudience('concord')
        .setSubject('mallory')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);
      expectRefusal(await platform.ask(DRAFT, { input: norm }, bearer(token)), 'UNAUTHENTICATED', 'not signed by concord-demo');
    });

    it('a token for another platform', async () => {
      const answer = await platform.ask(
        DRAFT,
        { input: norm },
        await people.headers('us-cpsc', 'AGENCY', ['ADMIN'], { audience: 'elsewhere' }),
      );
      expectRefusal(answer, 'UNAUTHENTICATED', 'aud', 'elsewhere', 'concord');
    });

    it('a bad token also where none is needed', async () => {
      expectRefusal(await platform.ask('{ norms { totalCount } }', {}, bearer('a.b.c')), 'UNAUTHENTICATED', 'malformed');
    });

    it('no token', async () => {
      expectRefusal(await platform.ask(DRAFT, { input: norm }), 'UNAUTHENTICATED', 'draftNorm', 'Authorization');
    });

    it('a party of the wrong kind', async () => {
      expectRefusal(await platform.ask(DRAFT, { input: norm }, enterprise), 'FORBIDDEN', 'ENTERPRISE toys', 'draftNorm', 'access');
    });

    it('a party that is registered as another kind', async () => {
      const answer = await platform.ask(DRAFT, { input: norm }, await people.headers('toys', 'AGENCY'));
      expectRefusal(answer, 'FORBIDDEN', 'toys', 'registered as ENTERPRISE', 'AGENCY');
    });

    it('a party that is not registered', async () => {
      const answer = await platform.ask(DRAFT, { input: norm }, await people.headers('nobody-yet', 'AGENCY'));
      expectRefusal(answer, 'PARTY_NOT_REGISTERED', 'nobody-yet', 'register it first');
    });

    it('the norm of another party', async () => {
      const other = await people.join('us-cbp', 'AGENCY');
      before = await headOf(platform);
      const input = { normId: 'toy-safety', reason: 'It stands in our way' };
      const answer = await platform.ask(
        'mutation ($i: WithdrawNorm!) { withdrawNorm(input: $i) { receipt { revision } } }',
        { i: input },
        other,
      );
      expectRefusal(answer, 'NOT_YOURS', 'us-cpsc', 'us-cbp');
    });

    it('a party for which the token does not act', async () => {
      const answer = await platform.ask(DRAFT, { input: norm }, { ...agency, 'concord-party': 'us-fda' });
      expectRefusal(answer, 'FORBIDDEN', 'Concord-Party', 'us-fda', 'does not act for');
    });
  });
});
