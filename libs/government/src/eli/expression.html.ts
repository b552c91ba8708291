import type { CalendarDate } from '@concord/kernel';
import { html, inLanguageOf, type Markup, readIn, type Standing } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import type { Requirement } from '@concord/rules';
import { page, said } from '@concord/web';
import type { Expression, VersionShown } from './expression.js';
import type { KnownPlaces } from './known-places.js';
import { comparisonUri, FORMATS, historyUri, textUri, workUri } from './norm-uri.js';
import type { Note, NotedProvision } from './notes.js';

const STANDING: Readonly<Record<Standing, string | null>> = {
  IN_FORCE: null,
  NOT_YET_IN_FORCE: 'Not yet in force',
  SUSPENDED: 'Suspended',
  REPEALED: 'Repealed',
};

const day = (date: CalendarDate): Markup => html`<time datetime="${date}">${date}</time>`;
const because = (reason: string | null): string => (reason === null || reason === '' ? '.' : `: ${reason}`);
const byNorm = (by: string | null, places: KnownPlaces): Markup | null => {
  if (by === null) return null;
  const place = places.get(by);
  return place ? html` by <a href="${workUri(place)}">${by}</a>` : html` by ${by}`;
};
const from = (on: CalendarDate | null): Markup => (on ? html`, in force from ${day(on)}` : html`, from a day that is not fixed`);

function noteHtml({ kind, by, on, until, reason }: Note, places: KnownPlaces): Markup {
  switch (kind) {
    case 'INSERTED':
      return html`Inserted${byNorm(by, places)}${from(on)}${because(reason)}`;
    case 'SUBSTITUTED':
      return html`Substituted${byNorm(by, places)}${from(on)}${because(reason)}`;
    case 'RENUMBERED':
      return html`Renumbered${byNorm(by, places)}${from(on)}${because(reason)}`;
    case 'REPEALED':
      return html`Repealed${byNorm(by, places)}${on ? html` from ${day(on)}` : null}${because(reason)}`;
    case 'CORRECTED':
      return html`Editorial correction${because(reason)}`;
    case 'TRANSLATED':
      return html`Translation added later${because(reason)}`;
    case 'COMMENCES':
      return on ? html`Comes into force on ${day(on)}.` : html`The day on which it comes into force is not fixed.`;
    case 'SUSPENDED':
      return html`Suspended${on ? html` from ${day(on)}` : null}${until ? html` until ${day(until)}, when it is in force again` : null}${because(reason)}`;
  }
}

const words = (text: LocalizedText | undefined): Markup | null =>
  text ? html`<p class="words" ${inLanguageOf(text.language)}>${text.text}</p>` : null;

function requirementHtml({ direction, hsCodes, appliesWhen, mustHold, onBreach }: Requirement): Markup {
  return html`<details lang="en" dir="ltr"><summary>What of this a machine checks</summary>
<dl><dt>Goods</dt><dd>${hsCodes.length > 0 ? hsCodes.join(', ') : 'all'}, ${direction === 'IMPORT' ? 'imported' : 'exported'}</dd>
${appliesWhen === null ? null : html`<dt>Applies when</dt><dd><code>${appliesWhen}</code></dd>`}
<dt>Must hold</dt><dd><code>${mustHold}</code></dd><dt>On breach</dt><dd>${onBreach}</dd></dl></details>
`;
}

/** How deep each provision stands; the top is 0. */
function depthsOf(provisions: readonly NotedProvision[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { eId, parent } of provisions) depths.set(eId, parent === null ? 0 : (depths.get(parent) ?? -1) + 1);
  return depths;
}

/** A heading of the level that fits the depth; HTML has six levels, and the first is the title's. */
function headingHtml(depth: number, content: Markup): Markup {
  const level = Math.min(6, depth + 2);
  const [open, close] = HEADINGS[level - 2] as readonly [Markup, Markup];
  return html`${open}${content}${close}`;
}

const HEADINGS = [
  [html`<h2>`, html`</h2>`],
  [html`<h3>`, html`</h3>`],
  [html`<h4>`, html`</h4>`],
  [html`<h5>`, html`</h5>`],
  [html`<h6>`, html`</h6>`],
] as const;

/** How the provisions of a text are shown. */
interface Showing {
  readonly language: string;
  /** Numbers are written as the authentic language writes them. */
  readonly authentic: string;
  readonly places: KnownPlaces;
}

function provisionHtml(provision: NotedProvision, depth: number, { language, authentic, places }: Showing): Markup {
  const { eId, number, headings, text, requirement, standing, notes } = provision;
  const heading = readIn(headings, language);
  const standingSaid = STANDING[standing];
  const title = [
    number === null ? null : html`<bdi ${inLanguageOf(authentic)}>${number}</bdi> `,
    heading ? html`<span ${inLanguageOf(heading.language)}>${heading.text}</span> ` : null,
    standingSaid === null ? null : html`<span class="standing" lang="en" dir="ltr">${standingSaid}</span>`,
  ];
  const lines = notes.map((note) => html`<li>${noteHtml(note, places)}</li>`);
  return html`<section id="${eId}" class="${standing.toLowerCase()} depth-${Math.min(4, depth)}">
${title.some((part) => part !== null) ? headingHtml(depth, html`${title}`) : null}
${words(readIn(text, language))}${requirement ? requirementHtml(requirement) : null}
${lines.length > 0 ? html`<ul class="notes" lang="en" dir="ltr">${lines}</ul>` : null}
</section>
`;
}

function daysHtml({ inForceFrom, inForceUntil, superseded }: VersionShown): Markup {
  if (superseded) return html`superseded: what came to be known later took its place`;
  if (inForceFrom === null) return html`not yet in force; the day is not fixed`;
  return html`in force from ${day(inForceFrom)}${inForceUntil ? html` until ${day(inForceUntil)}, the first day without it` : null}`;
}

/** Whether a reader of the language finds words in another one. */
const isMixed = ({ provisions, language }: Expression): boolean =>
  provisions.some(({ headings, text }) => [headings, text].some((texts) => (readIn(texts, language)?.language ?? language) !== language));

function factsHtml(expression: Expression): Markup {
  const { norm, language, languages, version } = expression;
  const facts: (readonly [string, Markup])[] = version
    ? [
        ['Version', html`${version.number}, ${daysHtml(version)}`],
        [
          'Shown for',
          html`${day(version.day)}${version.knownAt === null ? null : html`, as it was known at <time datetime="${version.knownAt}">${version.knownAt}</time>`}`,
        ],
      ]
    : [['Draft', html`${norm.revision}, as it is proposed: it binds nobody, and it may change`]];
  if (languages[0] !== undefined) facts.push(['Authentic language', html`${languages[0]}`]);
  if (isMixed(expression)) facts.push(['Shown in', html`${language}; what is not in it, in another language`]);
  return html`<dl lang="en" dir="ltr">${facts.map(([term, fact]) => html`<dt>${term}</dt><dd>${fact}</dd>`)}</dl>`;
}

function navigationHtml({ norm, language, languages, version }: Expression): Markup {
  const point = version?.number ?? 'draft';
  const versions: readonly (readonly [string, string])[] = version
    ? [
        ...(version.previous === null ? [] : [['Previous version', textUri(norm, version.previous, language)] as const]),
        ...(version.previous === null
          ? []
          : [['Changes since the previous version', comparisonUri(norm, version.previous, version.number, language)] as const]),
        ...(version.next === null ? [] : [['Next version', textUri(norm, version.next, language)] as const]),
        ...(version.current === null || version.current === version.number
          ? []
          : [['Current version', textUri(norm, version.current, language)] as const]),
        ['All versions', historyUri(norm)],
      ]
    : [];
  const list = (label: string, items: readonly Markup[]): Markup | null =>
    items.length > 0 ? html`<nav aria-label="${label}" lang="en" dir="ltr"><ul>${items}</ul></nav>\n` : null;
  return html`${list(
    'Versions',
    versions.map(([name, uri]) => html`<li><a href="${uri}">${name}</a></li>`),
  )}${list(
    'Languages',
    languages.length < 2
      ? []
      : languages.map((other) =>
          other === language
            ? html`<li aria-current="true" lang="${other}">${languageName(other)}</li>`
            : html`<li><a href="${textUri(norm, point, other)}" hreflang="${other}" lang="${other}">${languageName(other)}</a></li>`,
        ),
  )}${list(
    'Formats',
    FORMATS.filter((format) => format !== 'html').map(
      (format) => html`<li><a href="${textUri(norm, point, language, format)}">${FORMAT_NAMES[format]}</a></li>`,
    ),
  )}`;
}

const FORMAT_NAMES = { html: 'HTML', json: 'JSON', xml: 'Akoma Ntoso XML' } as const;

/** What a language calls itself. */
const languageName = (language: string): string => new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;

function contentsHtml(provisions: readonly NotedProvision[], language: string): Markup | null {
  const top = provisions.filter(({ parent, number, headings }) => parent === null && (number !== null || headings.length > 0));
  if (top.length < 4) return null;
  const items = top.map(({ eId, number, headings }) => {
    const heading = readIn(headings, language);
    return html`<li><a href="#${encodeURIComponent(eId)}">${number}${number !== null && heading ? ' ' : null}${heading ? html`<span ${inLanguageOf(heading.language)}>${heading.text}</span>` : null}</a></li>`;
  });
  return html`<nav aria-label="Contents"><ul>${items}</ul></nav>\n`;
}

/** A text as a page for people. */
export function expressionHtml(expression: Expression, places: KnownPlaces): string {
  const { norm, language, provisions, version } = expression;
  const title = readIn(norm.titles, language) ?? { language, text: norm.id };
  const depths = depthsOf(provisions);
  const showing: Showing = { language, authentic: expression.languages[0] ?? language, places };
  const text = provisions.map((provision) => provisionHtml(provision, depths.get(provision.eId) ?? 0, showing));
  const empty = html`<p class="note">${said('This text has no provisions here: see where it was published.')}</p>`;
  return page({
    language,
    title: `${title.text} (${version ? `version ${version.number}` : 'draft'})`,
    body: html`<a class="skip" href="#text" lang="en">Skip to the text</a>
<header>
<p class="eyebrow" lang="en" dir="ltr">${norm.documentType} · ${norm.agency} · ${norm.jurisdiction}</p>
<h1 ${inLanguageOf(title.language)}>${title.text}</h1>
${factsHtml(expression)}
${navigationHtml(expression)}${contentsHtml(provisions, language)}</header>
<main id="text">
${text.length > 0 ? text : empty}</main>`,
  });
}
