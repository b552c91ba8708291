import { sha256 } from '../sha256.js';
import { KeyTable } from './key-table.js';

const KEY_SIZE = 32;

/** Keys behind one another, with some bytes before them. */
const wordsOf = (names: readonly string[]): Int32Array => {
  const bytes = Buffer.concat(names.map(sha256));
  return new Int32Array(new Uint8Array(bytes).buffer);
};
const namesTo = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));
const numbersOf = (table: KeyTable, words: Int32Array): number[] =>
  Array.from({ length: words.length / 8 }, (_, n) => table.numberOf(words, 8 * n));

describe('a table of keys', () => {
  test('numbers keys as they come, and knows each again, however many there are', () => {
    const table = new KeyTable(KEY_SIZE);
    const names = namesTo(10_000);
    const numbers = names.map(Number);
    expect(numbersOf(table, wordsOf(names))).toEqual(numbers);
    expect(numbersOf(table, wordsOf([...names].reverse()))).toEqual([...numbers].reverse());
    expect(table.size).toBe(10_000);
    expect(table.key(9_999)).toEqual(sha256('9999'));
  });

  test('keeps keys apart that differ in any one bit', () => {
    const table = new KeyTable(KEY_SIZE);
    const keys = Array.from({ length: 8 * KEY_SIZE }, (_, bit) => {
      const key = new Uint8Array(KEY_SIZE);
      key[bit >> 3] = 1 << (bit & 7);
      return new Int32Array(key.buffer);
    });
    for (const round of [1, 2]) {
      expect([round, ...keys.map((key) => table.numberOf(key, 0))]).toEqual([round, ...keys.keys()]);
    }
  });

  test('sorts keys by their bytes, from the first to the last', () => {
    const table = new KeyTable(4);
    const bytes = Buffer.from('00000100' + '01000000' + 'ff000000' + '80000000' + '000000ff' + '00000000', 'hex');
    const words = new Int32Array(new Uint8Array(bytes).buffer);
    for (let n = 0; n < words.length; n++) table.numberOf(words, n);
    const sorted = [...table.sorted()].map((number) => table.key(number).toString('hex'));
    expect(sorted).toEqual(['00000000', '000000ff', '00000100', '01000000', '80000000', 'ff000000']);
  });

  test('knows none after it was cleared', () => {
    const table = new KeyTable(KEY_SIZE);
    numbersOf(table, wordsOf(namesTo(3_000)));
    table.clear();
    expect(table.size).toBe(0);
    expect([...table.sorted()]).toEqual([]);
    expect(numbersOf(table, wordsOf(['2999', '0', '2999']))).toEqual([0, 1, 0]);
  });
});
