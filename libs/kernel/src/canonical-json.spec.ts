import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('canonical JSON', () => {
  it('has its keys in order and no white space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: true }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":true,"d":null}]}');
  });

  it('orders keys by UTF-16 code units (RFC 8785, 3.2.3)', () => {
    const keys = ['\u20AC', '\r', '\uFB33', '1', '\u{1F600}', '\u0080', '\u00F6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(text).toBe(
      `{${['\r', '1', '\u0080', '\u00F6', '\u20AC', '\u{1F600}', '\uFB33'].map((key) => `${JSON.stringify(key)}:0`).join(',')}}`,
    );
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('says the same as the value it was made from', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
  });

  it('writes texts and numbers as JSON.stringify does, characters that are no whole ones included', () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, (value) => expect(canonicalJson(value)).toBe(JSON.stringify(value))),
      { numRuns: 1_000 },
    );
    for (let unit = 0; unit <= 0xffff; unit++) {
      const value = `a${String.fromCharCode(unit)}`;
      if (canonicalJson(value) !== JSON.stringify(value)) throw new Error(`${unit} is written as ${canonicalJson(value)}`);
    }
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => canonicalJson(value) === JSON.stringify(value)));
  });

  it('orders few members and many alike', () => {
    for (const count of [0, 1, 2, 23, 24, 25, 200]) {
      const keys = Array.from({ length: count }, (_, n) => `k${(n * 7_919) % 211}`);
      const text = `{${[...new Set(keys)]
        .sort()
        .map((key) => `"${key}":0`)
        .join(',')}}`;
      expect(canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))).toBe(text);
    }
  });

  it('is the same text for the same members in another order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalJson(value));
      }),
    );
  });

  it('leaves out members that are undefined, and keeps the places of a list', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    // biome-ignore lint/suspicious/noSparseArray: a hole is the point.
    expect(canonicalJson([1, undefined, , 4])).toBe('[1,null,null,4]');
  });

  it('tells one Date from another', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  });

  it.each([
    ['a BigInt', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a Map', new Map([[1, 2]])],
    ['a Set', new Set([1])],
  ])('does not exist for %s', (_name, value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow(TypeError);
  });
});
