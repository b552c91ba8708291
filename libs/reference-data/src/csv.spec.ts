import { parseCsv } from './csv.js';

describe('a CSV text', () => {
  it('names its fields by the first line and skips a byte order mark', () => {
    expect(parseCsv('\uFEFFa,b\n1,2\n')).toEqual([{ a: '1', b: '2' }]);
  });

  it('may quote commas, quotation marks and line breaks', () => {
    expect(parseCsv('a,b\r\n"x, ""y""\nz",2')).toEqual([{ a: 'x, "y"\nz', b: '2' }]);
  });

  it('may have empty fields, also at its end', () => {
    expect(parseCsv('a,b,c\n,,')).toEqual([{ a: '', b: '', c: '' }]);
  });

  it('is broken where a quotation does not end', () => {
    expect(() => parseCsv('a\n"x')).toThrow('The CSV text is broken at character 2: "x');
  });
});
