import { kindOf, type Provision } from '../provision.js';
import { differenceHtml } from './difference.html.js';
import { differenceOf } from './difference.js';

const provision = (eId: string, language: string, text: string, number: string | null = null): Provision => ({
  eId,
  parent: null,
  kind: kindOf(eId),
  number,
  headings: [],
  text: [{ language, text }],
  requirement: null,
});

const page = (before: readonly Provision[], after: readonly Provision[], language?: string): string =>
  differenceHtml(differenceOf(before, after, language), language).toString();

/** What a reader sees, without what is said aloud only. */
const seen = (markup: string): string => markup.replaceAll(/<span class="aloud"[^>]*>[^<]*<\/span>/g, '');

describe('a difference as HTML', () => {
  it('marks what was deleted and inserted', () => {
    const markup = page([provision('sec_1', 'en', 'Toys are red.', '§ 1')], [provision('sec_1', 'en', 'Toys are blue.', '§ 1')]);
    expect(seen(markup)).toContain('<p class="words" lang="en" dir="ltr">Toys are <del>red</del><ins>blue</ins>.</p>');
    expect(seen(markup)).toContain('<section class="provision changed" id="sec_1">');
    expect(markup).toContain('1 of 1 provisions differ.');
  });

  it('says it aloud, too', () =>
    expect(page([provision('sec_1', 'en', 'red')], [provision('sec_1', 'en', 'blue')])).toMatch(
      /\[deleted\] <\/span>red.*\[inserted\] <\/span>blue/s,
    ));

  it('escapes every word', () => {
    const markup = page([provision('sec_1', 'en', 'a')], [provision('sec_1', 'en', '<script>alert("1")</script> & co', '<b>')]);
    expect(markup).not.toMatch(/<script|<b>/);
    expect(seen(markup).replaceAll(/<\/?(?:ins|del)>/g, '')).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co');
  });

  it.each([
    ['ar', 'rtl'],
    ['he', 'rtl'],
    ['ur-PK', 'rtl'],
    ['az-Arab', 'rtl'],
    ['az', 'ltr'],
    ['zh-Hans', 'ltr'],
  ])('shows %s from its own side', (language, direction) => {
    const markup = page([provision('sec_1', language, 'x')], [provision('sec_1', language, 'y')], language);
    expect(markup).toContain(`<div class="difference" dir="${direction}">`);
    expect(markup).toContain(`<p class="words" lang="${language}" dir="${direction}">`);
  });

  it('leaves out the words that stayed', () => {
    const markup = page([provision('sec_1', 'en', 'same'), provision('sec_2', 'en', 'gone')], [provision('sec_1', 'en', 'same')]);
    expect(markup).not.toContain('same</p>');
    expect(seen(markup)).toContain('<del>gone</del>');
    expect(page([provision('sec_1', 'en', 'a')], [provision('sec_1', 'en', 'a')])).toContain('The two texts are the same.');
  });
});
