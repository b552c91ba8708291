import { arrayLiteral, quoted } from './array-literal.js';

const encode = (value: unknown): string => quoted(String(value));

describe('the text of an array', () => {
  test('tells nothing from the text NULL', () => {
    expect(arrayLiteral([null, 'NULL', ''], encode)).toBe('{NULL,"NULL",""}');
  });

  test('keeps quotes, backslashes, braces and commas', () => {
    expect(arrayLiteral(['a"b', 'c\\d', '{e,f}'], encode)).toBe('{"a\\"b","c\\\\d","{e,f}"}');
  });
});
