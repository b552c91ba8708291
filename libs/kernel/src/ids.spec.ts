import fc from 'fast-check';
import { validate, version } from 'uuid';
import { derivedId, newId } from './ids.js';

describe('a fresh id', () => {
  it('is a UUID of version 7, and greater than those before it', () => {
    const ids = Array.from({ length: 1000 }, newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('a derived id', () => {
  it('is a UUID of version 5 that never changes', () => {
    expect(version(derivedId('ballot', 7))).toBe(5);
    expect(derivedId('ballot', 7)).toBe('f15118d7-0e1f-5226-962d-60059c00c9db');
  });

  it('is the same for the same parts, and another for others', () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(derivedId(...a) === derivedId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('does not run its parts together', () => {
    expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
    expect(derivedId('1')).not.toBe(derivedId(1));
  });
});
