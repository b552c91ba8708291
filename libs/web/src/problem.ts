import type { IncomingHttpHeaders } from 'node:http';
import { html } from '@concord/legal-text';
import Negotiator from 'negotiator';
import { type Answer, answer } from './answer.js';
import { CONTENT_SECURITY_POLICY, page } from './page.js';

/** Why there is nothing to show. */
export interface WebProblem {
  readonly status: number;
  /** Of all problems with this status. */
  readonly title: string;
  /** Part of the public contract, as the codes of the API are. */
  readonly code: string;
  readonly detail: string;
  /** The part of the request at fault. */
  readonly field?: string;
  readonly value?: string;
  /** URIs that lead on. */
  readonly see?: readonly string[];
}

function problemHtml({ title, detail, see = [] }: WebProblem): string {
  const links = see.map((uri) => html`<li><a href="${uri}">${uri}</a></li>`);
  return page({
    language: 'en',
    title,
    body: html`<main>
<h1>${title}</h1>
<p>${detail}.</p>
${links.length > 0 ? html`<ul>${links}</ul>` : null}
</main>`,
  });
}

/** A page where pages are read, otherwise a problem of RFC 9457. */
export function webProblemAnswer(problem: WebProblem, headers: IncomingHttpHeaders): Answer {
  const { status, title, ...members } = problem;
  const type = new Negotiator({ headers }).mediaType(['application/problem+json', 'application/json', 'text/html']);
  const vary = { vary: 'accept' };
  if (type === 'text/html') {
    return answer(
      status,
      { ...vary, 'content-type': 'text/html; charset=utf-8', 'content-language': 'en', 'content-security-policy': CONTENT_SECURITY_POLICY },
      problemHtml(problem),
    );
  }
  const body = { type: 'about:blank', title, status, ...members };
  return answer(status, { ...vary, 'content-type': 'application/problem+json' }, `${JSON.stringify(body)}\n`);
}
