import type { Instant, Phase } from '@concord/kernel';
import { html, Markup } from '@concord/legal-text';
import { page } from '@concord/web';
import type { Dossier, Step, VersionInForce } from './dossier.js';
import type { NamedParty } from './dossier-parties.js';
import { dossierUri } from './dossier-uri.js';
import type { ProofsOfEvents } from './proofs.js';

/** The timeline; without it the page reads the same. */
export const DOSSIER_STYLE = `
.timeline { border-inline-start: 3px solid var(--line); list-style: none; margin: 0 0 2rem; padding: 0; padding-inline-start: 1.25rem; }
.timeline > li { margin-bottom: 1.75rem; position: relative; }
.timeline > li::before { background: var(--ink); border-radius: 50%; content: ""; height: .7rem; inset-inline-start: -1.7rem; position: absolute; top: .55rem; width: .7rem; }
.timeline h3 { margin: 0 0 .25rem; }
.timeline dl { margin-bottom: .25rem; }
summary { cursor: pointer; font-family: system-ui, sans-serif; font-size: .9rem; }
summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media print { .timeline > li { break-inside: avoid-page; } }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
`;

const PHASES: readonly (readonly [Phase, string])[] = [
  ['BEFORE', 'Before the transaction'],
  ['DURING', 'During the transaction'],
  ['AFTER', 'After the transaction'],
];

const timeHtml = (at: Instant): Markup => html`<time datetime="${at}">${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`;

/** `trade.transaction.TransactionOpened` is "Transaction opened". */
export function factSaid(type: string): string {
  const words = type.slice(type.lastIndexOf('.') + 1).replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return words.charAt(0) + words.slice(1).toLowerCase();
}

const relationSaid = (relation: string): string => relation.toLowerCase().replaceAll('_', ' ');

/** JSON inside a script element, which nothing in it can end. */
const jsonHtml = (value: unknown): Markup => new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));

const versionsSaid = (inForce: readonly VersionInForce[]): string =>
  inForce.length === 0 ? 'none' : inForce.map(({ normId, version }) => `${normId}, version ${version}`).join('; ');

const proofHtml = (id: string, proofs: ProofsOfEvents | null): Markup => {
  if (!proofs) return html`none`;
  if (!Object.hasOwn(proofs.events, id)) return html`none for this act`;
  return html`<details><summary>in this file, under the id of the act</summary><p class="words"><code>${JSON.stringify(proofs.events[id], null, 1)}</code></p></details>`;
};

/** One act. The versions in force are told where they are others than at the act before. */
const stepHtml = ({ relation, event, inForce }: Step, before: Step | undefined, proofs: ProofsOfEvents | null): Markup => {
  const { metadata } = event;
  const changed = before === undefined || versionsSaid(before.inForce) !== versionsSaid(inForce);
  return html`<li id="act-${event.position}">
<h3>${factSaid(event.type)}</h3>
<dl>
<dt>When</dt><dd>${timeHtml(metadata.occurredAt)}</dd>
<dt>Who</dt><dd><bdi>${metadata.actor}</bdi> for <bdi>${metadata.party}</bdi></dd>
<dt>Object</dt><dd>${relationSaid(relation)}: <code>${event.stream}</code></dd>
<dt>In the log</dt><dd>position ${event.position}, revision ${event.revision} of its object, id <code>${event.id}</code></dd>
${changed ? html`<dt>Norms in force</dt><dd>${versionsSaid(inForce)}</dd>` : null}
<dt>Proof</dt><dd>${proofHtml(event.id, proofs)}</dd>
</dl>
<details open><summary>What was recorded</summary><p class="words" dir="auto"><code>${JSON.stringify(event.data, null, 1)}</code></p></details>
</li>
`;
};

const phaseHtml = ([phase, heading]: readonly [Phase, string], { steps, proofs }: Dossier): Markup | null => {
  const own = steps.filter((step) => step.phase === phase);
  if (own.length === 0) return null;
  return html`<section aria-labelledby="phase-${phase}">
<h2 id="phase-${phase}">${heading}</h2>
<ol class="timeline">
${own.map((step, index) => stepHtml(step, own[index - 1], proofs))}</ol>
</section>
`;
};

const partyHtml = ({ party, name, kind, jurisdiction, roles }: NamedParty): Markup =>
  html`<tr><th scope="row"><bdi>${party}</bdi></th><td><bdi>${name ?? ''}</bdi></td><td>${kind ?? ''}</td><td>${jurisdiction ?? ''}</td><td>${roles.map(relationSaid).join(', ')}</td></tr>
`;

const partiesHtml = ({ parties }: Dossier): Markup =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="Parties">
<table>
<caption>Parties that the acts name, and that did them</caption>
<thead><tr><th scope="col">Party</th><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Place</th><th scope="col">What it is here</th></tr></thead>
<tbody>
${parties.map(partyHtml)}</tbody>
</table>
</div>
`;

/** What is not in the file is said in it. */
const leftOutHtml = ({ kind, id, withheld, next, nextSince }: Dossier): Markup | null => {
  const lines = [
    ...(withheld.length > 0 ? [html`<p>Not disclosed to whom this file was made for: ${withheld.map(relationSaid).join(', ')}.</p>`] : []),
    ...(next !== null
      ? [html`<p>More acts follow, which are not in this file: <code>${dossierUri(kind, id, 'html')}?after=${next}</code>.</p>`]
      : []),
    ...(nextSince !== null
      ? [
          html`<p>More objects belong here, which are not in this file: <code>${dossierUri(kind, id, 'html')}?since=${nextSince}</code>.</p>`,
        ]
      : []),
  ];
  return lines.length === 0 ? null : html`<section class="banner" aria-label="What is not in this file">${lines}</section>`;
};

const streamHtml = ([stream, proof]: readonly [string, unknown]): Markup =>
  html`<tr><th scope="row"><code>${stream}</code></th><td><details><summary>in this file, under its name</summary><p class="words"><code>${JSON.stringify(proof, null, 1)}</code></p></details></td></tr>
`;

const proofsHtml = ({ proofs }: Dossier): Markup => {
  if (!proofs) {
    return html`<section><h2>Proofs</h2>
<p>This dossier carries no proofs: the platform that made it provides none.</p>
</section>`;
  }
  return html`<section><h2>Proofs</h2>
<p>The element <code>proofs</code> of this file holds, as JSON, the checkpoint of the log, for each act its entry and that the log has it, and for each object that the log has no other acts of it.</p>
<table>
<caption>Objects whose acts are proven to be complete</caption>
<thead><tr><th scope="col">Object</th><th scope="col">Proof</th></tr></thead>
<tbody>
${Object.entries(proofs.streams).map(streamHtml)}</tbody>
</table>
<script type="application/json" id="proofs">${jsonHtml(proofs)}</script>
</section>`;
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** A dossier as one file that needs nothing else: no script, no style sheet or picture from elsewhere. */
export function dossierHtml(dossier: Dossier, madeAt: Instant): string {
  const { kind, id, position, steps, parties } = dossier;
  const title = `Dossier of the ${kind.toLowerCase()} ${id}`;
  const body = html`<header>
<p class="eyebrow">Concord</p>
<h1>${title}</h1>
<dl>
<dt>Made</dt><dd>${timeHtml(madeAt)}</dd>
<dt>Holds</dt><dd>${count(steps.length, 'act', 'acts')} of ${count(parties.length, 'party', 'parties')}, up to position ${position} of the log</dd>
</dl>
</header>
<main>
${leftOutHtml(dossier)}
${partiesHtml(dossier)}
${PHASES.map((phase) => phaseHtml(phase, dossier))}
${proofsHtml(dossier)}
</main>`;
  return page({ language: 'en', title, body, style: DOSSIER_STYLE, isFile: true });
}
