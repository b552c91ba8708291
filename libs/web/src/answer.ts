import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@concord/kernel';

/** What is answered to a request for a URI: bytes, or text in UTF-8. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Kept by whoever likes, but asked for again each time: tomorrow another text can be in force, or a result be another one. */
const ALWAYS: Readonly<Record<string, string>> = {
  'cache-control': 'public, no-cache',
  'x-content-type-options': 'nosniff',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Last-Modified, Link, Content-Location, Memento-Datetime',
};

/** An instant as HTTP writes it (RFC 9110, 5.6.7). */
export const httpDate = (at: Instant): string => new Date(at).toUTCString();

export const answer = (status: number, headers: Answer['headers'], body: Answer['body']): Answer => ({
  status,
  headers: { ...ALWAYS, ...headers },
  body,
});

export const redirect = (status: 301 | 302 | 303, location: string, headers: Answer['headers'] = {}): Answer =>
  answer(status, { ...headers, location, 'content-type': 'text/plain; charset=utf-8' }, `See ${location}\n`);

/** The tag of these bytes: it changes when any of them does. */
const tagOf = (body: Answer['body']): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether whoever asks has this already (RFC 9110, 13.2.2). Tags count before times, which know seconds only. */
function isFresh(headers: IncomingHttpHeaders, tag: string, modified: Instant | null): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((known) => opaque(known) === tag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return modified !== null && Math.floor(Date.parse(modified) / 1_000) * 1_000 <= since;
}

/** A representation, or 304 where it is known already; `modified` is null where that is not recorded. */
export function representation(
  asked: IncomingHttpHeaders,
  modified: Instant | null,
  headers: Answer['headers'],
  body: Answer['body'],
): Answer {
  const etag = tagOf(body);
  const all = { ...headers, etag, ...(modified !== null && { 'last-modified': httpDate(modified) }) };
  if (!isFresh(asked, etag, modified)) return answer(200, all, body);
  const { 'content-type': _, ...kept } = all as Record<string, string>;
  return answer(304, kept, '');
}
