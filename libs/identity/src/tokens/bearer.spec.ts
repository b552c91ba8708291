import { isRejection } from '@concord/kernel';
import { bearerToken } from './bearer.js';

const sentence = (header: string | undefined): string => {
  const answer = bearerToken(header);
  if (!isRejection(answer)) throw new Error('expected a rejection');
  expect(answer).toMatchObject({ code: 'UNAUTHENTICATED', detail: { field: 'Authorization' } });
  return answer.message;
};

describe('The Authorization header', () => {
  it('carries the token after the word Bearer, in capitals or not', () => {
    for (const header of ['Bearer aa.bb.cc', 'bearer aa.bb.cc', 'BEARER   aa.bb.cc ']) expect(bearerToken(header)).toBe('aa.bb.cc');
  });

  it('is missed by name', () => {
    for (const header of [undefined, '', ' ']) expect(sentence(header)).toContain('has no Authorization header');
  });

  it('of another scheme is refused, and what it holds is not repeated', () => {
    for (const header of ['Basic c2VjcmV0', 'aa.bb.cc', 'Beareraa.bb.cc']) {
      expect(sentence(header)).toContain('another scheme than Bearer');
      expect(sentence(header)).not.toContain(header.split(' ').at(-1));
    }
  });

  it('with no token, two tokens or other characters is malformed', () => {
    for (const header of ['Bearer', 'Bearer ', 'Bearer aa bb', 'Bearer aa,bb', 'Bearer ä']) expect(sentence(header)).toContain('malformed');
  });

  it('longer than 16384 characters is not read at all', () => {
    expect(sentence(`Bearer ${'a'.repeat(16_384)}`)).toContain('may have 16384');
  });
});
