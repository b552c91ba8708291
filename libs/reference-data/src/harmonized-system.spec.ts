import {
  ancestorsOf,
  childrenOf,
  covers,
  descendantsOf,
  type HsCode,
  hsCode,
  hsSections,
  isHsCode,
  searchHsCodes,
} from './harmonized-system.js';

const everyCode = (): HsCode[] => childrenOf(null).flatMap(({ code }) => [hsCode(code), ...descendantsOf(code)]);

describe('the Harmonized System', () => {
  it('ships with 97 chapters, 1,229 headings and 5,613 subheadings', () => {
    const levels = everyCode().map(({ level }) => level);
    expect([2, 4, 6].map((wanted) => levels.filter((level) => level === wanted).length)).toEqual([97, 1229, 5613]);
  });

  it('tells of a code what it is and under what it stands', () => {
    expect(hsCode('010121')).toEqual({
      code: '010121',
      description: 'Horses; live, pure-bred breeding animals',
      parent: '0101',
      section: 'I',
      level: 6,
    });
    expect(hsCode('64')).toMatchObject({ parent: null, section: 'XII', level: 2 });
  });

  it('keeps the quotation marks and commas of a description apart from those of the file', () => {
    expect(hsCode('0101').description).toBe('Horses, asses, mules and hinnies; live');
  });

  it('has a parent for every heading and subheading, and a description without white space around it', () => {
    for (const { code, parent, description } of everyCode()) {
      if (code.length > 2) expect(parent).toBe(code.slice(0, -2));
      if (parent !== null) expect(isHsCode(parent)).toBe(true);
      expect(description).toBe(description.trim());
      expect(description).not.toBe('');
    }
  });

  it('puts every code but those of chapter 99 into one of the 21 sections', () => {
    const numbers = new Set(hsSections().map(({ number }) => number));
    expect(numbers.size).toBe(21);
    expect(hsSections()[0]).toEqual({ number: 'I', name: 'live animals; animal products' });
    for (const { code, section } of everyCode()) {
      if (code.startsWith('99')) expect(section).toBeNull();
      else expect(numbers).toContain(section);
    }
  });

  it.each(['77', '640', '6403.99', '64 03', '64039911', '999900', 'TOTAL', '', ' 64', '64\n', '６４', 64, null, undefined, ['64']])(
    'does not know %j',
    (value) => expect(isHsCode(value)).toBe(false),
  );

  it('says the rule when it is asked for a code that does not exist', () => {
    expect(() => hsCode('6403.99')).toThrow('"6403.99" is refused: an HS code has 2, 4 or 6 digits and stands in the Harmonized System');
  });
});

describe('a shorter code', () => {
  it('covers itself and all longer ones that begin with it', () => {
    expect(covers('64', '64')).toBe(true);
    expect(covers('64', '6403')).toBe(true);
    expect(covers('64', '640399')).toBe(true);
    expect(covers('6403', '640399')).toBe(true);
  });

  it('covers neither its own chapter nor its neighbours', () => {
    expect(covers('6403', '64')).toBe(false);
    expect(covers('6403', '640411')).toBe(false);
    expect(covers('', '64')).toBe(false);
    expect(covers('6', '64')).toBe(false);
  });

  it('covers exactly the codes that are found below it', () => {
    for (const chapter of ['01', '64', '99']) {
      const below = everyCode().filter(({ code }) => code !== chapter && covers(chapter, code));
      expect(descendantsOf(chapter)).toEqual(below);
    }
  });

  it('is an ancestor of the longer one', () => {
    expect(ancestorsOf('640399')).toEqual(['64', '6403']);
    expect(ancestorsOf('6403')).toEqual(['64']);
    expect(ancestorsOf('64')).toEqual([]);
  });

  it('has the codes of the next level as its children', () => {
    expect(childrenOf('6403').every(({ parent, level }) => parent === '6403' && level === 6)).toBe(true);
    expect(childrenOf('640399')).toEqual([]);
  });
});

describe('the search for a code', () => {
  it('finds descriptions that hold every word, whatever the case', () => {
    const codes = searchHsCodes('Horses PURE-BRED').map(({ code }) => code);
    expect(codes).toEqual(['010121', '010129']);
  });

  it('finds codes by their first digits', () => {
    expect(searchHsCodes('6403')[0]?.code).toBe('6403');
  });

  it('finds no more than the limit, and nothing for nothing', () => {
    expect(searchHsCodes('other', 7)).toHaveLength(7);
    expect(searchHsCodes('  ')).toEqual([]);
  });
});
