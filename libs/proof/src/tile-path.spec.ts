import fc from 'fast-check';
import { formatBundle, MOST_ENTRY_BYTES, parseBundle } from './bundle.js';
import { ProofRefused } from './refused.js';
import { entriesPath, parseTilePath, tilePath, tileWidth } from './tile-path.js';

test('paths are those of tlog-tiles', () => {
  expect(tilePath(0, 1_234_067)).toBe('tile/0/x001/x234/067');
  expect(tilePath(2, 0, 1)).toBe('tile/2/000.p/1');
  expect(entriesPath(273, 112)).toBe('tile/entries/273.p/112');
  expect(entriesPath(1_000)).toBe('tile/entries/x001/000');
});

test('every path is read as what it was written from', () => {
  const numbers = fc.oneof(fc.nat(2_000), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.nat(63), numbers, fc.integer({ min: 1, max: 256 }), (level, n, width) => {
      expect(parseTilePath(tilePath(level, n, width))).toEqual({ kind: 'hashes', level, n, width });
      expect(parseTilePath(entriesPath(n, width))).toEqual({ kind: 'entries', n, width });
    }),
  );
});

test.each([
  '',
  'tile/0/',
  'tile/0/67',
  'tile/0/0067',
  'tile/0/x000/067',
  'tile/0/001/067',
  'tile/0/x001/x067',
  'tile/00/067',
  'tile/64/067',
  'tile/-1/067',
  'tile/0/067.p/0',
  'tile/0/067.p/256',
  'tile/0/067.p/01',
  'tile/0/067.p/',
  'tile/0/067.p',
  'tile/0/067/',
  'tile/0/067\n',
  '/tile/0/067',
  'tile/entries/../067',
  'tile/entries/06٧',
  'tile/0/x999/x999/x999/x999/x999/999',
])('the path %j is refused', (path) => {
  expect(() => parseTilePath(path)).toThrow(ProofRefused);
});

test('a tree of 70,000 leaves has the tiles of the example in tlog-tiles', () => {
  expect([272, 273, 274].map((n) => tileWidth(0, n, 70_000))).toEqual([256, 112, 0]);
  expect([0, 1].map((n) => tileWidth(1, n, 70_000))).toEqual([256, 17]);
  expect([0, 1].map((n) => tileWidth(2, n, 70_000))).toEqual([1, 0]);
  expect(tileWidth(1, 0, 256)).toBe(1);
});

describe('a bundle', () => {
  test('is read as the entries it was written from', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        expect(parseBundle(formatBundle(entries)).map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
      }),
    );
  });

  test('holds an entry of 65,535 bytes and none of more', () => {
    expect(parseBundle(formatBundle([Buffer.alloc(MOST_ENTRY_BYTES, 1)]))[0]).toHaveLength(MOST_ENTRY_BYTES);
    expect(() => formatBundle([Buffer.alloc(MOST_ENTRY_BYTES + 1)])).toThrow('Entry 0 of the bundle has 65536 bytes, and may have 65535.');
  });

  test('that ends in the midst of an entry is refused', () => {
    const bundle = formatBundle([Buffer.from('one'), Buffer.from('two')]);
    expect(() => parseBundle(bundle.subarray(0, 9))).toThrow('The bundle ends in the midst of its entry 1, after 9 bytes.');
    expect(() => parseBundle(bundle.subarray(0, 6))).toThrow('The bundle ends in the midst of its entry 1, after 6 bytes.');
  });
});
