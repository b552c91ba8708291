import { isRejection } from '@concord/kernel';
import { readClaims } from './claims.js';

const party = { id: 'acme', kind: 'ENTERPRISE', roles: ['ADMIN', 'OFFICER'] };
const good = { sub: 'anna', exp: 2_000_000_000, iat: 1_999_999_000, parties: [party] };

const refused = (claims: Record<string, unknown>) => {
  const answer = readClaims({ ...good, ...claims });
  if (!isRejection(answer)) throw new Error(`expected a rejection of ${JSON.stringify(claims)}`);
  expect(answer.code).toBe('UNAUTHENTICATED');
  expect(answer.message).toContain(`claim ${answer.detail.field}`);
  return answer;
};

describe('The claims of a token', () => {
  it('name the person and the parties, and what else stands there is left alone', () => {
    expect(readClaims({ ...good, email: 'a@b.c', parties: [{ ...party, note: 'x' }] })).toEqual({
      person: 'anna',
      expires: 2_000_000_000,
      parties: [party],
    });
  });

  it('name a person of 1 to 255 characters that the log can store', () => {
    for (const sub of [undefined, null, 7, '', 'a'.repeat(256), 'an\0na', '\ud800']) expect(refused({ sub }).detail.field).toBe('sub');
    expect(isRejection(readClaims({ ...good, sub: 'Ånna 🙂'.repeat(20) }))).toBe(false);
  });

  it('give times in seconds, so that milliseconds are noticed', () => {
    for (const exp of [undefined, '2000000000', -1, 2_000_000_000_000]) expect(refused({ exp }).detail.field).toBe('exp');
    for (const iat of [undefined, 'now', 2_000_000_000_000]) expect(refused({ iat }).detail.field).toBe('iat');
  });

  it('list 1 to 50 parties', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...party, id: `party-${index}` }));
    for (const parties of [undefined, null, 'acme', {}, [], many(51)]) expect(refused({ parties }).detail.field).toBe('parties');
    expect(isRejection(readClaims({ ...good, parties: many(50) }))).toBe(false);
  });

  it('list objects only', () => {
    for (const entry of [null, 'acme', ['acme'], 1]) expect(refused({ parties: [party, entry] }).detail.field).toBe('parties.1');
  });

  it('give each party a handle of 2 to 64 of a-z, 0-9 and -', () => {
    for (const id of [undefined, 7, '', 'a', 'a'.repeat(65), 'Acme', 'ac me', 'acme\n', 'äcme', '../acme']) {
      expect(refused({ parties: [{ ...party, id }] }).detail.field).toBe('parties.0.id');
    }
    for (const id of ['a1', 'a'.repeat(64), 'cpsc-us'])
      expect(isRejection(readClaims({ ...good, parties: [{ ...party, id }] }))).toBe(false);
  });

  it('give each party one of the six kinds', () => {
    for (const kind of [undefined, 'BANK', 'agency', 'PLATFORM', 'toString', ['AGENCY']]) {
      expect(refused({ parties: [{ ...party, kind }] }).detail.field).toBe('parties.0.kind');
    }
  });

  it('give each party one role or more, each once', () => {
    for (const roles of [undefined, 'ADMIN', [], ['OWNER'], ['ADMIN', 'ADMIN'], ['ADMIN', null], { 0: 'ADMIN' }]) {
      expect(refused({ parties: [{ ...party, roles }] }).detail.field).toBe('parties.0.roles');
    }
  });

  it('name no party twice, in whatever kind', () => {
    expect(refused({ parties: [party, { ...party, kind: 'AUDITOR' }] })).toMatchObject({
      detail: { field: 'parties.1.id', value: 'acme' },
    });
  });

  it.each(['platform', 'public'])('cannot speak for the %s', (name) => {
    expect(refused({ sub: name }).detail.field).toBe('sub');
    expect(refused({ parties: [{ ...party, id: name }] }).detail.field).toBe('parties.0.id');
  });

  it('are quoted in the refusal, shortened where they are long', () => {
    expect(refused({ parties: [{ ...party, kind: 'BANK' }] }).message).toBe(
      `The token's claim parties.0.kind is "BANK", and must be one of AGENCY, ENTERPRISE, ASSOCIATION, CONSUMER, AUDITOR, OPERATOR`,
    );
    expect(refused({ sub: 'a'.repeat(10_000) }).message.length).toBeLessThan(300);
  });
});
