import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@concord/kernel';
import { html, inLanguageOf, type Markup, readIn, type Timeline, versionsByEdition, versionsOf } from '@concord/legal-text';
import { type Answer, CONTENT_SECURITY_POLICY, httpDate, page, representation } from '@concord/web';
import Negotiator from 'negotiator';
import { editionsShown } from '../norm/norm.shown.js';
import type { Edition } from '../norm/norm.types.js';
import { type KnownNorm, type Shown, shownUntil } from './knowledge.js';
import { workLinks } from './links.js';
import { historyUri, textUri, workUri } from './norm-uri.js';
import type { Problem } from './problem.js';

const FORMS = ['text/html', 'application/json', 'application/link-format'];

/** A line of the history. */
interface VersionLine {
  readonly version: number;
  readonly uri: string;
  readonly inForceFrom: string | null;
  readonly inForceUntil: string | null;
  /** Whether its place was taken by what came to be known later. */
  readonly superseded: boolean;
  /** When the norm's own URI first led to it; null while it never did. */
  readonly shownSince: Instant | null;
}

/** When the norm's own URI first led to each version that it ever led to. */
function firsts(shown: Iterable<Shown>): ReadonlyMap<number, Instant> {
  const since = new Map<number, Instant>();
  for (const item of shown) if (!since.has(item.version)) since.set(item.version, item.since);
  return since;
}

/** The texts of all days as far as is known, and those whose place was taken by what came to be known later. */
function linesOf({ norm, timeline }: KnownNorm, since: ReadonlyMap<number, Instant>): readonly VersionLine[] {
  const known = versionsOf(timeline);
  const current = new Set(known.map(({ version }) => version));
  const superseded = everyNumber(timeline).filter((version) => !current.has(version));
  const line = (version: number, inForceFrom: string | null, inForceUntil: string | null): VersionLine => ({
    version,
    uri: textUri(norm, version),
    inForceFrom,
    inForceUntil,
    superseded: !current.has(version),
    shownSince: since.get(version) ?? null,
  });
  return [
    ...superseded.map((version) => line(version, null, null)),
    ...known.map(({ version, inForceFrom, inForceUntil }) => line(version, inForceFrom, inForceUntil)),
  ];
}

/** The numbers of all versions that ever were known. */
function everyNumber(timeline: Timeline): readonly number[] {
  const numbers = new Set<number>();
  for (const versions of versionsByEdition(timeline)) for (const { version } of versions) numbers.add(version);
  return [...numbers].sort((a, b) => a - b);
}

/** The time map of RFC 7089, 5: what the norm's own URI has led to. */
function timeMap({ norm }: KnownNorm, since: ReadonlyMap<number, Instant>): string {
  const mementos = [...since].map(([version, at]) => `<${textUri(norm, version)}>; rel="memento"; datetime="${httpDate(at)}"`);
  const self = `<${historyUri(norm)}>; rel="self"; type="application/link-format"`;
  return `${[`<${workUri(norm)}>; rel="original timegate"`, self, ...mementos].join(',\n')}\n`;
}

const cell = (value: string | Markup | null): Markup => html`<td>${value ?? '—'}</td>`;
const timeCell = (at: string | null): Markup =>
  cell(at && html`<time datetime="${at}">${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`);
const table = (
  caption: string,
  columns: readonly string[],
  rows: readonly Markup[],
): Markup => html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table>
<caption>${caption}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table>
</div>
`;

function historyHtml({ norm }: KnownNorm, lines: readonly VersionLine[], editions: readonly Edition[]): string {
  const title = readIn(norm.titles, 'en') ?? { language: 'en', text: norm.id };
  return page({
    language: 'en',
    title: `Versions of ${title.text}`,
    body: html`<main>
<p class="eyebrow"><a href="${workUri(norm)}">${norm.id}</a></p>
<h1>Versions of <span ${inLanguageOf(title.language)}>${title.text}</span></h1>
${table(
  'Its texts, in the order of their days',
  ['Version', 'In force from', 'First day without it', 'Shown since'],
  lines.map(
    ({ version, uri, inForceFrom, inForceUntil, superseded, shownSince: since }) =>
      html`<tr><th scope="row"><a href="${uri}">${version}</a></th>${superseded ? cell('superseded') : timeCell(inForceFrom)}${timeCell(inForceUntil)}${timeCell(since)}</tr>\n`,
  ),
)}${table(
  'What came to be known of it, one after the other',
  ['Edition', 'Recorded', 'What', 'From', 'By', 'Why'],
  editions.map(
    ({ edition, recordedAt, kind, from, norm: by, reason }) =>
      html`<tr><th scope="row">${edition}</th>${timeCell(recordedAt)}${cell(kind.toLowerCase())}${timeCell(from)}${cell(by)}${cell(reason)}</tr>\n`,
  ),
)}</main>`,
  });
}

/** Every version of a norm, for people, as JSON, and as a time map. */
export function historyAnswer(known: KnownNorm, headers: IncomingHttpHeaders, now: Instant): Answer | Problem {
  const type = new Negotiator({ headers }).mediaType(FORMS);
  if (type === undefined) {
    const detail = `The versions can be had as ${FORMS.join(', ')}, and none of these is accepted`;
    return { status: 406, code: 'NOT_ACCEPTABLE', detail, field: 'Accept', value: headers.accept ?? '' };
  }
  const since = firsts(shownUntil(known, now));
  const lines = linesOf(known, since);
  const { norm } = known;
  const editions = editionsShown(norm);
  const common = { vary: 'accept', link: workLinks(norm).join(', ') };
  const send = (more: Record<string, string>, body: string) => representation(headers, known.recordedAt, { ...common, ...more }, body);
  if (type === 'application/link-format') return send({ 'content-type': type }, timeMap(known, since));
  if (type === 'application/json') {
    return send({ 'content-type': type }, `${JSON.stringify({ uri: historyUri(norm), work: workUri(norm), versions: lines, editions })}\n`);
  }
  return send(
    { 'content-type': 'text/html; charset=utf-8', 'content-language': 'en', 'content-security-policy': CONTENT_SECURITY_POLICY },
    historyHtml(known, lines, editions),
  );
}
