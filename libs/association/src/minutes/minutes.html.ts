import { html, inLanguageOf, type Markup } from '@concord/legal-text';
import { page } from '@concord/web';
import {
  type Block,
  type Document,
  type Facts,
  type Line,
  type Quoted,
  type Section,
  type Statement,
  type Table,
  timeSaid,
} from './document.js';
import { documentOf } from './minutes.document.js';
import type { Minutes } from './minutes.js';
import { type MinutesForm, minutesUri } from './uris.js';

/** Words of an unknown language run the way that their own letters say. */
const quotedHtml = ({ quoted, language }: Quoted): Markup =>
  language === null ? html`<bdi>${quoted}</bdi>` : html`<bdi ${inLanguageOf(language)}>${quoted}</bdi>`;

const lineHtml = (line: Line): Markup =>
  html`${line.map((part) => {
    if (typeof part === 'string') return html`${part}`;
    return 'at' in part ? html`<time datetime="${part.at}">${timeSaid(part.at)}</time>` : quotedHtml(part);
  })}`;

const factsHtml = ({ facts }: Facts): Markup =>
  html`<dl>${facts.map(([term, fact]) => html`<dt>${term}</dt><dd>${lineHtml(fact)}</dd>`)}</dl>
`;

const rowHtml = ([about = [], ...rest]: readonly Line[]): Markup =>
  html`<tr><th scope="row">${lineHtml(about)}</th>${rest.map((cell) => html`<td>${lineHtml(cell)}</td>`)}</tr>
`;

/** What is wider than the screen is scrolled, with the keyboard as well. */
const tableHtml = ({ caption, columns, rows }: Table): Markup =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(rowHtml)}</tbody>
</table>
</div>
`;

const wordsHtml = (words: Line): Markup => {
  const [only, ...others] = words;
  if (typeof only === 'object' && 'quoted' in only && others.length === 0) {
    const { quoted, language } = only;
    return language === null
      ? html`<p class="words" dir="auto">${quoted}</p>`
      : html`<p class="words" ${inLanguageOf(language)}>${quoted}</p>`;
  }
  return html`<p class="words">${lineHtml(words)}</p>`;
};

const statementHtml = ({ of, said }: Statement): Markup =>
  html`<h3>${lineHtml(of)}</h3>
${said.map(
  ([label, words]) => html`<p class="note">${label}</p>${wordsHtml(words)}
`,
)}`;

function blockHtml(block: Block): Markup {
  switch (block.kind) {
    case 'FACTS':
      return factsHtml(block);
    case 'TABLE':
      return tableHtml(block);
    case 'PARAGRAPH':
      return html`<p>${lineHtml(block.line)}</p>
`;
    case 'STATEMENT':
      return statementHtml(block);
  }
}

const sectionHtml = ({ heading, blocks }: Section): Markup =>
  html`<section>
<h2>${heading}</h2>
${blocks.map(blockHtml)}</section>
`;

const OTHERS: readonly (readonly [form: MinutesForm, name: string])[] = [
  ['pdf', 'PDF'],
  ['json', 'JSON'],
];

const formsHtml = (ballotId: string): Markup =>
  html`<nav aria-label="Other forms"><ul>${OTHERS.map(([form, name]) => html`<li><a href="${minutesUri(ballotId, form)}">${name}</a></li>`)}</ul></nav>`;

const documentHtml = ({ title, sections }: Document, ballotId: string): Markup => html`<header>
<p class="eyebrow">Minutes of a ballot</p>
<h1>${lineHtml(title)}</h1>
${formsHtml(ballotId)}
</header>
<main>
${sections.map(sectionHtml)}</main>`;

/** Minutes as one page that needs nothing else: no script, no style sheet or picture from elsewhere. */
export function minutesHtml(minutes: Minutes): string {
  const document = documentOf(minutes);
  return page({ language: 'en', title: document.name, body: documentHtml(document, minutes.ballotId) });
}
