import { type Difference, differenceHtml, differenceOf, html, inLanguageOf, readIn, textOfVersion } from '@concord/legal-text';
import { type Answer, CONTENT_SECURITY_POLICY, page, representation } from '@concord/web';
import type { Norm } from '../norm/norm.read-model.js';
import type { Asked } from './asked.js';
import type { KnownNorm } from './knowledge.js';
import { languagesOf } from './languages.js';
import { workLinks } from './links.js';
import { formOf, languageOf, variesBy } from './negotiation.js';
import { comparisonUri, type Format, historyUri, type Point, textUri, workUri } from './norm-uri.js';
import type { Problem } from './problem.js';

type Pair = Extract<Point, { kind: 'COMPARISON' }>;

function comparisonHtml(norm: Norm, { from, to }: Pair, language: string, difference: Difference): string {
  const title = readIn(norm.titles, language) ?? { language, text: norm.id };
  const version = (number: number) => html`<a href="${textUri(norm, number, language)}">version ${number}</a>`;
  return page({
    language,
    title: `${title.text} (versions ${from} and ${to})`,
    body: html`<header>
<p class="eyebrow" lang="en" dir="ltr"><a href="${workUri(norm)}">${norm.id}</a></p>
<h1 ${inLanguageOf(title.language)}>${title.text}</h1>
<p class="note" lang="en" dir="ltr">What changed from ${version(from)} to ${version(to)}. <a href="${historyUri(norm)}">All versions</a></p>
</header>
<main>
${differenceHtml(difference, language)}</main>`,
  });
}

const comparisonJson = (norm: Norm, { from, to }: Pair, language: string, difference: Difference): object => ({
  uri: comparisonUri(norm, from, to, language),
  work: workUri(norm),
  from: textUri(norm, from, language),
  to: textUri(norm, to, language),
  language,
  ...difference,
});

/** What changed between two versions, for the readers of a language: a page, or JSON. */
export function comparisonAnswer({ norm, timeline, recordedAt }: KnownNorm, pair: Pair, asked: Asked): Answer | Problem {
  const { from, to } = pair;
  const [before, after] = [textOfVersion(timeline, from), textOfVersion(timeline, to)];
  if (!before || !after) {
    const detail = `The norm ${norm.id} has no version ${before ? to : from}, as far as is known`;
    return { status: 404, code: 'NO_SUCH_VERSION', detail, see: [historyUri(norm)] };
  }
  const languages = languagesOf(norm.titles, before.text, after.text);
  const language = languageOf(asked, languages, (other) => comparisonUri(norm, from, to, other));
  if (typeof language === 'object') return language;
  const uri = (format: Format): string => comparisonUri(norm, from, to, language, format);
  const form = formOf(asked, uri, ['html', 'json']);
  if ('status' in form) return form;
  const difference = differenceOf(before.text, after.text, language);
  const headers: Answer['headers'] = {
    'content-type': `${form.type}; charset=utf-8`,
    'content-language': language,
    'content-location': uri(form.format),
    link: workLinks(norm).join(', '),
    ...variesBy(asked),
    ...(form.format === 'html' && { 'content-security-policy': CONTENT_SECURITY_POLICY }),
  };
  const body =
    form.format === 'html'
      ? comparisonHtml(norm, pair, language, difference)
      : `${JSON.stringify(comparisonJson(norm, pair, language, difference))}\n`;
  return representation(asked.headers, recordedAt, headers, body);
}
