import fc from 'fast-check';
import { Effort } from './effort.js';
import { sentencesOf, wordsOf } from './tokens.js';
import { differenceOfWords, isSame, newText, oldText } from './word-difference.js';

const difference = (before: string, after: string, language = 'en') => differenceOfWords(before, after, language, new Effort());

const shown = (before: string, after: string, language?: string): string =>
  difference(before, after, language)
    .runs.map(({ change, text }) => (change === 'KEPT' ? text : change === 'ADDED' ? `{+${text}+}` : `[-${text}-]`))
    .join('');

const language = fc.constantFrom('en', 'zh-Hans', 'ja', 'th', 'ar', 'und');
const word = fc.constantFrom(
  'toys',
  'must',
  'be',
  'safe',
  ' ',
  '. ',
  '\n',
  '玩具',
  '必须',
  '。',
  'ต้อง',
  'ปลอดภัย',
  'ألعاب',
  '👩‍👩‍👧',
  '3.50',
  'é',
);
const text = fc.oneof(
  fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);

describe('the difference of two texts, word by word', () => {
  it('leads from the old text to the new one and back, whatever they are', () => {
    fc.assert(
      fc.property(text, text, language, (before, after, tag) => {
        const found = difference(before, after, tag);
        expect([oldText(found), newText(found)]).toEqual([before, after]);
        expect(isSame(found)).toBe(before === after);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells runs that alternate, a removal before the addition in its place', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const order = difference(before, after)
          .runs.map(({ change }) => change[0])
          .join('');
        expect(order).not.toMatch(/KK|RR|AA|AR/);
      }),
    );
  });

  it.each([
    ['en', 'Toys must be safe.', 'Toys and games must be very safe.', 'Toys {+and games +}must be {+very +}safe.'],
    ['en', 'within ten days', 'within 15 working days', 'within [-ten-]{+15 working+} days'],
    ['en', 'at most 3.50 kg', 'at most 3.75 kg', 'at most [-3.50-]{+3.75+} kg'],
    ['zh', '进口玩具必须符合国家安全标准。', '进口玩具应当符合国家安全标准。', '进口玩具[-必须-]{+应当+}符合国家安全标准。'],
    [
      'ja',
      '輸入業者は届け出なければならない。',
      '輸入業者は申請しなければならない。',
      '輸入業者は[-届け出な-]{+申請しな+}ければならない。',
    ],
    ['th', 'สินค้านำเข้าต้องปลอดภัย', 'สินค้านำเข้าต้องสะอาด', 'สินค้านำเข้าต้อง[-ปลอดภัย-]{+สะอาด+}'],
    ['ar', 'يجب أن تكون الألعاب آمنة', 'يجب أن تكون الألعاب نظيفة', 'يجب أن تكون الألعاب [-آمنة-]{+نظيفة+}'],
  ])('finds words as %s has them', (tag, before, after, expected) => expect(shown(before, after, tag)).toBe(expected));

  it('takes a space between two changes as a part of them', () =>
    expect(shown('in red ink', 'in deep blue', 'en')).toBe('in [-red ink-]{+deep blue+}'));
});

describe('texts that differ too much', () => {
  const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => `w${(i * 7919 + from) % 100_003}`);
  const words = (from: number) => numbered(from, 3_000).join(' ');

  it('are compared by sentences, and say so', () => {
    const before = `One stays. ${words(1)}. Two stays. ${words(9)}. The end`;
    const after = `One stays. ${words(5)}. Two stays. ${words(3)}. The end`;
    const found = difference(before, after);
    expect(found.grain).toBe('SENTENCE');
    expect(found.runs.filter(({ change }) => change === 'KEPT').map(({ text: kept }) => kept)).toEqual([
      'One stays. ',
      'Two stays. ',
      'The end',
    ]);
    expect([oldText(found), newText(found)]).toEqual([before, after]);
  });

  it('are shown as wholes when their sentences are as many', () => {
    const found = difference(numbered(1, 3_000).join('. '), numbered(5, 3_000).join('. '));
    expect(found.grain).toBe('WHOLE');
    expect(found.runs.map(({ change }) => change)).toEqual(['REMOVED', 'ADDED']);
  });

  it('do not wear out the effort for others that differ little', () => {
    const effort = new Effort();
    for (let i = 0; i < 20; i++) differenceOfWords(words(1), words(5), 'en', effort);
    expect(effort.edits).toBe(0);
    expect(differenceOfWords('Same.', 'Same.', 'en', effort)).toEqual({ grain: 'WORD', runs: [{ change: 'KEPT', text: 'Same.' }] });
    expect(differenceOfWords('Red.', 'Blue.', 'en', effort).grain).toBe('WHOLE');
  });
});

describe('the tokens of a text', () => {
  it('together are the text', () => {
    fc.assert(
      fc.property(text, language, (whole, tag) => {
        expect(sentencesOf(whole).join('')).toBe(whole);
        expect(
          sentencesOf(whole)
            .flatMap((sentence) => wordsOf(sentence, tag))
            .join(''),
        ).toBe(whole);
      }),
    );
  });

  it('are found in a text of the greatest length without a single space', () => {
    const whole = '进口玩具必须符合国家安全标准'.repeat(7_000);
    expect(sentencesOf(whole)).toEqual([whole]);
    expect(wordsOf(whole, 'zh').join('')).toBe(whole);
  });
});
