import { validateSync } from 'class-validator';
import {
  IsCalendarDateString,
  IsCountryCode,
  IsCurrencyCode,
  IsDurationString,
  IsGtin,
  IsHandle,
  IsHsCode,
  IsInstantString,
  IsJurisdiction,
  IsLanguageTag,
  IsPlainText,
  IsZoneName,
} from './validators.js';

/** The messages that a class with one field under this rule gives for the value. */
function complaints(decorator: PropertyDecorator, value: unknown): string[] {
  class Input {
    field = value;
  }
  decorator(Input.prototype, 'field');
  return validateSync(new Input()).flatMap(({ constraints }) => Object.values(constraints ?? {}));
}

const rules = {
  IsHsCode: [IsHsCode, '6403', '6403.99'],
  IsGtin: [IsGtin, '4006381333931', '4006381333932'],
  IsCountryCode: [IsCountryCode, 'CN', 'EU'],
  IsJurisdiction: [IsJurisdiction, 'ASEAN', 'XK'],
  IsCurrencyCode: [IsCurrencyCode, 'CNY', 'cny'],
  IsLanguageTag: [IsLanguageTag, 'zh-Hans', 'chinese'],
  IsCalendarDateString: [IsCalendarDateString, '2024-02-29', '2026-02-29'],
  IsInstantString: [IsInstantString, '2026-03-01T12:00:00+08:00', '2026-03-01T12:00:00'],
  IsZoneName: [IsZoneName, 'Asia/Shanghai', '+08:00'],
  IsDurationString: [IsDurationString, 'P12M', '-P1D'],
  IsHandle: [IsHandle, 'cpsc-2026', '-cpsc'],
} as const;

describe.each(Object.entries(rules))('%s', (_name, [decorator, good, bad]) => {
  it('accepts what keeps the rule', () => expect(complaints(decorator(), good)).toEqual([]));

  it('names field, value and rule where it is broken', () => {
    const [message, ...more] = complaints(decorator(), bad);
    expect(message).toMatch(new RegExp(`^field: ${JSON.stringify(bad).replace(/[.+]/g, '\\$&')} is refused: an? [a-zA-Z]`));
    expect(more).toEqual([]);
  });

  it('refuses what is no string', () => {
    for (const value of [undefined, null, 7, true, {}, [good]]) expect(complaints(decorator(), value)).toHaveLength(1);
  });

  it('judges the items of a list, and names the one at fault', () => {
    expect(complaints(decorator({ each: true }), [good, good])).toEqual([]);
    expect(complaints(decorator({ each: true }), [])).toEqual([]);
    expect(complaints(decorator({ each: true }), [good, bad])[0]).toMatch(/^field\.1: "/);
  });

  it('refuses a single value where a list is asked for', () => {
    expect(complaints(decorator({ each: true }), good)[0]).toMatch(/is refused: a list is asked for$/);
  });
});

describe('the message of a refusal', () => {
  it('is one sentence', () => {
    expect(complaints(IsHsCode(), '99.99')).toEqual([
      'field: "99.99" is refused: an HS code has 2, 4 or 6 digits and stands in the Harmonized System',
    ]);
    expect(complaints(IsHsCode(), undefined)[0]).toMatch(/^field: nothing is refused/);
    expect(complaints(IsHsCode(), 64)[0]).toMatch(/^field: 64 is refused/);
  });

  it('shows the beginning of a long value', () => {
    expect(complaints(IsHandle(), 'A'.repeat(1_000_000))[0]?.length).toBeLessThan(250);
  });

  it('holds the value as it came, whatever words it is made of', () => {
    expect(complaints(IsHandle(), '$value $property')[0]).toMatch(/^field: "\\u0024value \\u0024property" is refused/);
  });

  it('may be put in other words', () => {
    expect(complaints(IsHandle({ message: '$property is no docket' }), '?')).toEqual(['field is no docket']);
  });
});

describe('a handle', () => {
  it.each(['ab', '0198f1c2-7b1e-7c3a-9d5e-0a8d3f2f7c11', 'a'.repeat(64), 'a--b'])('may be %s', (id) => {
    expect(complaints(IsHandle(), id)).toEqual([]);
  });

  it.each(['', 'a', 'a'.repeat(65), '-a', 'a-', 'Ab', 'a_b', 'a/b', 'a b', 'ab\n', 'ä1'])('may not be %j', (id) => {
    expect(complaints(IsHandle(), id)).toHaveLength(1);
  });
});

describe('a plain text', () => {
  const text = IsPlainText({ max: 5 });

  it.each(['a', 'a\n\tb', '消费者权益', '👍👍👍👍👍', ' a '])('may be %j', (value) => expect(complaints(text, value)).toEqual([]));

  it.each([
    ['abcdef', 'at most 5 characters'],
    ['👍👍👍👍👍👍', 'at most 5 characters'],
    ['', 'not only white space'],
    [' \n\t', 'not only white space'],
    ['\u200B\u00A0', 'not only white space'],
    ['a\u0000', 'this one holds U+0000'],
    ['a\r\nb', 'this one holds U+000D'],
    ['a\u0085', 'this one holds U+0085'],
    ['a\uD83D', 'halves of surrogate pairs'],
    ['\uDC4Da', 'halves of surrogate pairs'],
  ])('may not be %j: %s', (value, reason) => expect(complaints(text, value)).toEqual([expect.stringContaining(reason)]));
});
