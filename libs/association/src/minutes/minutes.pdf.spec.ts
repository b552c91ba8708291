import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { closedWith, content, member, openedWith, publishedAs } from '../ballot/testing/ballots.js';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import { writable } from './font.js';
import { minutesPdf } from './minutes.pdf.js';
import { closedCourse, courseOf, minuted, published } from './testing/minuted.js';
import { textOfPdf } from './testing/pdf-text.js';
import { unpackWoff } from './woff.js';

const wordsOf = (pdf: Buffer): string =>
  textOfPdf(pdf)
    .map((lines) => lines.join('\n'))
    .join('\f');

describe('Minutes on paper', () => {
  it('say what the page says, tagged and with a language', async () => {
    const pdf = await minutesPdf(minuted(closedCourse()));
    const words = wordsOf(pdf);
    expect(pdf.toString('latin1', 0, 8)).toBe('%PDF-1.7');
    expect(pdf.toString('latin1').trimEnd()).toMatch(/%%EOF$/);
    expect(pdf.toString('latin1')).toMatch(/\/Lang \(en\)[\s\S]*\/Marked true|\/Marked true[\s\S]*\/Lang \(en\)/);
    for (const line of ['Minutes: Returns <of> goods', 'P_MEMBERS_IN_FAVOUR', 'Technical reason: Clause 4 <b>must not</b> stand.']) {
      expect(words).toContain(line);
    }
    expect(words).toContain('Page 1 of 2');
  });

  it('say where a letter is missing, instead of a box', async () => {
    const words = wordsOf(await minutesPdf(minuted(closedCourse())));
    expect(words).toContain('Returns <of> goods / [U+0625…: see the HTML form] (returns)');
    expect(words).toMatch(/\[U\+4E2D…: see the HTML form\]/);
    expect(words).not.toContain('?');
  });

  it('are the same bytes from the same minutes', async () => {
    const [one, other] = [await minutesPdf(minuted(closedCourse())), await minutesPdf(minuted(closedCourse()))];
    expect(createHash('sha256').update(one).digest('hex')).toBe(createHash('sha256').update(other).digest('hex'));
  });

  it('write Latin, Cyrillic and Greek, and break a long roll and long words over pages', async () => {
    const electorate = Array.from({ length: 120 }, (_, index) => member(`party-${index + 100}`, 'P_MEMBER', 'Ελλάδα'));
    const opening = openedWith({ secrecy: 'SEALED', rule: BUILT_IN_RULES.SIMPLE_MAJORITY, electorate });
    const reason = `${'Пункт 4 противоречит пункту 7. '.repeat(400)}Đến đây là hết.`;
    const votes = [publishedAs('receipt', 'party-100', null, content('DISAPPROVE', { technicalReason: reason }))];
    const pages = textOfPdf(await minutesPdf(minuted(courseOf(opening, ...votes.map(published), closedWith(opening, votes)))));
    const lines = pages.flat();
    const voters = lines.filter((line) => /^party-\d+$/.test(line));
    expect(new Set(voters).size).toBe(120);
    expect(lines.filter((line) => line === 'Ελλάδα').length).toBe(120);
    expect(lines.join(' ')).toContain('Đến đây là hết.');
    const withRoll = pages
      .slice(pages.findIndex((page) => page.includes('Roll')))
      .filter((page) => page.some((line) => /^party-\d+$/.test(line)));
    expect(withRoll.length).toBeGreaterThan(2);
    for (const page of withRoll) expect(page).toContain('Interest');
    expect(lines.filter((line) => line.endsWith(`of ${pages.length}`)).length).toBe(pages.length);
  });
});

describe('What a font can write', () => {
  const latin = (character: string): boolean => /[\s -~\u00c0-\u017f]/.test(character);

  it.each([
    ['Toys', 'Toys'],
    ['玩具', '[U+73A9…: see the HTML form]'],
    ['GB 玩具 安全 2026', 'GB [U+73A9…: see the HTML form] 2026'],
    ['a\r\nb\tc\u0000d\u2028e', 'a\nb c d\ne'],
    ['玩\n具', '[U+73A9…: see the HTML form]\n[U+5177…: see the HTML form]'],
    ['re\u0301s\u200bume\u202e', 'résume'],
    ['🧸 bear', '[U+1F9F8…: see the HTML form] bear'],
  ])('%j becomes %j', (text, written) => {
    expect(writable(text, latin)).toBe(written);
  });
});

describe('A WOFF file', () => {
  const { resolve } = createRequire(import.meta.url);

  it('unpacks to a font whose tables have the sums that it states', () => {
    const font = unpackWoff(readFileSync(resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff')));
    const count = font.readUInt16BE(4);
    for (let index = 0; index < count; index++) {
      const at = 12 + index * 16;
      const [stated, offset, length] = [4, 8, 12].map((place) => font.readUInt32BE(at + place)) as [number, number, number];
      let sum = 0;
      for (let place = 0; place < length; place += 4) sum = (sum + font.readUInt32BE(offset + place)) >>> 0;
      // The sum of `head` leaves out a field of its own, which is in it here.
      const name = font.toString('latin1', at, at + 4);
      if (name !== 'head') expect({ name, sum }).toEqual({ name, sum: stated });
    }
    expect(count).toBeGreaterThan(8);
  });

  it('is told from other files', () => {
    expect(() => unpackWoff(Buffer.from('%PDF-1.7'))).toThrow('It is no WOFF file');
  });
});
